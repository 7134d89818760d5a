import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { createConnection, createServer, type Server } from 'node:net';
import { join, relative } from 'node:path';
import { DatabaseRefusedError } from '../errors.js';

/** Another process has this data directory open. Two at once would corrupt it. */
export class DataDirectoryInUseError extends DatabaseRefusedError {
  override readonly name = 'DataDirectoryInUseError';
  readonly directory: string;
  readonly pid: number;

  constructor(directory: string, pid: number) {
    super(`The data directory ${directory} is in use by process ${pid}; stop that one or set another DATA_DIR.`);
    this.directory = directory;
    this.pid = pid;
  }
}

/**
 * Locks a directory for this process, until it is released or the process ends, in whatever way. Returns the release.
 *
 * The holder listens on a socket in the directory, which the kernel closes with the process: when nothing answers,
 * there is no holder. A symbolic link `lock.N` has the name of the socket. A process takes the lock over from a dead
 * holder by creating `lock.N+1`; the file system lets only one process do so, even when several find the same dead
 * holder. The newest link is never removed, not even on release, since the guarantee holds only if no number is used
 * twice.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  for (;;) {
    const name = `holder-${process.pid}-${randomBytes(4).toString('hex')}`;
    const server = await listen(directory, name);
    const release = async () => {
      await new Promise((resolve) => server.close(resolve));
      await rm(join(directory, name), { force: true });
    };
    const number = await takeOver(directory, name).catch(async (error) => {
      await release();
      throw error;
    });
    if (number !== undefined) {
      await removeFormerLocks(directory, number);
      return release;
    }
    await release();
  }
}

/**
 * Adds a link to this name after that of the last holder, if it is dead. Returns its number; undefined if another
 * process was faster.
 */
async function takeOver(directory: string, name: string): Promise<number | undefined> {
  const last = await newestNumber(directory);
  const holder = last === 0 ? undefined : await readHolder(join(directory, `lock.${last}`));
  if (holder !== undefined && (await isAlive(directory, holder))) {
    throw new DataDirectoryInUseError(directory, Number(holder.split('-')[1]));
  }
  const mine = last + 1;
  const link = join(directory, `lock.${mine}`);
  if (!(await createLink(name, link))) return undefined;
  // The first listing can miss the newest link, when that was created and the one before it removed meanwhile.
  if ((await newestNumber(directory)) === mine) return mine;
  await rm(link, { force: true });
  return undefined;
}

async function newestNumber(directory: string): Promise<number> {
  return Math.max(0, ...(await lockNumbers(directory)));
}

async function lockNumbers(directory: string): Promise<number[]> {
  const names = await readdir(directory);
  return names.flatMap((name) => (/^lock\.\d+$/.test(name) ? [Number(name.slice('lock.'.length))] : []));
}

/** Removes the links and sockets of former holders. */
async function removeFormerLocks(directory: string, mine: number): Promise<void> {
  for (const number of await lockNumbers(directory)) {
    if (number >= mine) continue;
    const link = join(directory, `lock.${number}`);
    const holder = await readHolder(link);
    if (holder !== undefined) await rm(join(directory, holder), { force: true });
    await rm(link, { force: true });
  }
}

/** The name in a link; undefined when it is gone. */
async function readHolder(link: string): Promise<string | undefined> {
  return readlink(link).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** False when there is a link of this name already. */
async function createLink(target: string, link: string): Promise<boolean> {
  return symlink(target, link).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

/** Whether something listens on the holder's socket. */
async function isAlive(directory: string, name: string): Promise<boolean> {
  return withSocketPath(directory, name, (path) => {
    return new Promise((resolve) => {
      const probe = createConnection(path);
      probe.once('connect', () => resolve(true));
      probe.once('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT');
      });
      probe.once('connect', () => probe.destroy());
    });
  });
}

async function listen(directory: string, name: string): Promise<Server> {
  return withSocketPath(directory, name, (path) => {
    return new Promise((resolve, reject) => {
      const server = createServer((probe) => probe.destroy());
      server.once('error', reject);
      server.listen(path, () => resolve(server));
      server.unref();
    });
  });
}

/**
 * Calls `use` with a path of the socket that is short enough: about 100 bytes. On Linux an open descriptor can stand
 * for a long directory.
 */
async function withSocketPath<T>(directory: string, name: string, use: (path: string) => Promise<T>): Promise<T> {
  const path = join(directory, name);
  const short = [path, relative('', path)].find((candidate) => Buffer.byteLength(candidate) <= 100);
  if (short !== undefined) return use(short);
  if (process.platform !== 'linux') throw new Error(`The path of DATA_DIR is too long for a socket: ${directory}`);
  const handle: FileHandle = await open(directory);
  try {
    return await use(`/proc/self/fd/${handle.fd}/${name}`);
  } finally {
    await handle.close();
  }
}
