import { describe, expect, test } from 'vitest';
import { type BotInWorkspace, settings, startBotInWorkspace } from '../support/bot.js';

/** Ann registers an app on that day. */
async function register({ ann, clock }: BotInWorkspace, day: string, values: Record<string, string>): Promise<void> {
  clock.moveTo(`${day}T04:00:00.000Z`);
  await ann.types('/imapp register 1400000001');
  await ann.modal('Register');
  await ann.submits({ Name: 'shop', Account: 'acme', ...values });
  await ann.sees('Nothing has been done yet', 'modal');
  await ann.submits();
  await ann.sees('is registered', 'modal');
  await ann.closes();
}

/** On that day Ann performs an operation, sees its fees, and confirms. */
async function perform(
  { ann, clock }: BotInWorkspace,
  day: string,
  what: { operation: string; answers: Record<string, string>; reads: readonly string[]; redrawn?: string },
) {
  clock.moveTo(`${day}T04:00:00.000Z`);
  await ann.types(`/imapp ${what.operation} shop`);
  await ann.modal(what.operation === 'upgrade' ? 'Upgrade' : 'Change');
  for (const [field, value] of Object.entries(what.answers)) await ann.chooses(field, value);
  if (what.redrawn) await ann.sees(what.redrawn, 'modal');
  await ann.submits();
  for (const words of what.reads) await ann.sees(words, 'modal');
  await ann.submits();
  await ann.sees(what.operation === 'upgrade' ? 'is now on' : 'has been changed', 'modal');
  await ann.closes();
}

/** On that day the scheduled work runs, and Bob sees these lines in the bill of the month. */
async function expectBill(
  { bob, bot, clock }: BotInWorkspace,
  day: string,
  month: string,
  lines: readonly string[],
): Promise<void> {
  clock.moveTo(`${day}T04:00:00.000Z`);
  await bot.runScheduledWork();
  await bob.types(`/imapp bill shop ${month}`);
  for (const line of lines) await bob.sees(line, '#general');
}

const rooms = 'Audio-video chat rooms';
const monthly = { 'Data center': 'Tokyo', 'Billing rules': 'legacy-monthly' };
const toPro = {
  operation: 'upgrade',
  answers: { Plan: 'legacy.pro' },
  reads: ['*February 2019*: $0.00, as before', '*March 2019*: $0.00 → *$449.99*', 'billed on Apr 3, 2019'],
};
const roomsOn = (...reads: string[]) => ({ operation: 'configure', answers: { [rooms]: 'on' }, reads });
const roomsOff = (...reads: string[]) => ({ operation: 'configure', answers: { [rooms]: 'default' }, reads });

describe.each(settings)('bills, over $name', (how) => {
  test('legacy-monthly, scenario 1: rooms on and off in the month of the upgrade cost nothing', async () => {
    const harness = await startBotInWorkspace(how);
    await register(harness, '2019-01-05', monthly);
    await perform(harness, '2019-02-10', toPro);
    await perform(harness, '2019-02-15', roomsOn('*March 2019*: $449.99 → *$899.98*'));
    await perform(harness, '2019-02-25', roomsOff('*March 2019*: $899.98 → *$449.99*'));
    await expectBill(harness, '2019-03-01', '2019-02', ['February 2019*: closed', '*Total*: $0.00']);
    await expectBill(harness, '2019-04-01', '2019-03', [
      'March 2019*: closed',
      '*Total*: $449.99',
      'Bill of Apr 3, 2019: $449.99',
    ]);
  });

  test('legacy-monthly, scenario 2: rooms kept are free in February and cost all of March, billed on 1 April', async () => {
    const harness = await startBotInWorkspace(how);
    await register(harness, '2019-01-05', monthly);
    await perform(harness, '2019-02-10', toPro);
    await perform(harness, '2019-02-15', roomsOn(`• ${rooms}: $0.00 → $449.99, billed on Apr 1, 2019`));
    await expectBill(harness, '2019-03-01', '2019-02', ['*Total*: $0.00']);
    await expectBill(harness, '2019-04-01', '2019-03', [
      '*Plan*: $449.99 (Pro Edition-Postpaid, whole month), billed on Apr 3, 2019',
      `*${rooms}*: $449.99 (unlimited, whole month), billed on Apr 1, 2019`,
      'Bill of Apr 1, 2019: $449.99',
    ]);
    const { bob, workspace } = harness;
    await bob.types('/imapp bill shop 2019-03 file=csv', { in: '#ops-notices' });
    const file = await workspace.until(
      () => Object.values(workspace.state().files).find((it) => it.shared),
      'the file',
    );
    expect(file).toMatchObject({ name: 'bill-1400000001-2019-03.csv', title: 'Bill of shop (1400000001), March 2019' });
    expect(Buffer.from(file.content ?? '', 'base64').toString()).toBe(
      '\ufeff"Line","Details","Days","Highest usage","Free","Amount (USD)","Billed on"\n' +
        '"Plan","Pro Edition-Postpaid, whole month","31","","","449.99","2019-04-03"\n' +
        '"Audio-video chat rooms","unlimited, whole month","31","","","449.99","2019-04-01"\n',
    );
  });

  test('legacy-monthly, scenario 3: rooms on 10 April cost all of April, billed on 1 May', async () => {
    const harness = await startBotInWorkspace(how);
    await register(harness, '2019-01-05', monthly);
    await perform(harness, '2019-02-10', toPro);
    await perform(
      harness,
      '2019-04-10',
      roomsOn('*April 2019*: $449.99 → *$899.98*', `• ${rooms}: $0.00 → $449.99, billed on May 1, 2019`),
    );
    await expectBill(harness, '2019-04-11', '2019-03', ['*Total*: $449.99']);
    await expectBill(harness, '2019-05-01', '2019-04', ['*Total*: $899.98', 'Bill of May 1, 2019: $449.99']);
  });

  test('legacy-daily: Pro on 10 November, groups on the 16th, Flagship on 11 December', async () => {
    const harness = await startBotInWorkspace(how);
    await register(harness, '2026-11-02', { 'Data center': 'China' });
    await perform(harness, '2026-11-10', {
      operation: 'upgrade',
      answers: { Plan: 'legacy.pro' },
      reads: ['*November 2026*: $0.00 → *$314.99*', '*December 2026*: $0.00 → *$449.99*'],
    });
    await perform(harness, '2026-11-16', {
      operation: 'configure',
      answers: { 'Groups per user': '1000' },
      reads: ['• Groups per user: $0.00 → $225.00, billed on Dec 1, 2026'],
    });
    await expectBill(harness, '2026-11-21', '2026-11', [
      'so far, up to Nov 21, 2026 (Asia/Shanghai)',
      '*Total so far*: $270.00',
      'the whole month comes to *$539.99*',
    ]);
    await perform(harness, '2026-12-11', {
      operation: 'configure',
      answers: { Plan: 'legacy.flagship' },
      redrawn: '2,000 (included)',
      reads: ['*December 2026*: $899.98 → *$899.99*'],
    });
    await expectBill(harness, '2027-01-01', '2026-12', [
      '*Plan*: $754.83 (Pro Edition-Postpaid, 10 days and Flagship Edition-Postpaid, 21 days), billed on Jan 1, 2027',
      '*Groups per user*: $145.16 (1,000, 10 days), billed on Jan 1, 2027',
      '*Total*: $899.99',
    ]);
  });

  test('current: Standard on 21 November, Premium on 5 December, 12,500 monthly active users', async () => {
    const harness = await startBotInWorkspace(how);
    await register(harness, '2026-11-02', { 'Data center': 'Singapore' });
    await perform(harness, '2026-11-21', {
      operation: 'upgrade',
      answers: { Plan: 'current.standard' },
      reads: ['*November 2026*: $0.00 → *$133.00*', '*December 2026*: $0.00 → *$399.00*'],
    });
    await perform(harness, '2026-12-05', {
      operation: 'configure',
      answers: { Plan: 'current.premium' },
      reads: ['*December 2026*: $399.00 → *$660.29*'],
    });
    const day = new Date('2026-12-20');
    const reading = {
      sdkAppId: 1400000001,
      metric: 'monthlyActiveUsers',
      day,
      measuredAt: day,
      value: 12_500n,
      peak: 12_500n,
    };
    await harness.database.prisma.usageReading.create({ data: reading });
    await expectBill(harness, '2027-01-01', '2026-12', [
      '*Plan*: $660.29 (Standard Edition-Postpaid, 4 days and Premium Edition-Postpaid, 27 days)',
      '*Monthly active users*: $37.50 (highest of the month 12,500, 10,000 are free; 2,500 × 1 begun)',
      '*Total*: $697.79',
    ]);
  });
});
