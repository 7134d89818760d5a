import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** An open file of the emscripten runtime: the part that leads to the file of the host. */
interface OpenFile {
  readonly nfd?: number;
  readonly node: object;
}

interface HostFiles {
  realPath(node: object): string;
  stream_ops: { fsync?: (file: OpenFile) => number };
}

interface PostgresHost {
  /** PostgreSQL has written a line to its log. */
  onLogLine(line: string): void;
  /** PostgreSQL cannot go on. */
  onAbort(): never;
}

const ioError = 29;

/** PGlite's arguments for PostgreSQL without `-F`, which switches fsync off. */
export function withFsync(startParameters: readonly string[]): string[] {
  // The runtime has no fdatasync to hook into.
  return [...startParameters.filter((parameter) => parameter !== '-F'), '-c', 'wal_sync_method=fsync'];
}

/**
 * The files of a host directory, with an fsync that reaches the disk.
 *
 * The file system of the runtime ignores fsync: then a killed process loses nothing, but a power cut can.
 *
 * A write that fails makes the statement fail, except for the write-ahead log: there PostgreSQL panics. Then `onAbort`
 * must not return: PGlite would continue with a dead PostgreSQL, and hang.
 */
export function durableFiles(directory: string, { onLogLine, onAbort }: PostgresHost): NodeFS {
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
    const onErrorLine = (line: string) => {
      onLogLine(line);
      printErr?.(line);
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun, printErr: onErrorLine, onAbort } };
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

/** Flushes a directory and everything in it to the disk. */
export async function flushTree(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    await (entry.isDirectory() ? flushTree(path) : flushFile(path));
  }
  await flushFile(directory);
}

/** Flushes one file, or the list of names of one directory, to the disk. */
export async function flushFile(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
