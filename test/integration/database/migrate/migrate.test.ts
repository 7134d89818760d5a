import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Pool, type PoolConfig } from 'pg';
import { describe, expect, test } from 'vitest';
import { openEmbedded } from '../../../../src/database/embedded/embedded.js';
import { migrate } from '../../../../src/database/migrate/migrate.js';
import {
  type Migration,
  type MigrationFolder,
  readMigrations,
} from '../../../../src/database/migrate/migration-folder.js';
import { compiled } from '../../../support/compiled.js';
import { afterTest, createDatabaseUrl, createDataDirectory, silentLog } from '../../../support/databases.js';
import { schemaDrift } from '../../../support/schema-drift.js';

async function createEmptyDatabase(): Promise<PoolConfig> {
  return { connectionString: await createDatabaseUrl('template0') };
}

function openPool(connection: PoolConfig): Pool {
  const pool = new Pool(connection);
  afterTest(() => pool.end());
  return pool;
}

/** The migrations of this package with one more. */
async function withExtraMigration(script: string): Promise<MigrationFolder> {
  const folder = await readMigrations();
  const checksum = createHash('sha256').update(script).digest('hex');
  const more: Migration = { name: '20990101000000_more', script, checksum };
  return { ...folder, migrations: [...folder.migrations, more] };
}

describe('migrate on a PostgreSQL server', () => {
  test("brings an empty database to the schema, and fills Prisma's table of migrations", async () => {
    const connection = await createEmptyDatabase();
    const { migrations } = await readMigrations();
    expect(await migrate(connection)).toEqual(migrations.map(({ name }) => name));
    const { rows } = await openPool(connection).query(
      'SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS done FROM _prisma_migrations ORDER BY 1',
    );
    expect(rows).toEqual(migrations.map(({ name, checksum }) => ({ name, checksum, done: true })));
    expect(await schemaDrift(openPool({ ...connection, max: 1 }))).toBe('-- This is an empty migration.\n');
  });

  test('has nothing to do at the next start', async () => {
    const connection = await createEmptyDatabase();
    await migrate(connection);
    expect(await migrate(connection)).toEqual([]);
  });

  test('succeeds in several processes that start at once on an empty database', async () => {
    const connection = await createEmptyDatabase();
    const dist = compiled();
    const { connectionString } = connection;
    const script = `
      const { migrate } = await import(${JSON.stringify(join(dist, 'database', 'migrate', 'migrate.js'))});
      console.log(JSON.stringify(await migrate({ connectionString: ${JSON.stringify(connectionString)} })));`;
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    const runs = await Promise.all([run(), run(), run()]);
    const applied = runs.map(({ stdout }) => JSON.parse(stdout));
    const { migrations } = await readMigrations();
    expect(applied.flat()).toEqual(migrations.map(({ name }) => name));
    expect(await migrate(connection)).toEqual([]);
  });

  test('applies only new migrations', async () => {
    const connection = await createEmptyDatabase();
    await migrate(connection);
    const folder = await withExtraMigration('CREATE TABLE more (n int); INSERT INTO more VALUES (1);');
    expect(await migrate(connection, folder)).toEqual(['20990101000000_more']);
    expect(await migrate(connection, folder)).toEqual([]);
    expect((await openPool(connection).query('SELECT n FROM more')).rows).toEqual([{ n: 1 }]);
  });

  test('rolls back a migration that fails, reports why, and does not continue', async () => {
    const connection = await createEmptyDatabase();
    const folder = await withExtraMigration('CREATE TABLE more (n int); SELECT 1 / 0;');
    await expect(migrate(connection, folder)).rejects.toThrow('division by zero');
    await expect(migrate(connection, folder)).rejects.toThrow('20990101000000_more');
    const { rows } = await openPool(connection).query("SELECT to_regclass('more') AS more, to_regclass('app') AS app");
    expect(rows).toEqual([{ more: null, app: 'app' }]);
  });

  test('refuses a database that belongs to something else', async () => {
    const connection = await createEmptyDatabase();
    await openPool(connection).query('CREATE TABLE theirs (n int)');
    await expect(migrate(connection)).rejects.toThrow('The database schema is not empty');
  });

  test('refuses a database whose text is not UTF-8', async () => {
    const connection = await createEmptyDatabase();
    const latin = await createDatabaseUrl('template0', "ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'");
    await expect(migrate({ ...connection, connectionString: latin })).rejects.toThrow('must be encoded in UTF8');
  });
});

describe('migrated database', () => {
  test('embedded: has the same schema', async () => {
    const embedded = await openEmbedded(await createDataDirectory(), silentLog);
    afterTest(() => embedded.close());
    const connection = { stream: embedded.connect, user: 'postgres', database: 'postgres', ssl: false };
    expect(await migrate(connection)).toEqual([]);
    expect(await schemaDrift(openPool({ ...connection, max: 1 }))).toBe('-- This is an empty migration.\n');
  });

  test('has the job queue', async () => {
    const pool = openPool({ connectionString: await createDatabaseUrl() });
    await pool.query("SELECT graphile_worker.add_job('deliver', '{}')");
    expect((await pool.query('SELECT task_identifier FROM graphile_worker.jobs')).rows).toEqual([
      { task_identifier: 'deliver' },
    ]);
  });

  test("migrations come from the folder that Prisma's command line uses", async () => {
    const root = fileURLToPath(new URL('../../../../', import.meta.url));
    const { path, migrations } = await readMigrations();
    expect(path).toBe(join(root, 'prisma', 'migrations'));
    const [first] = migrations;
    expect(first?.script).toBe(await readFile(join(path, first?.name ?? '', 'migration.sql'), 'utf8'));
  });
});
