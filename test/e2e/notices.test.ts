import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/changes/change.js';
import { shownPlanOf } from '../../src/changes/plan-fingerprint.js';
import { auditRows, verifyChain } from '../../src/database/audit-chain.js';
import type { Database } from '../../src/database/client.js';
import { afterChange, runSweeps, sweeps } from '../../src/jobs/sweep.js';
import { createOutbox, type Outbox } from '../../src/notices/outbox.js';
import { createSnooze } from '../../src/notices/snooze.js';
import type { SweepContext } from '../../src/notices/sweep-context.js';
import { createHarness, fakeChangeService } from '../integration/slack/harness.js';
import { createConversations, type Fault } from '../support/conversations.js';
import { databases } from '../support/databases.js';
import { deliverAll } from '../support/deliver-all.js';
import { startFakeSlack } from '../support/fake-slack.js';
import { seededRandom } from '../support/seeded-random.js';
import { changeOf, createTestService, kim, newApp, park, rolesNowOf } from '../support/service.js';

const begin = '2026-11-21T03:00:00.000Z';
const dayMs = 86_400_000;
const dayAfter = (days: number) => new Date(Date.parse(begin) + days * dayMs);
const dateOf = (at: Date) => at.toISOString().slice(0, 10);

/** Decides which calls fail and where the process dies. */
interface FaultPlan {
  fault(): Fault | null;
  /** Whether the process dies at this point. */
  dies(): boolean;
}

const noFaults: FaultPlan = { fault: () => null, dies: () => false };

/** An outbox whose writes can be preceded or followed by the death of the process. */
function withCrashes(outbox: Outbox, { dies }: FaultPlan): Outbox {
  const write = async <T>(work: () => Promise<T>) => {
    if (dies()) throw new Error('died before the write');
    const written = await work();
    if (dies()) throw new Error('died after the write');
    return written;
  };
  return {
    ...outbox,
    markAttempted: (due, at) => write(() => outbox.markAttempted(due, at)),
    markPosted: (due, how) => write(() => outbox.markPosted(due, how)),
    markFileAttempted: (due, at) => write(() => outbox.markFileAttempted(due, at)),
    markFileAttached: (due) => write(() => outbox.markFileAttached(due)),
    markUpdated: (due) => write(() => outbox.markUpdated(due)),
    markFailed: (due, why) => write(() => outbox.markFailed(due, why)),
  };
}

/** A bot with a test clock and a fake Slack, whose jobs run only on demand. */
async function createSimulation(database: Database, faultPlan: FaultPlan) {
  const { ctx, clock, perform, register, changes } = createTestService(database, begin);
  let withoutFaults = false;
  const faults = (): Fault | null => (withoutFaults ? null : faultPlan.fault());
  const { posted, answers } = createConversations(faults);
  const slack = await startFakeSlack(answers);
  const outbox = createOutbox(ctx);
  const dies = () => !withoutFaults && faultPlan.dies();
  const { app } = await createHarness({
    slack,
    outbox: withCrashes(outbox, { ...faultPlan, dies }),
    changes: fakeChangeService({ get: changes.get }),
  });
  const sweepContext: SweepContext = { ...ctx, noticeDefaults: { noticesChannel: 'CNOTICES', language: 'en' } };
  const snooze = createSnooze(ctx, rolesNowOf());
  const postedLines: string[] = [];
  const seenTs = new Map<string, number>();

  const actions = {
    async extends(id: number) {
      await onApplied(changeOf(await perform(kim, 'extend', id), 'applied'));
    },
    async upgrades(id: number, plan: string) {
      await onApplied(changeOf(await perform(kim, 'upgrade', id, { plan }), 'applied'));
    },
    async restores(id: number) {
      await onApplied(changeOf(await perform(kim, 'restore', id), 'applied'));
    },
    async disables(id: number) {
      const change = changeOf(await perform(kim, 'disable', id), 'pending');
      const approval = { ...shownPlanOf(change), typedName: change.before?.name ?? '' };
      await onApplied(changeOf(await changes.approve(park, approval), 'applied'));
    },
    async snoozes(sdkAppId: number, days: number) {
      const where = { sdkAppId, kind: 'dev-expiry', resolvedAt: null };
      const { messageId } = await database.prisma.notice.findFirstOrThrow({ where, orderBy: { occurredAt: 'desc' } });
      await snooze(kim, { message: messageId ?? '', days });
    },
  };
  const onApplied = (change: Change) => afterChange(sweepContext, change);

  /** Runs the jobs, first with faults and then without. */
  async function runJobs() {
    for (let tries = 0; tries < 2; tries++) {
      for (const { run } of sweeps) if (!faultPlan.dies()) await run(sweepContext);
      await deliverAll(database, { deliver: (channel: string) => app.deliver(channel).catch(() => null) });
    }
    withoutFaults = true;
    await runSweeps(sweepContext);
    while ((await deliverAll(database, app)).length > 0);
    withoutFaults = false;
  }

  /** Records what was posted since the last call, by its notices. */
  async function collectPosted() {
    for (const it of posted) {
      if (seenTs.has(it.ts)) continue;
      seenTs.set(it.ts, it.edits);
      const notices = await database.prisma.notice.findMany({
        where: { messageId: it.id },
        orderBy: { dedupeKey: 'asc' },
      });
      const noticeLines = notices.map(
        ({ dedupeKey, sdkAppId, severity }) => `${dedupeKey.split(':')[0]} ${sdkAppId % 100} ${-severity}`,
      );
      postedLines.push(`${dateOf(clock.now())} ${noticeLines.join(' + ')}`);
    }
  }

  return { actions, register, postedLines, posted, clock, runJobs, collectPosted, database };
}

/** Runs a dozen apps for 130 days, with actions on some days. Apps go by the last digits of their id. */
async function simulate(database: Database, faultPlan: FaultPlan) {
  const harness = await createSimulation(database, faultPlan);
  const { actions, clock } = harness;
  const id = (number: number) => 1_400_000_000 + number;
  const registerApp = (number: number, more: Record<string, string> = {}) =>
    harness.register({
      ...newApp,
      sdkAppId: String(id(number)),
      name: `app-${number}`,
      channel: `CAPP${number}`,
      ...more,
    });
  const legacy = { dataCenter: 'tokyo', account: 'old', createdAt: '2019-01-01' };
  for (const number of [1, 2, 3, 4, 5, 6, 7]) await registerApp(number);
  await registerApp(8, { ...legacy, ruleSet: 'legacy-daily' });
  await registerApp(9, { ...legacy, ruleSet: 'legacy-monthly' });
  await registerApp(10, { ...legacy, ruleSet: 'legacy-daily' });
  await actions.upgrades(id(11 - 1), 'legacy.pro');

  const scheduledActions: Readonly<Record<string, () => Promise<unknown>>> = {
    '2026-11-26': () => actions.disables(id(4)),
    '2026-12-01': async () => {
      await actions.disables(id(8));
      await actions.disables(id(9));
      await registerApp(11);
      await registerApp(12);
    },
    '2026-12-15': async () => {
      await actions.upgrades(id(3), 'current.standard');
      await actions.snoozes(id(6), 7);
      await actions.snoozes(id(7), 2);
    },
    '2026-12-19': async () => {
      await actions.extends(id(2));
      await actions.disables(id(5));
    },
    '2026-12-25': () => actions.restores(id(5)),
    '2026-12-26': () => actions.extends(id(5)),
    '2026-12-31': () => actions.extends(id(12)),
    '2027-02-25': () => actions.restores(id(8)),
  };
  const downtime = { from: '2027-01-10', to: '2027-01-18' };
  for (let day = 0; day <= 130; day++) {
    clock.moveTo(dayAfter(day).toISOString());
    const date = dateOf(clock.now());
    await scheduledActions[date]?.();
    if (date >= downtime.from && date <= downtime.to) continue;
    await harness.runJobs();
    await harness.collectPosted();
  }
  return harness;
}

/** The expected notices: day, kind, app, and how many days were left at most. */
const expected = [
  '2026-12-14 dev-expiry 1 7',
  '2026-12-14 dev-expiry 2 7',
  '2026-12-14 dev-expiry 3 7',
  '2026-12-14 dev-expiry 5 7',
  '2026-12-14 dev-expiry 6 7',
  '2026-12-14 dev-expiry 7 7',
  // 7 is snoozed from the 15th to the 17th, 6 until the 22nd.
  '2026-12-18 dev-expiry 1 3',
  '2026-12-18 dev-expiry 2 3',
  '2026-12-18 dev-expiry 5 3',
  '2026-12-18 dev-expiry 7 3',
  // 2 was extended on the 19th, and 5 disabled.
  '2026-12-20 dev-expiry 1 1',
  '2026-12-20 dev-expiry 7 1',
  '2026-12-21 dev-expiry 1 0',
  // A suspension is posted although the app is snoozed; the notices of 3 days and 1 day are superseded.
  '2026-12-21 dev-expiry 6 0',
  '2026-12-21 dev-expiry 7 0',
  '2026-12-25 dev-expiry 11 7',
  '2026-12-25 dev-expiry 12 7',
  '2026-12-29 dev-expiry 11 3',
  '2026-12-29 dev-expiry 12 3',
  '2026-12-31 dev-expiry 11 1',
  '2027-01-01 dev-expiry 11 0',
  // From the 10th to the 18th the bot was down. 2, which ends on the 21st, gets only the notice that is true now.
  '2027-01-19 dev-expiry 2 3',
  '2027-01-19 dev-expiry 5 7',
  '2027-01-20 dev-expiry 2 1',
  '2027-01-21 dev-expiry 2 0',
  '2027-01-23 dev-expiry 5 3',
  '2027-01-25 dev-expiry 5 1',
  '2027-01-25 dev-expiry 12 7',
  '2027-01-25 disable-countdown 4 30',
  '2027-01-26 dev-expiry 5 0',
  '2027-01-29 dev-expiry 12 3',
  '2027-01-30 disable-countdown 8 30',
  '2027-01-31 dev-expiry 12 1',
  '2027-02-01 dev-expiry 12 0',
  '2027-02-17 disable-countdown 4 7',
  '2027-02-22 disable-countdown 8 7',
  '2027-02-23 disable-countdown 4 1',
  '2027-02-24 disable-countdown 4 0',
];

const sorted = (lines: readonly string[]) => [...lines].sort();

describe.each(databases)('130 days of a dozen apps on the $name database', ({ fresh }) => {
  test('every expected notice is posted, in order and once', async () => {
    const { postedLines, posted, database } = await simulate(await fresh(), noFaults);
    expect(sorted(postedLines)).toEqual(sorted(expected));
    expect(postedLines.map((line) => line.slice(0, 10))).toEqual(sorted(postedLines.map((line) => line.slice(0, 10))));
    const edited = posted.filter(({ edits }) => edits > 0).map(({ text }) => text);
    expect(edited.filter((text) => text.includes('was extended'))).toHaveLength(4);
    expect(edited.filter((text) => text.includes('was upgraded'))).toHaveLength(1);
    expect(edited.filter((text) => text.includes('was disabled'))).toHaveLength(2);
    expect(edited.filter((text) => text.includes('was restored'))).toHaveLength(2);
    const states = await database.prisma.app.findMany({ orderBy: { sdkAppId: 'asc' }, select: { state: true } });
    expect(states.map(({ state }) => state)).toEqual([
      ...['suspended', 'suspended', 'active', 'purged', 'suspended', 'suspended', 'suspended', 'active'],
      ...['purged', 'active', 'suspended', 'suspended'],
    ]);
    const suspended = await database.prisma.appHistory.findFirst({
      where: { operation: 'expire', sdkAppId: 1_400_000_001 },
    });
    expect(suspended).toMatchObject({
      effectiveFrom: new Date('2026-12-21T03:00:00.000Z'),
      state: 'suspended',
      version: 2,
    });
    const purged = await database.prisma.auditEvent.findFirst({ where: { action: 'purge.applied' } });
    expect(purged).toMatchObject({ actor: 'clock', before: { state: 'disabled' }, after: { state: 'purged' } });
    expect(await verifyChain(auditRows(database.prisma))).toMatchObject({ ok: true });
  });

  test.each([1, 2])(
    'every expected notice is posted once though the process dies and Slack fails repeatedly (seed %i)',
    { timeout: 240_000 },
    async (seed) => {
      const random = seededRandom(seed);
      const faultKinds: Fault['how'][] = [
        'reset',
        'garbage',
        { status: 500 },
        { status: 429, retryAfter: 0 },
        { ok: false, error: 'internal_error' },
      ];
      let faultCount = 0;
      const { postedLines } = await simulate(await fresh(), {
        fault() {
          if (random() > 0.4) return null;
          faultCount += 1;
          const how = faultKinds[Math.floor(random() * faultKinds.length)] ?? 'reset';
          const surely = typeof how === 'object' && 'retryAfter' in how;
          return { when: surely || random() < 0.5 ? 'before' : 'after', how };
        },
        dies() {
          const does = random() < 0.15;
          if (does) faultCount += 1;
          return does;
        },
      });
      expect(sorted(postedLines)).toEqual(sorted(expected));
      expect(faultCount).toBeGreaterThan(50);
    },
  );
});
