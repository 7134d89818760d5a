import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.js';
import { compiled } from '../support/compiled.js';
import { afterTest, createDatabaseUrl, createTempDirectory, silentLog } from '../support/databases.js';
import { iterations } from '../support/iterations.js';
import { seededRandom } from '../support/seeded-random.js';

const seed = Number(process.env['FAULT_SEED'] ?? 1);

interface Place {
  readonly env: Readonly<Record<string, string>>;
  readonly url?: string;
  readonly dataDirectory: string;
}

const kinds = [
  {
    name: 'embedded',
    kills: iterations({ bounded: 2, whole: 30 }),
    async place(): Promise<Place> {
      const dataDirectory = join(await createTempDirectory(), 'data');
      return { env: { DATA_DIR: dataDirectory }, dataDirectory };
    },
  },
  {
    name: 'postgresql',
    kills: iterations({ bounded: 6, whole: 60 }),
    async place(): Promise<Place> {
      const url = await createDatabaseUrl('template0');
      return { env: { DATABASE_URL: url }, url, dataDirectory: '' };
    },
  },
];

/** Starts to migrate in a process of its own. */
function startMigrating(env: Readonly<Record<string, string>>) {
  const program = join(compiled(), 'cli', 'migrate.js');
  const child = spawn(process.execPath, [program], { stdio: 'ignore', env: { PATH: process.env['PATH'], ...env } });
  afterTest(async () => void child.kill('SIGKILL'));
  return { child, gone: once(child, 'exit') };
}

/** How long a first start takes undisturbed on this machine. */
async function durationOf(place: Place): Promise<number> {
  const startedAt = performance.now();
  const [code] = await startMigrating(place.env).gone;
  expect(code).toBe(0);
  return performance.now() - startedAt;
}

describe.each(kinds)('a first start on $name', ({ kills, place }) => {
  test(`killed ${kills} times at any line: the next one goes on (seed ${seed})`, { timeout: 600_000 }, async () => {
    const random = seededRandom(seed);
    const durationMs = await durationOf(await place());
    for (let killed = 0; killed < kills; killed++) {
      const where = await place();
      const { child, gone } = startMigrating(where.env);
      await pause(random() * durationMs);
      child.kill(killed % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
      await gone;
      const database = await openDatabase({ ...where, log: silentLog });
      expect(await database.prisma.app.count()).toBe(0);
      const unfinished = await database.prisma.$queryRaw`
        SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NULL OR rolled_back_at IS NOT NULL`;
      expect(unfinished).toEqual([]);
      await database.close();
      if (where.url === undefined) expect(await readdir(join(where.dataDirectory, 'postgresql'))).toContain('data');
    }
  });
});
