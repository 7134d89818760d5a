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
import { conversations, type Fault } from '../support/conversations.js';
import { databases } from '../support/databases.js';
import { deliverAll } from '../support/deliver-all.js';
import { startFakeSlack } from '../support/fake-slack.js';
import { seededRandom } from '../support/seeded-random.js';
import { changeOf, createTestService, kim, newApp, park } from '../support/service.js';

const begin = '2026-11-21T03:00:00.000Z';
const dayMs = 86_400_000;
const dayAfter = (days: number) => new Date(Date.parse(begin) + days * dayMs);
const dateOf = (at: Date) => at.toISOString().slice(0, 10);

/** What can go wrong, and how often: nothing, for the plain table. */
interface Luck {
  fault(): Fault | null;
  /** Whether the process dies here. */
  dies(): boolean;
}

const fair: Luck = { fault: () => null, dies: () => false };

/** A record that the process may die before or after writing to. */
function mortal(outbox: Outbox, { dies }: Luck): Outbox {
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

/** A bot on a moved clock, with everything but the schedule. */
async function play(database: Database, luck: Luck) {
  const { ctx, clock, perform, register, changes } = createTestService(database, begin);
  let calm = false;
  const faults = (): Fault | null => (calm ? null : luck.fault());
  const { posted, answers } = conversations(faults);
  const slack = await startFakeSlack(answers);
  const outbox = createOutbox(ctx);
  const dies = () => !calm && luck.dies();
  const { app } = await createHarness({
    slack,
    outbox: mortal(outbox, { ...luck, dies }),
    changes: fakeChangeService({ get: changes.get }),
  });
  const round: SweepContext = { ...ctx, noticeDefaults: { noticesChannel: 'CNOTICES', language: 'en' } };
  const snooze = createSnooze(ctx);
  const said: string[] = [];
  const seen = new Map<string, number>();

  const act = {
    async extends(id: number) {
      await news(changeOf(await perform(kim, 'extend', id), 'applied'));
    },
    async upgrades(id: number, plan: string) {
      await news(changeOf(await perform(kim, 'upgrade', id, { plan }), 'applied'));
    },
    async restores(id: number) {
      await news(changeOf(await perform(kim, 'restore', id), 'applied'));
    },
    async disables(id: number) {
      const change = changeOf(await perform(kim, 'disable', id), 'pending');
      const approval = { ...shownPlanOf(change), typedName: change.before?.name ?? '' };
      await news(changeOf(await changes.approve(park, approval), 'applied'));
    },
    async snoozes(sdkAppId: number, days: number) {
      const where = { sdkAppId, kind: 'dev-expiry', resolvedAt: null };
      const { messageId } = await database.prisma.notice.findFirstOrThrow({ where, orderBy: { occurredAt: 'desc' } });
      await snooze(kim, { message: messageId ?? '', days });
    },
  };
  const news = (change: Change) => afterChange(round, change);

  /** What the jobs do, with bad luck first, and then with none. */
  async function works() {
    for (let tries = 0; tries < 2; tries++) {
      for (const { run } of sweeps) if (!luck.dies()) await run(round);
      await deliverAll(database, { deliver: (channel: string) => app.deliver(channel).catch(() => null) });
    }
    calm = true;
    await runSweeps(round);
    while ((await deliverAll(database, app)).length > 0);
    calm = false;
  }

  /** What was said since, by its occasions. */
  async function note() {
    for (const it of posted) {
      if (seen.has(it.ts)) continue;
      seen.set(it.ts, it.edits);
      const notices = await database.prisma.notice.findMany({
        where: { messageId: it.id },
        orderBy: { dedupeKey: 'asc' },
      });
      const occasions = notices.map(
        ({ dedupeKey, sdkAppId, severity }) => `${dedupeKey.split(':')[0]} ${sdkAppId % 100} ${-severity}`,
      );
      said.push(`${dateOf(clock.now())} ${occasions.join(' + ')}`);
    }
  }

  return { act, registers: register, said, posted, clock, works, note, database };
}

/** A dozen apps, by the last digits of their id: what is done with them, and on which day. */
async function tell(database: Database, luck: Luck) {
  const stage = await play(database, luck);
  const { act, registers, clock } = stage;
  const id = (number: number) => 1_400_000_000 + number;
  const register = (number: number, more: Record<string, string> = {}) =>
    registers({ ...newApp, sdkAppId: String(id(number)), name: `app-${number}`, channel: `CAPP${number}`, ...more });
  const legacy = { dataCenter: 'tokyo', account: 'old', createdAt: '2019-01-01' };
  for (const number of [1, 2, 3, 4, 5, 6, 7]) await register(number);
  await register(8, { ...legacy, ruleSet: 'legacy-daily' });
  await register(9, { ...legacy, ruleSet: 'legacy-monthly' });
  await register(10, { ...legacy, ruleSet: 'legacy-daily' });
  await act.upgrades(id(11 - 1), 'legacy.pro');

  const deeds: Readonly<Record<string, () => Promise<unknown>>> = {
    '2026-11-26': () => act.disables(id(4)),
    '2026-12-01': async () => {
      await act.disables(id(8));
      await act.disables(id(9));
      await register(11);
      await register(12);
    },
    '2026-12-15': async () => {
      await act.upgrades(id(3), 'current.standard');
      await act.snoozes(id(6), 7);
      await act.snoozes(id(7), 2);
    },
    '2026-12-19': async () => {
      await act.extends(id(2));
      await act.disables(id(5));
    },
    '2026-12-25': () => act.restores(id(5)),
    '2026-12-26': () => act.extends(id(5)),
    '2026-12-31': () => act.extends(id(12)),
    '2027-02-25': () => act.restores(id(8)),
  };
  const away = { from: '2027-01-10', to: '2027-01-18' };
  for (let day = 0; day <= 130; day++) {
    clock.moveTo(dayAfter(day).toISOString());
    const date = dateOf(clock.now());
    await deeds[date]?.();
    if (date >= away.from && date <= away.to) continue;
    await stage.works();
    await stage.note();
  }
  return stage;
}

/** What the rules promise: the day, the kind, the app, and how many days were left at most. */
const promised = [
  '2026-12-14 dev-expiry 1 7',
  '2026-12-14 dev-expiry 2 7',
  '2026-12-14 dev-expiry 3 7',
  '2026-12-14 dev-expiry 5 7',
  '2026-12-14 dev-expiry 6 7',
  '2026-12-14 dev-expiry 7 7',
  // 7 is silent from the 15th to the 17th, 6 until the 22nd.
  '2026-12-18 dev-expiry 1 3',
  '2026-12-18 dev-expiry 2 3',
  '2026-12-18 dev-expiry 5 3',
  '2026-12-18 dev-expiry 7 3',
  // 2 was extended on the 19th, and 5 disabled.
  '2026-12-20 dev-expiry 1 1',
  '2026-12-20 dev-expiry 7 1',
  '2026-12-21 dev-expiry 1 0',
  // A suspension is said although it is snoozed; the three days and the one before it are not said any more.
  '2026-12-21 dev-expiry 6 0',
  '2026-12-21 dev-expiry 7 0',
  '2026-12-25 dev-expiry 11 7',
  '2026-12-25 dev-expiry 12 7',
  '2026-12-29 dev-expiry 11 3',
  '2026-12-29 dev-expiry 12 3',
  '2026-12-31 dev-expiry 11 1',
  '2027-01-01 dev-expiry 11 0',
  // From the 10th to the 18th the bot was down: of 2, whose end is the 21st, only what is true now.
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
    const { said, posted, database } = await tell(await fresh(), fair);
    expect(sorted(said)).toEqual(sorted(promised));
    expect(said.map((line) => line.slice(0, 10))).toEqual(sorted(said.map((line) => line.slice(0, 10))));
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
      const hows: Fault['how'][] = [
        'reset',
        'garbage',
        { status: 500 },
        { status: 429, retryAfter: 0 },
        { ok: false, error: 'internal_error' },
      ];
      let wrong = 0;
      const { said } = await tell(await fresh(), {
        fault() {
          if (random() > 0.4) return null;
          wrong += 1;
          const how = hows[Math.floor(random() * hows.length)] ?? 'reset';
          const surely = typeof how === 'object' && 'retryAfter' in how;
          return { when: surely || random() < 0.5 ? 'before' : 'after', how };
        },
        dies() {
          const does = random() < 0.15;
          if (does) wrong += 1;
          return does;
        },
      });
      expect(sorted(said)).toEqual(sorted(promised));
      expect(wrong).toBeGreaterThan(50);
    },
  );
});
