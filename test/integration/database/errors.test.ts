import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/client.js';
import { isConflict } from '../../../src/database/errors.js';
import { databases } from '../../support/databases.js';

describe.each(databases)('isConflict on $name', ({ fresh }) => {
  let database: Database;
  beforeAll(async () => {
    database = await fresh();
  });

  /** The error of a statement that fails with this code and message. */
  const failed = (code: string, words = 'no') =>
    database.prisma.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION '${words}' USING ERRCODE = '${code}'; END $$`).then(
      () => null,
      (error: unknown) => error,
    );

  test.each(['40001', '40P01', '23505'])("is true for PostgreSQL's code %s", async (code) => {
    expect(isConflict(await failed(code))).toBe(true);
  });

  test('is true for a duplicate row, by Prisma and by a raw statement', async () => {
    const data = { month: '2026-11', closedAt: new Date(0) };
    const create = () => database.prisma.closedMonth.create({ data }).catch((error: unknown) => error);
    await create();
    expect(isConflict(await create())).toBe(true);
    const insert = database.prisma.$executeRaw`INSERT INTO closed_month (month, closed_at) VALUES ('2026-11', now())`;
    expect(isConflict(await insert.catch((error: unknown) => error))).toBe(true);
  });

  test('goes by the code, not by digits in a message', async () => {
    expect(isConflict(await failed('23514', 'app 1400010001 of 2350523505'))).toBe(false);
    expect(isConflict(new Error('40001'))).toBe(false);
  });
});
