import { describe, expect, test } from 'vitest';
import { type BotInWorkspace, settings, startBotInWorkspace } from '../support/bot.js';

/** Registers an app on the developer edition through the form. */
async function registers({ ann, workspace }: BotInWorkspace, name: string, id: number): Promise<void> {
  await ann.types(`/imapp register ${id}`);
  await ann.modal('Register');
  await ann.submits({ Name: name, Account: 'acme', 'Data center': 'Singapore' });
  await ann.sees('Nothing has been done yet', 'modal');
  await ann.submits();
  await ann.sees('is registered', 'modal');
  await ann.closes();
  await workspace.until(() => ann.canSee(`${name} (${id}) is registered`, '#ops-notices') || undefined, 'the news');
}

describe.each(settings)('expiry notices, over $name', (how) => {
  test('an expiry notice extends the app with its button, and is updated', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann, kim, bot, clock } = harness;
    await registers(harness, 'shop', 1400000001);
    clock.moveTo('2026-12-18T04:00:00.000Z');
    await bot.runScheduledWork();
    await bot.runScheduledWork();
    await kim.sees(/\*?shop\*? will be suspended within 3 days/, '#ops-notices');
    await kim.presses('Extend', { in: '#ops-notices', near: 'within 3 days' });
    await kim.modal('연장');
    await kim.submits();
    await kim.closes();
    await ann.sees(/shop\*? was extended: it is valid until/, '#ops-notices');
    expect(ann.canSee('will be suspended within', '#ops-notices')).toBe(false);
  });
});
