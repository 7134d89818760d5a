import { stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseRefusedError } from '../errors.js';
import { flushFile } from './fsync-files.js';

/**
 * Remembers that a database was created in a data directory, so that a directory that was emptied, or a volume that is
 * not mounted, is not taken for a first start. The marker is beside the directory, where it outlives it. Where that is
 * not writable, as in a container, it is inside: then only a directory that was emptied in part is noticed.
 */
function markersOf(dataDirectory: string): readonly string[] {
  return [`${dataDirectory}.created`, join(dataDirectory, '.created')];
}

/** Throws a DatabaseRefusedError if there was a database in this directory. To be called when there is none. */
export async function refuseEmptied(dataDirectory: string): Promise<void> {
  for (const marker of markersOf(dataDirectory)) {
    if (!(await exists(marker))) continue;
    throw new DatabaseRefusedError(
      `There was a database in ${dataDirectory}, and it is gone. Mount the volume or restore the backup. To start with an empty database, delete ${marker} first.`,
    );
  }
}

/** Leaves the marker for a database that exists. */
export async function markCreated(dataDirectory: string): Promise<void> {
  const markers = markersOf(dataDirectory);
  for (const marker of markers) if (await exists(marker)) return;
  for (const marker of markers) if (await write(marker)) return;
}

const content = 'imapp has its database in the data directory that this file is named after. See docs/operating.md.\n';

/** Whether the file was written; false where nothing may be written. */
async function write(marker: string): Promise<boolean> {
  try {
    await writeFile(marker, content);
    await flushFile(marker);
    await flushFile(dirname(marker));
    return true;
  } catch {
    return false;
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
