import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { startJobs } from '../../src/jobs/jobs.js';
import { keepPresence } from '../../src/jobs/presence.js';
import { noMeters } from '../../src/meters.js';
import { databases, later } from '../support/databases.js';
import { appOf, deskOn } from '../support/desk.js';

const silent = pino({ level: 'silent' });
const at = '2026-11-21T03:00:00.000Z';

describe.each(databases)('jobs on the $name database', ({ fresh }) => {
  test('news that could not be delivered is delivered when it is tried again', async () => {
    const database = await fresh();
    const { desk, registers } = deskOn(database, at);
    const tries: string[] = [];
    const delivered = new PassThrough();
    const jobs = await startJobs({
      meters: noMeters,
      database,
      desk,
      log: silent,
      async deliver({ change }) {
        tries.push(change);
        if (tries.length === 1) throw new Error('Slack is away');
        delivered.end();
      },
    });
    later(() => jobs.stop());
    await registers(appOf.current);
    await once(delivered.resume(), 'end');
    expect(new Set(tries).size).toBe(1);
    expect(tries.length).toBe(2);
  });

  test('jobs locked by one who died are freed; those of one who lives are not', async () => {
    const database = await fresh();
    const { registers } = deskOn(database, at);
    await registers(appOf.current);
    const lockedBy = (who: string) =>
      database.prisma.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_by = ${who}, locked_at = now()`;
    const locks = async () => database.prisma.$queryRaw`SELECT locked_by FROM graphile_worker.jobs`;
    const me = await keepPresence(database, 'me', silent);
    later(async () => me.end());

    await lockedBy('me');
    expect(await me.freeTheDead()).toBe(0);
    expect(await locks()).toEqual([{ locked_by: 'me' }]);
    await lockedBy('dead');
    expect(await me.freeTheDead()).toBe(1);
    expect(await locks()).toEqual([{ locked_by: null }]);
    if (database.embedded) return;

    const other = await keepPresence(database, 'other', silent);
    await lockedBy('other');
    expect(await me.freeTheDead()).toBe(0);
    other.end();
    await expect.poll(() => me.freeTheDead(), { timeout: 10_000 }).toBe(1);
  });
});
