import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/client.js';
import { freshDirectory, later, silent } from '../support/databases.js';
import { freePort } from '../support/free-port.js';
import { linkLibraries, postgres } from '../support/postgres.js';
import { eventually } from './load.js';

/** A PostgreSQL of this test alone, which may be stopped, or killed, and started again. */
interface DatabaseServer {
  readonly url: string;
  /** Ends it in order; who is connected is cut off. */
  stop(): Promise<void>;
  /** Kills it with all that it runs. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export async function databaseServer(): Promise<DatabaseServer> {
  await linkLibraries();
  const directory = await freshDirectory();
  const port = await freePort();
  const server = postgres({ directory, port, persistent: true, listen() {} });
  await server.initialise();
  await server.start();
  let running = true;
  later(async () => {
    if (running) await server.stop();
  });
  await server.createDatabase('fault');
  const url = `postgresql://postgres:postgres@127.0.0.1:${port}/fault`;
  const database = await openDatabase({ url, dataDirectory: '', log: silent });
  await database.close();
  return {
    url,
    async stop() {
      running = false;
      await server.stop();
    },
    async kill() {
      running = false;
      const [pid] = (await readFile(join(directory, 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
    },
    async start() {
      // What a killed server ran ends by itself, soon; until then its memory is taken.
      const started = () =>
        server.start().then(
          () => true,
          () => false,
        );
      await eventually(started, 'PostgreSQL stands again', 20_000);
      running = true;
    },
  };
}
