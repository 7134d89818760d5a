import { chmod, mkdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Duplex } from 'node:stream';
import { PGlite } from '@electric-sql/pglite';
import type { Logger } from 'pino';
import { holdDirectory } from './directory-lock.js';
import { durableFiles, flushFile, flushTree, withFsync } from './fsync-files.js';
import { type ClientHandle, type Listener, shareSession } from './session-multiplexer.js';

/** A PostgreSQL inside this process. */
export interface Embedded {
  /** A new connection, in the shape that pg takes for its `stream`. */
  connect(): Duplex;
  /** Whether the disk has room for the next piece of the log. Where it has not, PostgreSQL must give up at some point. */
  hasRoom(): Promise<boolean>;
  close(): Promise<void>;
}

type DeathLog = Pick<Logger, 'fatal'>;

/** The size of a piece of the log that PostgreSQL writes ahead, in bytes. */
const logPiece = 16 * 1024 * 1024;

/**
 * Opens the database in this directory, which is made if need be; or refused where there is none and only one that
 * is there will do.
 *
 * What was acknowledged is on the disk. Throws DataDirectoryInUse while another process has it open. Like every
 * PostgreSQL, it dies when it cannot write its log; the process dies with it, for whoever started it to start it again.
 */
export async function openEmbedded(dataDirectory: string, log: DeathLog, only?: 'existing'): Promise<Embedded> {
  const directory = join(resolve(dataDirectory), 'postgresql');
  const files = join(directory, 'data');
  if (only && !(await exists(files))) throw new Error(`There is no database in ${resolve(dataDirectory)}.`);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const release = await holdDirectory(directory);
  try {
    if (!(await exists(files))) await create(directory, files, log);
    const server = await start(files, log);
    return {
      connect: connector(server),
      async hasRoom() {
        const { bavail, bsize } = await statfs(files);
        return bavail * bsize >= logPiece;
      },
      async close() {
        await server.close().finally(release);
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** A new database appears under its name only when it is whole, so that being killed here leaves nothing half made. */
async function create(directory: string, files: string, log: DeathLog): Promise<void> {
  const unfinished = `${files}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const server = await start(unfinished, log);
  await server.close();
  await flushTree(unfinished);
  await rename(unfinished, files);
  await flushFile(directory);
}

async function start(files: string, log: DeathLog): Promise<PGlite> {
  let lastFatalLine = '';
  const fs = durableFiles(files, {
    says(queue) {
      if (/ (?:FATAL|PANIC): /.test(queue)) lastFatalLine = queue;
    },
    aborted() {
      log.fatal({ lastWords: lastFatalLine }, 'the embedded database cannot go on, and the process ends with it');
      process.exit(1);
    },
  });
  return PGlite.create({ fs, startParams: withFsync(PGlite.defaultStartParams) }).catch((cause: unknown) => {
    throw new Error(`The embedded database in ${files} does not start. ${lastFatalLine}`.trim(), { cause });
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function connector(server: PGlite): () => Duplex {
  const connect = shareSession(async (message) => {
    const answer: Buffer[] = [];
    await server.execProtocolRawStream(message, { onRawData: (bytes) => void answer.push(Buffer.from(bytes)) });
    return Buffer.concat(answer);
  });
  return () => streamTo(connect);
}

/** A stream into the session that passes for a network socket. */
function streamTo(connect: (listener: Listener) => ClientHandle): Duplex {
  const duplex = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      seat.receive(chunk);
      done();
    },
    final(done) {
      seat.leave();
      done();
    },
    destroy(error, done) {
      seat.leave();
      done(error);
    },
  });
  const seat = connect({
    answer: (bytes) => void (duplex.readable && duplex.push(bytes)),
    onClose: (error) => void (error === undefined ? duplex.readable && duplex.push(null) : duplex.destroy(error)),
  });
  const itself = () => duplex;
  const emitConnect = () => setImmediate(() => duplex.emit('connect'));
  return Object.assign(duplex, {
    connect: emitConnect,
    setNoDelay: itself,
    setKeepAlive: itself,
    ref: itself,
    unref: itself,
  });
}
