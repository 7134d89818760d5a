import { fsyncSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { databases } from '../../../support/databases.js';

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return { ...fs, fsyncSync: vi.fn(fs.fsyncSync) };
});

test('a commit is on the disk before it is acknowledged', async () => {
  const database = await databases.find(({ name }) => name === 'embedded')?.fresh();
  const row = (month: string) => ({ data: { month, closedAt: new Date(0) } });
  for (const month of ['a', 'b', 'c']) {
    vi.mocked(fsyncSync).mockClear();
    await database?.prisma.closedMonth.create(row(month));
    expect(fsyncSync).toHaveBeenCalled();
  }
});
