import { cpSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, inject, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../src/database/client.js';

/**
 * The two kinds of database that the bot runs on, for `describe.each(databases)`. `fresh()` creates an empty, migrated
 * database and opens it as production does. It is closed and removed after the test; in `beforeAll`, after the file.
 */
export const databases: readonly { readonly name: 'embedded' | 'postgresql'; fresh(): Promise<Database> }[] = [
  { name: 'embedded', fresh: freshEmbedded },
  { name: 'postgresql', fresh: freshPostgres },
];

/** A new database on PostgreSQL, for tests that need only one kind. */
export const createPostgresDatabase = () => freshPostgres();

/** A logger that logs nothing. */
export const silentLog = { info() {}, error() {}, fatal() {} };

const fileCleanUps: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const cleanUp of fileCleanUps.splice(0).reverse()) await cleanUp();
});

/** Registers a clean-up that runs after the test; outside a test, after the file. */
export function afterTest(cleanUp: () => Promise<void>): void {
  try {
    onTestFinished(cleanUp);
  } catch {
    fileCleanUps.push(cleanUp);
  }
}

/** An empty directory, removed afterwards with what was put beside it. */
export async function createTempDirectory(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'imapp-test-'));
  afterTest(() => rm(parent, { recursive: true, force: true }));
  // PostgreSQL runs as another user.
  await chmod(parent, 0o755);
  const directory = join(parent, 'it');
  await mkdir(directory);
  return directory;
}

/** A data directory with a migrated embedded database, not opened. */
export async function createDataDirectory(): Promise<string> {
  const directory = await createTempDirectory();
  cpSync(inject('embeddedTemplate'), directory, { recursive: true });
  return directory;
}

/** The URL of a new database on the PostgreSQL server: migrated, or completely empty. */
export async function createDatabaseUrl(
  template: 'template_migrated' | 'template0' = 'template_migrated',
  options = '',
) {
  databaseCount += 1;
  const name = `test_${process.pid}_${databaseCount}`;
  await runOnServer(`CREATE DATABASE ${name} TEMPLATE ${template} ${options}`);
  afterTest(() => runOnServer(`DROP DATABASE ${name} WITH (FORCE)`));
  return inject('postgresUrl').replace(/\/postgres$/, `/${name}`);
}

let databaseCount = 0;

/** Sets a parameter, such as `temp_file_limit = 0`, for all sessions of a database, on connections open and new. */
export async function setForAll({ embedded, prisma }: Database, setting: string): Promise<void> {
  if (!embedded) {
    const [row] = await prisma.$queryRaw<{ name: string }[]>`SELECT current_database() AS name`;
    await prisma.$executeRawUnsafe(`ALTER DATABASE ${row?.name} SET ${setting}`);
    await prisma.$queryRaw`SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  }
  await prisma.$executeRawUnsafe(`SET ${setting}`);
}

async function freshEmbedded(): Promise<Database> {
  return opened({ dataDirectory: await createDataDirectory() });
}

async function freshPostgres(): Promise<Database> {
  return opened({ url: await createDatabaseUrl(), dataDirectory: tmpdir() });
}

async function opened(settings: { url?: string; dataDirectory: string }): Promise<Database> {
  const database = await openDatabase({ ...settings, log: silentLog });
  afterTest(() => database.close());
  return database;
}

async function runOnServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
