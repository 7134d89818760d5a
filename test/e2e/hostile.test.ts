import { describe, expect, test } from 'vitest';
import { type BotInWorkspace, settings, startBotInWorkspace } from '../support/bot.js';

/** The row counts of tables that a forged request could write to. */
async function countRows({ database: { prisma } }: BotInWorkspace): Promise<number[]> {
  return Promise.all([prisma.app.count(), prisma.change.count(), prisma.auditEvent.count()]);
}

const http = settings.filter((how) => !how.socket);

describe.each(http)('forged requests, over $name', (how) => {
  test('a wrong signature and a timestamp more than five minutes off are refused and change nothing', async () => {
    const harness = await startBotInWorkspace(how);
    const { workspace, ann } = harness;
    await ann.types('/imapp register 1400000001');
    await ann.modal('Register');
    await ann.submits({ Name: 'shop', Account: 'acme', 'Data center': 'Singapore' });
    await ann.sees('Nothing has been done yet', 'modal');
    const before = await countRows(harness);
    for (const spoilt of [
      { spoil: 'signature' as const },
      { spoil: 'timestamp' as const, shiftSeconds: -310 },
      { spoil: 'timestamp' as const, shiftSeconds: 310 },
    ]) {
      await workspace.control.redeliver(spoilt).catch(() => undefined);
      const sent = workspace.traffic().findLast((it) => it.direction === 'to-bot' && it.via === 'http');
      expect(sent?.response?.status).toBe(401);
    }
    expect(await countRows(harness)).toEqual(before);
  });

  test('a replayed request changes nothing', async () => {
    const harness = await startBotInWorkspace(how);
    const { workspace, ann } = harness;
    await ann.types('/imapp register 1400000001');
    await ann.modal('Register');
    await ann.submits({ Name: 'shop', Account: 'acme', 'Data center': 'Singapore' });
    await ann.sees('Nothing has been done yet', 'modal');
    await ann.submits();
    await ann.sees('is registered', 'modal');
    const before = await countRows(harness);
    await workspace.control.redeliver({}).catch(() => undefined);
    expect(await countRows(harness)).toEqual(before);
  });
});
