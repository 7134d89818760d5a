import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { createConnection, createServer, type Server } from 'node:net';
import { join, relative } from 'node:path';

/** Another process has this data directory open; two would destroy it. */
export class DataDirectoryInUse extends Error {
  readonly directory: string;
  readonly pid: number;

  constructor(directory: string, pid: number) {
    super(`The data directory ${directory} is in use by process ${pid}; stop that one or set another DATA_DIR.`);
    this.name = 'DataDirectoryInUse';
    this.directory = directory;
    this.pid = pid;
  }
}

/**
 * Holds a directory for this process until it is released or the process is gone, however it goes.
 *
 * Whoever holds it listens on a socket in it, which the kernel closes with the process: no answer, no holder. The
 * socket's name is in a symbolic link `lock.N`. A dead holder is followed by making `lock.N+1`, which the file system
 * grants to one process only, so two that find the same dead holder cannot both follow it. The newest link is never
 * removed, by anyone, not even on release: a number that came twice would undo that.
 */
export async function holdDirectory(directory: string): Promise<() => Promise<void>> {
  for (;;) {
    const name = `holder-${process.pid}-${randomBytes(4).toString('hex')}`;
    const server = await listen(directory, name);
    const release = async () => {
      await new Promise((resolve) => server.close(resolve));
      await rm(join(directory, name), { force: true });
    };
    const number = await follow(directory, name).catch(async (error) => {
      await release();
      throw error;
    });
    if (number !== undefined) {
      await sweep(directory, number);
      return release;
    }
    await release();
  }
}

/** Puts this name after the last holder's, if that one is dead. Tells its number, or nothing if another came first. */
async function follow(directory: string, name: string): Promise<number | undefined> {
  const last = await newest(directory);
  const holder = last === 0 ? undefined : await reading(join(directory, `lock.${last}`));
  if (holder !== undefined && (await answers(directory, holder))) {
    throw new DataDirectoryInUse(directory, Number(holder.split('-')[1]));
  }
  const mine = last + 1;
  const link = join(directory, `lock.${mine}`);
  if (!(await linked(name, link))) return undefined;
  // The listing may have missed the newest link, if it was made while that one came and its forerunner went.
  if ((await newest(directory)) === mine) return mine;
  await rm(link, { force: true });
  return undefined;
}

async function newest(directory: string): Promise<number> {
  return Math.max(0, ...(await numbers(directory)));
}

async function numbers(directory: string): Promise<number[]> {
  const names = await readdir(directory);
  return names.flatMap((name) => (/^lock\.\d+$/.test(name) ? [Number(name.slice('lock.'.length))] : []));
}

/** Removes what earlier holders left. */
async function sweep(directory: string, mine: number): Promise<void> {
  for (const number of await numbers(directory)) {
    if (number >= mine) continue;
    const link = join(directory, `lock.${number}`);
    const holder = await reading(link);
    if (holder !== undefined) await rm(join(directory, holder), { force: true });
    await rm(link, { force: true });
  }
}

async function reading(link: string): Promise<string | undefined> {
  return readlink(link).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

async function linked(target: string, link: string): Promise<boolean> {
  return symlink(target, link).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

async function answers(directory: string, name: string): Promise<boolean> {
  return atSocket(directory, name, (path) => {
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
  return atSocket(directory, name, (path) => {
    return new Promise((resolve, reject) => {
      const server = createServer((probe) => probe.destroy());
      server.once('error', reject);
      server.listen(path, () => resolve(server));
      server.unref();
    });
  });
}

/** A socket's path has room for about a hundred bytes. Linux can name a long directory by an open descriptor of it. */
async function atSocket<T>(directory: string, name: string, use: (path: string) => Promise<T>): Promise<T> {
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
