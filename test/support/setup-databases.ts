import { createHash } from 'node:crypto';
import { cpSync, existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/database/client.js';
import { readMigrations } from '../../src/database/migrate/migration-folder.js';
import { freePort } from './free-port.js';
import { isLastUser, oncePerRun } from './once-per-run.js';
import { linkLibraries, postgres } from './postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data directory with a migrated embedded database, to be copied. */
    readonly embeddedTemplate: string;
    /** The server's maintenance database. The server has the database `template_migrated`, too, to be copied. */
    readonly postgresUrl: string;
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Creates, once per run, the templates that the databases of tests are copied from. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { postgresUrl, embeddedTemplate, stop } = await oncePerRun('databases', makeDatabases);
  project.provide('postgresUrl', postgresUrl);
  project.provide('embeddedTemplate', embeddedTemplate);
  return async () => {
    if (isLastUser('databases')) await stop();
  };
}

async function makeDatabases() {
  const directory = await mkdtemp(join(tmpdir(), 'imapp-test-postgres-'));
  const port = await freePort();
  const url = `postgresql://postgres:postgres@127.0.0.1:${port}`;
  const logLines: string[] = [];
  const server = postgres({ directory, port, persistent: false, onLog: (text) => void logLines.push(text) });
  const stop = async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await linkLibraries();
    await server.initialise();
    await server.start();
    await server.createDatabase('template_migrated');
    await createMigrated({ url: `${url}/template_migrated`, dataDirectory: directory });
    return { postgresUrl: `${url}/postgres`, embeddedTemplate: await makeEmbeddedTemplate(), stop };
  } catch (cause) {
    await stop();
    throw new Error(`The databases for the tests could not be made. PostgreSQL said: ${logLines.join('')}`, { cause });
  }
}

async function createMigrated(settings: { url?: string; dataDirectory: string }): Promise<void> {
  const database = await openDatabase({ ...settings, log: { info() {}, error() {}, fatal() {} } });
  await database.close();
}

/** Creating it takes seconds, so it is cached across runs, under a hash of everything that it depends on. */
async function makeEmbeddedTemplate(): Promise<string> {
  const shape = createHash('sha256');
  const libraries = ['@electric-sql/pglite', 'graphile-worker'].map((name) => `node_modules/${name}/package.json`);
  for (const file of [...libraries, 'src/database/embedded/embedded.ts', 'src/database/migrate/migrate.ts']) {
    shape.update(await readFile(join(root, file)));
  }
  const { migrations } = await readMigrations();
  for (const { checksum } of migrations) shape.update(checksum);
  const cached = join(root, 'node_modules', '.cache', `imapp-embedded-${shape.digest('hex').slice(0, 16)}`);
  if (existsSync(cached)) return cached;
  const made = await mkdtemp(join(tmpdir(), 'imapp-test-template-'));
  try {
    const dataDirectory = join(made, 'data');
    await createMigrated({ dataDirectory });
    const copy = `${cached}.${basename(made)}`;
    cpSync(join(dataDirectory, 'postgresql', 'data'), join(copy, 'postgresql', 'data'), { recursive: true });
    await rename(copy, cached).catch(() => rm(copy, { recursive: true }));
    return cached;
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}
