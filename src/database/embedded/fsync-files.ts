import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** The part of an open file of the emscripten runtime that is needed to reach the real one. */
interface OpenFile {
  readonly nfd?: number;
  readonly node: object;
}

interface HostFiles {
  realPath(node: object): string;
  stream_ops: { fsync?: (file: OpenFile) => number };
}

/** Who runs PostgreSQL. */
interface Host {
  /** It has written a line of its own log. */
  says(queue: string): void;
  aborted(): never;
}

const ioError = 29;

/** The arguments that PGlite starts PostgreSQL with, less `-F`, which would switch fsync off. */
export function withFsync(startParameters: readonly string[]): string[] {
  // The runtime has no fdatasync to hook into.
  return [...startParameters.filter((parameter) => parameter !== '-F'), '-c', 'wal_sync_method=fsync'];
}

/**
 * Files of a host directory whose fsync reaches the disk.
 *
 * The runtime's own file system ignores fsync. Without it a killed process loses nothing, but a power cut could.
 *
 * What cannot be written fails the statement, but for the log that everything else relies on: there PostgreSQL panics.
 * Then `aborted` must not return: PGlite would go on asking what is left of it, and hang.
 */
export function durableFiles(directory: string, { says, aborted }: Host): NodeFS {
  const files = new NodeFS(directory);
  const init = files.init.bind(files);
  files.init = async (pg, options) => {
    const { emscriptenOpts } = await init(pg, options);
    const { printErr } = emscriptenOpts;
    const preRun = [...(emscriptenOpts.preRun ?? [])];
    preRun.push((runtime) => {
      const host = runtime.FS.filesystems.NODEFS as unknown as HostFiles;
      host.stream_ops.fsync = (file) => flush(file, host);
    });
    const heard = (queue: string) => {
      says(queue);
      printErr?.(queue);
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun, printErr: heard, onAbort: aborted } };
  };
  return files;
}

function flush(file: OpenFile, host: HostFiles): number {
  try {
    if (file.nfd !== undefined) fsyncSync(file.nfd);
    else flushPath(host.realPath(file.node));
    return 0;
  } catch {
    return ioError;
  }
}

function flushPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Brings a directory with everything in it to the disk. */
export async function flushTree(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    await (entry.isDirectory() ? flushTree(path) : flushFile(path));
  }
  await flushFile(directory);
}

/** Brings one file, or one directory's list of names, to the disk. */
export async function flushFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
