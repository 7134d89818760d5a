import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Pool, type PoolConfig } from 'pg';
import { describe, expect, test } from 'vitest';
import { openEmbedded } from '../../../../src/database/embedded/embedded.js';
import { migrate } from '../../../../src/database/migrate/migrate.js';
import { type Migration, readMigrations } from '../../../../src/database/migrate/migration-folder.js';
import { compiled } from '../../../support/compiled.js';
import { afterTest, createDatabaseUrl, createTempDirectory, silentLog } from '../../../support/databases.js';
import { schemaDrift } from '../../../support/schema-drift.js';
import { adapterOf, startSchemaEngine } from '../../../support/schema-engine.js';

const folder = await readMigrations();
const { migrations } = folder;
const names = migrations.map(({ name }) => name);

async function openServer(): Promise<{ connection: PoolConfig; pool: Pool }> {
  const connection = { connectionString: await createDatabaseUrl('template0') };
  return { connection, pool: poolOf(connection) };
}

function poolOf(connection: PoolConfig): Pool {
  const pool = new Pool({ ...connection, max: 1 });
  afterTest(() => pool.end());
  return pool;
}

/** What `prisma migrate deploy` leaves when it is stopped in the middle of a migration. */
async function leaveUnfinished(pool: Pool, { name, checksum, script }: Migration, took: 'effect' | 'none') {
  await pool.query(`INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)`, [
    randomUUID(),
    checksum,
    name,
  ]);
  if (took === 'effect') await pool.query(script);
}

const rowsOf = async (pool: Pool) => {
  const { rows } = await pool.query<{ name: string; finished: boolean }>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations
      WHERE rolled_back_at IS NULL ORDER BY 1`,
  );
  return rows;
};
const allFinished = names.map((name) => ({ name, finished: true }));
const noDrift = '-- This is an empty migration.\n';

describe.each(['effect', 'none'] as const)('an unfinished migration that had taken %s', (took) => {
  test.each(migrations.map((migration, at) => ({ name: migration.name, migration, at })))(
    '$name: the next start goes on',
    async ({ migration, at }) => {
      const { connection, pool } = await openServer();
      await migrate(connection, { ...folder, migrations: migrations.slice(0, at) });
      await leaveUnfinished(pool, migration, took);
      expect(await migrate(connection)).toEqual(names.slice(at));
      expect(await rowsOf(pool)).toEqual(allFinished);
      expect(await migrate(connection)).toEqual([]);
      expect(await schemaDrift(pool)).toBe(noDrift);
    },
  );
});

test('embedded: an unfinished migration that was rolled back is applied again', async () => {
  const embedded = await openEmbedded(await createTempDirectory(), silentLog);
  afterTest(() => embedded.close());
  const connection = { stream: embedded.connect, user: 'postgres', database: 'postgres', ssl: false };
  const pool = poolOf(connection);
  await migrate(connection, { ...folder, migrations: migrations.slice(0, -1) });
  const last = migrations.at(-1);
  if (last) await leaveUnfinished(pool, last, 'none');
  expect(await migrate(connection)).toEqual(names.slice(-1));
  expect(await rowsOf(pool)).toEqual(allFinished);
});

test('a process that is killed while the server works on its script: the next start waits for that, and goes on', async () => {
  const { connection, pool } = await openServer();
  await migrate(connection);
  const script = 'CREATE TABLE more (n int); SELECT pg_sleep(2); INSERT INTO more VALUES (1);';
  const slow = { name: '20990101000000_slow', script, checksum: 'c' };
  const withSlow = { ...folder, migrations: [...migrations, slow] };
  const program = `
    const { migrate } = await import(${JSON.stringify(join(compiled(), 'database', 'migrate', 'migrate.js'))});
    await migrate(${JSON.stringify(connection)}, ${JSON.stringify(withSlow)});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
  afterTest(async () => void child.kill('SIGKILL'));
  const atWork = async () => {
    const { rows } = await pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND query = $1 AND state = 'active'",
      [script],
    );
    return rows.length;
  };
  await expect.poll(atWork).toBe(1);
  child.kill('SIGKILL');
  let waited = false;
  const applied = await migrate(connection, withSlow, () => {
    waited = true;
  });
  expect({ applied, waited }).toEqual({ applied: [slow.name], waited: true });
  expect((await pool.query('SELECT n FROM more')).rows).toEqual([{ n: 1 }]);
  expect(await rowsOf(pool)).toEqual([...allFinished, { name: slow.name, finished: true }]);
});

test('a migration that had failed is not taken for applied because something of its name exists', async () => {
  const { connection, pool } = await openServer();
  await migrate(connection);
  const more = { name: '20990101000000_more', script: 'CREATE TABLE more (n int)', checksum: 'c' };
  await pool.query('CREATE TABLE more (their_own text)');
  await leaveUnfinished(pool, more, 'none');
  await pool.query("UPDATE _prisma_migrations SET logs = 'relation exists' WHERE migration_name = $1", [more.name]);
  const withMore = { ...folder, migrations: [...migrations, more] };
  await expect(migrate(connection, withMore)).rejects.toThrow(`${more.name} failed and was rolled back`);
  await pool.query('DROP TABLE more');
  expect(await migrate(connection, withMore)).toEqual([more.name]);
});

test('a role that gets its right only afterwards: the next start goes on', async () => {
  const { connection, pool } = await openServer();
  const role = `late_${randomUUID().slice(0, 8)}`;
  const url = new URL(connection.connectionString ?? '');
  const database = url.pathname.slice(1);
  await pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'late'`);
  afterTest(async () => void (await pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)));
  url.username = role;
  url.password = 'late';
  const asRole = { connectionString: url.href };
  await expect(migrate(asRole)).rejects.toThrow('permission denied');
  await pool.query(`GRANT CREATE ON SCHEMA public TO ${role}`);
  await expect(migrate(asRole)).rejects.toThrow('permission denied');
  await pool.query(`GRANT CREATE ON DATABASE ${database} TO ${role}`);
  expect(await migrate(asRole)).toEqual(names);
});

describe('a database of another version', () => {
  test('that is newer is refused with a sentence, and nothing is changed', async () => {
    const { connection, pool } = await openServer();
    await migrate(connection);
    const older = { ...folder, migrations: migrations.slice(0, -1) };
    await expect(migrate(connection, older)).rejects.toThrow(
      `The database is newer than this version of imapp: it has the migration ${names.at(-1)}, which this version does not know.`,
    );
    expect(await rowsOf(pool)).toEqual(allFinished);
  });

  test('that had another script is refused with a sentence', async () => {
    const { connection } = await openServer();
    await migrate(connection);
    const edited = migrations.map((each, at) => (at === 2 ? { ...each, checksum: 'edited' } : each));
    await expect(migrate(connection, { ...folder, migrations: edited })).rejects.toThrow(
      `its migration ${names[2]} had another script`,
    );
  });
});

describe("Prisma's engine", () => {
  /** What `prisma migrate deploy` applies. */
  async function deploy(connection: PoolConfig): Promise<readonly string[]> {
    const engine = await startSchemaEngine(adapterOf(poolOf(connection)));
    const { appliedMigrationNames } = await engine.applyMigrations({
      filters: { externalTables: [], externalEnums: [] },
      migrationsList: {
        baseDir: folder.path,
        lockfile: {
          path: 'migration_lock.toml',
          content: await readFile(join(folder.path, 'migration_lock.toml'), 'utf8'),
        },
        shadowDbInitScript: '',
        migrationDirectories: migrations.map(({ name, script }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
        })),
      },
    });
    engine.free();
    return appliedMigrationNames;
  }

  test('finds nothing to do after a start', async () => {
    const { connection } = await openServer();
    await migrate(connection);
    expect(await deploy(connection)).toEqual([]);
  });

  test('can be used instead', async () => {
    const { connection } = await openServer();
    expect(await deploy(connection)).toEqual(names);
    expect(await migrate(connection)).toEqual([]);
  });

  test('goes on where a start has stopped, and the other way round', async () => {
    const { connection } = await openServer();
    await migrate(connection, { ...folder, migrations: migrations.slice(0, 3) });
    expect(await deploy(connection)).toEqual(names.slice(3));
    expect(await migrate(connection)).toEqual([]);
  });
});
