import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/client.js';
import { afterTest, createTempDirectory, silentLog } from '../support/databases.js';
import { freePort } from '../support/free-port.js';
import { linkLibraries, postgres } from '../support/postgres.js';
import { eventually } from './load.js';

/** A PostgreSQL server for one test, which can be stopped, killed and restarted. */
interface DatabaseServer {
  readonly url: string;
  /** Stops it; connections are closed. */
  stop(): Promise<void>;
  /** Kills the server process. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export async function startDatabaseServer(): Promise<DatabaseServer> {
  await linkLibraries();
  const directory = await createTempDirectory();
  const port = await freePort();
  const server = postgres({ directory, port, persistent: true, onLog() {} });
  await server.initialise();
  await server.start();
  let running = true;
  afterTest(async () => {
    if (running) await server.stop();
  });
  await server.createDatabase('fault');
  const url = `postgresql://postgres:postgres@127.0.0.1:${port}/fault`;
  const database = await openDatabase({ url, dataDirectory: '', log: silentLog });
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
      // The backends of a killed server end soon by themselves; until then its shared memory is in use.
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
