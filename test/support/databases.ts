import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, inject, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../src/database/client.js';

/**
 * The two databases that the bot runs on, for `describe.each(databases)`. Each `fresh()` is a database of its own,
 * migrated and empty, opened as production opens it. It is closed and removed after the test that asked for it; or
 * after the file, if a `beforeAll` did.
 */
export const databases: readonly { readonly name: 'embedded' | 'postgresql'; fresh(): Promise<Database> }[] = [
  { name: 'embedded', fresh: freshEmbedded },
  { name: 'postgresql', fresh: freshPostgres },
];

/** A new database on the real server, for tests that are about something else. */
export const onPostgres = () => freshPostgres();

/** The log of tests that do not look at it. */
export const silent = { info() {}, error() {}, fatal() {} };

const forTheFile: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const cleanUp of forTheFile.splice(0).reverse()) await cleanUp();
});

/** Runs after the test, or after the file where there is no test. */
export function later(cleanUp: () => Promise<void>): void {
  try {
    onTestFinished(cleanUp);
  } catch {
    forTheFile.push(cleanUp);
  }
}

/** An empty directory, removed afterwards. */
export async function freshDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'imapp-test-'));
  later(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A data directory with a migrated embedded database that nobody has open. */
export async function freshDataDirectory(): Promise<string> {
  const directory = await freshDirectory();
  cpSync(inject('embeddedTemplate'), directory, { recursive: true });
  return directory;
}

/** The URL of a new database on the real server: a migrated one, or one with nothing in it at all. */
export async function freshUrl(template: 'template_migrated' | 'template0' = 'template_migrated', options = '') {
  made += 1;
  const name = `test_${process.pid}_${made}`;
  await maintain(`CREATE DATABASE ${name} TEMPLATE ${template} ${options}`);
  later(() => maintain(`DROP DATABASE ${name} WITH (FORCE)`));
  return inject('postgresUrl').replace(/\/postgres$/, `/${name}`);
}

let made = 0;

async function freshEmbedded(): Promise<Database> {
  return opened({ dataDirectory: await freshDataDirectory() });
}

async function freshPostgres(): Promise<Database> {
  return opened({ url: await freshUrl(), dataDirectory: tmpdir() });
}

async function opened(settings: { url?: string; dataDirectory: string }): Promise<Database> {
  const database = await openDatabase({ ...settings, log: silent });
  later(() => database.close());
  return database;
}

async function maintain(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
