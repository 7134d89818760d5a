import { chmod, mkdir, rename, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Duplex } from 'node:stream';
import { PGlite } from '@electric-sql/pglite';
import type { Logger } from 'pino';
import { DatabaseRefusedError } from '../errors.js';
import { exists, markCreated, refuseEmptied } from './creation-marker.js';
import { lockDirectory } from './directory-lock.js';
import { durableFiles, flushFile, flushTree, withFsync } from './fsync-files.js';
import { type ClientHandle, type Listener, shareSession } from './session-multiplexer.js';

/** A PostgreSQL inside this process. */
export interface Embedded {
  /** A new connection, in the shape that pg takes for its `stream`. */
  connect(): Duplex;
  /** Whether the disk has room for the next segment of the write-ahead log. Without it PostgreSQL soon has to stop. */
  hasRoom(): Promise<boolean>;
  close(): Promise<void>;
}

type FatalLog = Pick<Logger, 'fatal'>;

/** The size of a segment of PostgreSQL's write-ahead log. */
const logSegmentBytes = 16 * 1024 * 1024;

/**
 * Opens the database in this directory. It is created if it does not exist; with 'existing' that is an error, as it is
 * when there was one (see creation-marker.ts).
 *
 * What was acknowledged is on the disk. Throws DataDirectoryInUseError while another process has it open. Like every
 * PostgreSQL, it stops when it cannot write its log. Then the process exits, to be restarted by its supervisor.
 */
export async function openEmbedded(dataDirectory: string, log: FatalLog, only?: 'existing'): Promise<Embedded> {
  const root = resolve(dataDirectory);
  const directory = join(root, 'postgresql');
  const files = join(directory, 'data');
  if (!(await exists(files))) {
    if (only) throw new DatabaseRefusedError(`There is no database in ${root}.`);
    await refuseEmptied(root);
  } else if (!(await exists(join(files, 'PG_VERSION')))) {
    throw new DatabaseRefusedError(
      `The database in ${files} is not complete: PG_VERSION is missing. Restore the backup. To start with an empty database, remove that directory.`,
    );
  }
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const release = await lockDirectory(directory);
  try {
    if (!(await exists(files))) await create(directory, files, log);
    const server = await start(files, log);
    await markCreated(root);
    return {
      connect: connector(server),
      async hasRoom() {
        const { bavail, bsize } = await statfs(files);
        return bavail * bsize >= logSegmentBytes;
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

/**
 * A new database gets its name only when it is complete, so that a process that is killed here leaves no half of one.
 */
async function create(directory: string, files: string, log: FatalLog): Promise<void> {
  const unfinished = `${files}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const server = await start(unfinished, log);
  await server.close();
  await flushTree(unfinished);
  await rename(unfinished, files);
  await flushFile(directory);
}

async function start(files: string, log: FatalLog): Promise<PGlite> {
  let lastFatalLine = '';
  const fs = durableFiles(files, {
    onLogLine(line) {
      if (/ (?:FATAL|PANIC): /.test(line)) lastFatalLine = line;
    },
    onAbort() {
      log.fatal({ lastWords: lastFatalLine }, 'the embedded database cannot go on, and the process ends with it');
      process.exit(1);
    },
  });
  return PGlite.create({ fs, startParams: withFsync(PGlite.defaultStartParams) }).catch((cause: unknown) => {
    throw new Error(`The embedded database in ${files} does not start. ${lastFatalLine}`.trim(), { cause });
  });
}

function connector(server: PGlite): () => Duplex {
  const connect = shareSession(async (message) => {
    const response: Buffer[] = [];
    await server.execProtocolRawStream(message, { onRawData: (bytes) => void response.push(Buffer.from(bytes)) });
    return Buffer.concat(response);
  });
  return () => streamTo(connect);
}

/** A stream to the session with the interface of a network socket. */
function streamTo(connect: (listener: Listener) => ClientHandle): Duplex {
  const duplex = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      client.write(chunk);
      done();
    },
    final(done) {
      client.end();
      done();
    },
    destroy(error, done) {
      client.end();
      done(error);
    },
  });
  const client = connect({
    onData: (bytes) => void (duplex.readable && duplex.push(bytes)),
    onClose: (error) => void (error === undefined ? duplex.readable && duplex.push(null) : duplex.destroy(error)),
  });
  const returnItself = () => duplex;
  const emitConnect = () => setImmediate(() => duplex.emit('connect'));
  return Object.assign(duplex, {
    connect: emitConnect,
    setNoDelay: returnItself,
    setKeepAlive: returnItself,
    ref: returnItself,
    unref: returnItself,
  });
}
