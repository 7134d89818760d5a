import { describe, expect, test } from 'vitest';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import type { Database } from '../../../src/database/client.js';
import { afterChange, runSweeps } from '../../../src/jobs/sweep.js';
import { startJobs } from '../../../src/jobs/tasks.js';
import { createLimitErrorNotices } from '../../../src/notices/create/limit-errors.js';
import { createOutbox, type Outbox } from '../../../src/notices/outbox.js';
import { createSnooze } from '../../../src/notices/snooze.js';
import type { SweepContext } from '../../../src/notices/sweep-context.js';
import { createLogger } from '../../../src/observability/log.js';
import { createConversations, type Fault } from '../../support/conversations.js';
import { afterTest, createPostgresDatabase, databases } from '../../support/databases.js';
import { deliverAll } from '../../support/deliver-all.js';
import { type Call, startFakeSlack } from '../../support/fake-slack.js';
import { noMetrics } from '../../support/noop-metrics.js';
import { changeOf, createTestService, kim, newApp, noTencentUsage, park, rolesNowOf } from '../../support/service.js';
import { blockActions } from '../../support/slack-request.js';
import { createHarness, fakeChangeService } from './harness.js';

const begin = '2026-11-21T03:00:00.000Z';
const weekBefore = '2026-12-14T03:00:00.000Z';
const idOf = (number: number) => 1_400_000_000 + number;

/** A Slack app with developer apps that expire in a week. */
async function setupBot(
  apps: number,
  options: { database?: Database; fault?: (call: Call) => Fault | null; intervalMs?: number; name?: string } = {},
) {
  const database = options.database ?? (await createPostgresDatabase());
  const { ctx, clock, register, perform, changes } = createTestService(database, begin);
  const name = options.name ?? 'app';
  for (let number = 1; number <= apps; number++) {
    await register({ ...newApp, sdkAppId: String(idOf(number)), name: `${name}-${number}` });
  }
  clock.moveTo(weekBefore);
  const { posted, attachments, answers, setUploadUrl } = createConversations(options.fault);
  const slack = await startFakeSlack(answers);
  setUploadUrl(slack.apiUrl.replace('/api/', '/upload'));
  const parts = {
    slack,
    outbox: createOutbox(ctx),
    snooze: createSnooze(ctx, rolesNowOf()),
    changes: fakeChangeService({ get: changes.get }),
    changeService: changes,
  };
  const timing = { intervalMs: options.intervalMs ?? 0, settleMs: 0, retryMs: 1 };
  const harness = await createHarness({ ...parts, settings: { timing } });
  const sweepContext: SweepContext = { ...ctx, noticeDefaults: { noticesChannel: 'CNOTICES', language: 'en' } };
  const performOn = async (operation: string, number: number, answers = {}) => {
    await afterChange(sweepContext, changeOf(await perform(kim, operation, idOf(number), answers), 'applied'));
  };
  return {
    ...harness,
    parts,
    timing,
    database,
    prisma: database.prisma,
    clock,
    posted,
    attachments,
    sweepContext,
    does: performOn,
    deliver: () => deliverAll(database, harness.app),
  };
}

test('a message superseded after it was read is not posted', async () => {
  const { sweepContext, clock, parts, timing, posted, database } = await setupBot(1);
  await runSweeps(sweepContext);
  const next = async (channel: string) => {
    const due = await parts.outbox.next(channel);
    clock.moveTo('2026-12-18T03:00:00.000Z');
    await runSweeps(sweepContext);
    return due;
  };
  const { app } = await createHarness({ ...parts, outbox: { ...parts.outbox, next }, settings: { timing } });
  await deliverAll(database, app);
  expect(posted.map(({ text }) => text)).toEqual([expect.stringContaining('*app-1* will be suspended within 3 days')]);
});

test('of two concurrent deliveries one posts the message, and the other comes again', async () => {
  const { sweepContext, parts } = await setupBot(1);
  await runSweeps(sweepContext);
  const both = [await parts.outbox.next('CNOTICES'), await parts.outbox.next('CNOTICES')];
  const said = [];
  for (const due of both) said.push(due && (await parts.outbox.markAttempted(due, new Date())));
  expect(said).toEqual([true, false]);
});

test('an attempt that was recorded too long ago is not made', async () => {
  const { sweepContext, parts, posted, timing } = await setupBot(1);
  await runSweeps(sweepContext);
  let now = new Date(weekBefore);
  const tried: typeof parts.outbox.markAttempted = async (due, at) => {
    const noted = await parts.outbox.markAttempted(due, at);
    now = new Date(now.getTime() + 4_001);
    return noted;
  };
  const { app } = await createHarness({
    ...parts,
    outbox: { ...parts.outbox, markAttempted: tried },
    settings: { timing },
    wallClock: () => now,
  });
  await app.deliver('CNOTICES');
  expect(posted).toEqual([]);
});

const hows = [
  ['a broken connection', 'reset'],
  ['what is no JSON', 'garbage'],
  ['a server error', { status: 500 }],
  ['its own trouble', { ok: false, error: 'internal_error' }],
] as const satisfies readonly (readonly [string, Fault['how']])[];

describe('a message is posted once', () => {
  const cases = hows.flatMap(([what, how]) => (['before', 'after'] as const).map((when) => [what, when, how] as const));
  test.each(cases)('if Slack answers with %s, %s it has taken the message', async (_what, when, how) => {
    let failing = true;
    const fault = ({ method }: Call): Fault | null => (failing && method === 'chat.postMessage' ? { when, how } : null);
    const { sweepContext, deliver, posted, prisma } = await setupBot(1, { fault });
    await runSweeps(sweepContext);
    expect((await deliver())[0]).toBeGreaterThan(0);
    failing = false;
    expect(await deliver()).toEqual([]);
    expect(posted.map(({ text }) => text)).toEqual([
      expect.stringContaining('*app-1* will be suspended within 7 days'),
    ]);
    expect(await prisma.message.findMany()).toMatchObject([
      { slackTs: posted[0]?.ts, deliveredVersion: 1, failure: null },
    ]);
  });

  test('if Slack takes it without saying where it is: it is found', async () => {
    let failing = true;
    const fault = ({ method }: Call): Fault | null =>
      failing && method === 'chat.postMessage' ? { when: 'after', how: {} } : null;
    const { sweepContext, deliver, posted, prisma } = await setupBot(1, { fault });
    await runSweeps(sweepContext);
    expect(await deliver()).toEqual([]);
    failing = false;
    expect(await deliver()).toEqual([]);
    expect(posted).toHaveLength(1);
    expect(await prisma.message.findMany()).toMatchObject([{ slackTs: posted[0]?.ts, failure: null }]);
  });

  test('if Slack takes it and never answers', async () => {
    let hangs = true;
    const { sweepContext, deliver, posted } = await setupBot(1, {
      fault: ({ method }) => (hangs && method === 'chat.postMessage' ? { when: 'after', how: 'never' } : null),
    });
    await runSweeps(sweepContext);
    await deliver();
    hangs = false;
    expect(await deliver()).toEqual([]);
    expect(posted).toHaveLength(1);
  });

  test('if Slack is down for long: with growing delays, and nothing is dropped', async () => {
    let away = true;
    const { sweepContext, deliver, posted } = await setupBot(1, {
      fault: () => (away ? { when: 'before', how: { status: 503 } } : null),
    });
    await runSweeps(sweepContext);
    const waits: number[] = [];
    for (let i = 0; i < 30; i++) waits.push(...(await deliver()));
    expect(waits.slice(0, 5)).toEqual([1, 2, 4, 8, 16]);
    expect(waits.at(-1)).toBe(300_000);
    away = false;
    await deliver();
    expect(posted).toHaveLength(1);
  });

  test('an attempt that is not found is repeated only after Slack must have finished it', async () => {
    const { sweepContext, parts, posted, database, prisma } = await setupBot(1);
    await runSweeps(sweepContext);
    await prisma.message.updateMany({ data: { attemptedAt: new Date() } });
    const { app } = await createHarness({
      ...parts,
      settings: { timing: { intervalMs: 0, settleMs: 60_000, retryMs: 1 } },
    });
    const [wait] = await deliverAll(database, app);
    expect(wait).toBeGreaterThan(50_000);
    expect(parts.slack.count('chat.postMessage')).toBe(0);
    expect(posted).toEqual([]);
  });

  test('a permanent error is recorded, and the next message of the channel is posted', async () => {
    const fault = ({ method, args }: Call): Fault | null =>
      method === 'chat.postMessage' && String(args['text']).includes('app-1')
        ? { when: 'before', how: { ok: false, error: 'metadata_too_large' } }
        : null;
    const { sweepContext, deliver, posted, prisma, lines } = await setupBot(2, { fault });
    await runSweeps(sweepContext);
    expect(await deliver()).toEqual([]);
    expect(posted.map(({ text }) => text)).toEqual([expect.stringContaining('app-2')]);
    expect(await prisma.message.findMany({ orderBy: { seq: 'asc' } })).toMatchObject([
      { failure: 'metadata_too_large', slackTs: null },
      { failure: null },
    ]);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', kind: 'dev-expiry' }));
  });
});

describe('a resolved notice', () => {
  test('is not posted', async () => {
    const { sweepContext, deliver, posted, does, prisma } = await setupBot(1);
    await runSweeps(sweepContext);
    await does('extend', 1);
    await deliver();
    expect(posted).toEqual([]);
    expect(await prisma.message.findMany()).toMatchObject([{ failure: 'over' }]);
  });

  test('is updated if an attempt with an unknown result turns out to have been posted', async () => {
    let failing = true;
    const { sweepContext, deliver, posted, does } = await setupBot(1, {
      fault: ({ method }) => (failing && method === 'chat.postMessage' ? { when: 'after', how: 'reset' } : null),
    });
    await runSweeps(sweepContext);
    await deliver();
    failing = false;
    await does('extend', 1);
    expect(await deliver()).toEqual([]);
    expect(posted).toMatchObject([{ edits: 1, text: expect.stringContaining('*app-1* was extended') }]);
    expect(posted[0]?.blocks).not.toContain('snooze');
  });
});

/** The rows of a CSV file in an upload. */
const rowsIn = (body: unknown) =>
  String(body)
    .split(/\r?\n/)
    .filter((line) => /^(\ufeff"SDKAppID"|"\d{10}"),/.test(line));

describe('digest of more than five notices of a kind', () => {
  test('five notices are five messages, six are one with a file', async () => {
    const five = await setupBot(5);
    await runSweeps(five.sweepContext);
    await five.deliver();
    expect(five.posted).toHaveLength(5);

    const six = await setupBot(6, { name: '=HYPERLINK' });
    await runSweeps(six.sweepContext);
    await six.deliver();
    expect(six.posted.map(({ text }) => text)).toEqual(['The validity of 6 apps ends']);
    expect(six.posted[0]?.blocks.match(/HYPERLINK-\d/g)).toHaveLength(6);
    const { args } = await six.slack.call('upload');
    const rows = rowsIn(args['body']);
    expect(rows).toHaveLength(7);
    expect(rows[0]).toBe('\ufeff"SDKAppID","App","Valid until","Left"');
    expect(rows[1]).toContain('"1400000001","\'=HYPERLINK-1",');
    expect((await six.slack.call('files.completeUploadExternal')).args).toMatchObject({
      channel_id: 'CNOTICES',
      thread_ts: six.posted[0]?.ts,
    });
  });

  test('the most severe come first, and resolved ones get a tick', async () => {
    const { sweepContext, deliver, posted, does, clock, slack } = await setupBot(7);
    await does('extend', 7);
    clock.moveTo('2026-12-18T03:00:00.000Z');
    await runSweeps(sweepContext);
    await deliver();
    await does('extend', 3);
    await deliver();
    expect(posted).toHaveLength(1);
    expect(posted[0]).toMatchObject({ edits: 1 });
    expect(posted[0]?.blocks).toContain('✓ app-3');
    expect(slack.count('upload')).toBe(1);
  });

  test('6,000 notices are one message, whose rows are not all read to post it', async () => {
    const { sweepContext, deliver, posted, prisma, slack } = await setupBot(1);
    await prisma.$executeRaw`
      INSERT INTO app SELECT sdk_app_id + n, 'many-' || n, account, data_center, rule_set, plan, add_ons, state, valid_until,
        validity_anchor, validity_months, disabled_at, channel, language, created_at, version
      FROM app, generate_series(1, 5999) AS n`;
    await runSweeps(sweepContext);
    expect(await prisma.notice.count()).toBe(6000);
    await deliver();
    expect(posted.map(({ text }) => text)).toEqual(['The validity of 6,000 apps ends']);
    expect(rowsIn((await slack.call('upload')).args['body'])).toHaveLength(6001);

    // All are settled but the last: that one may still want silence, and how many are settled is told of all.
    const settle = (last: string) =>
      prisma.$executeRaw`UPDATE notice SET resolved_at = now() WHERE dedupe_key <> ${last}`.then(() =>
        prisma.message.updateMany({ data: { wantedVersion: { increment: 1 } } }),
      );
    const { dedupeKey: once } = await prisma.notice.findFirstOrThrow({ orderBy: { dedupeKey: 'desc' } });
    await settle(once);
    await deliver();
    expect(posted[0]?.blocks).toContain('5,999');
    expect(snoozeOf(posted[0])).toHaveProperty('value');
    await settle('');
    await deliver();
    expect(posted[0]?.blocks).toContain('6,000');
    expect(snoozeOf(posted[0])).not.toHaveProperty('value');
  });
});

test('a request that is pending for an hour gets one reminder', async () => {
  const { database, prisma, clock, sweepContext, posted, deliver, app, slack, parts } = await setupBot(1);
  const { changes } = createTestService(database, weekBefore);
  const asked = { operation: 'disable', sdkAppId: idOf(1), values: {} };
  const change = changeOf(await changes.propose(kim, asked), 'preview');
  const agreed = { ...shownPlanOf(change), typedName: 'app-1', reason: 'because' };
  await app.changeUpdated(changeOf(await changes.confirm(kim, agreed), 'pending'));
  clock.moveTo('2026-12-14T03:59:59.999Z');
  await runSweeps(sweepContext);
  await deliver();
  const inApprovals = () => posted.filter(({ channel }) => channel === 'CAPPROVE');
  expect(inApprovals()).toHaveLength(1);
  clock.moveTo('2026-12-14T04:00:00.000Z');
  await Promise.all([runSweeps(sweepContext), runSweeps(sweepContext)]);
  await deliver();
  await runSweeps(sweepContext);
  await deliver();
  expect(inApprovals().map(({ text }) => text)).toEqual([
    expect.stringContaining('asks for approval'),
    expect.stringMatching(/<@UPARK> and <!subteam\^SONCALL>: .*still waits for an approver/),
  ]);
  const [request, reminder] = inApprovals();
  expect(request?.threadTs).toBeUndefined();
  expect(reminder).toMatchObject({ threadTs: request?.ts, broadcast: true });
  await app.changeUpdated(changeOf(await parts.changeService.approve(park, shownPlanOf(change)), 'applied'));
  await deliver();
  expect(inApprovals().map(({ text }) => text)).toEqual(
    [1, 2].map(() => expect.stringContaining('approved by <@UPARK>')),
  );
  expect(slack.count('chat.postMessage')).toBe(posted.length);
  expect(await prisma.notice.count({ where: { kind: 'approval-reminder' } })).toBe(1);
});

/** The button that silences a message for a week; without a value where there is none. */
function snoozeOf(message: { readonly blocks: string } | undefined) {
  const blocks: { elements?: { action_id?: string; value?: string }[] }[] = JSON.parse(message?.blocks ?? '[]');
  const found = blocks.flatMap(({ elements = [] }) => elements).find((it) => it.action_id === 'snooze/7');
  return { actionId: 'snooze/7', ...(found?.value !== undefined && { value: found.value }) };
}

describe('file of a digest', () => {
  /** Delivers a digest of six with an outbox that fails once at this step. */
  async function setupFailingOutbox(
    step: 'markPosted' | 'markFileAttempted' | 'markFileAttached' | 'none',
    when: 'before' | 'after' = 'before',
    fault?: Fault,
  ) {
    let failing = true;
    const six = await setupBot(6, {
      fault: ({ method }) => (failing && fault && method === 'files.completeUploadExternal' ? fault : null),
    });
    const { outbox } = six.parts;
    const failingOutbox: Outbox = {
      ...outbox,
      ...(step !== 'none' && {
        async [step](...args: [never, never]) {
          if (failing && when === 'before') throw new Error('died');
          await outbox[step](...args);
          if (failing) throw new Error('died');
        },
      }),
    };
    const { app } = await createHarness({ ...six.parts, outbox: failingOutbox, settings: { timing: six.timing } });
    await runSweeps(six.sweepContext);
    await deliverAll(six.database, app);
    const countsAfterFailure = { messages: six.posted.length, files: six.attachments.length };
    failing = false;
    return { ...six, countsAfterFailure };
  }

  test.each([
    ['it has said the message', 'markPosted', 'before', 0],
    ['the message was on record', 'markPosted', 'after', 0],
    ['it asked Slack to take the file', 'markFileAttempted', 'after', 0],
    ['Slack had taken the file', 'markFileAttached', 'before', 1],
    ['all was on record', 'markFileAttached', 'after', 1],
  ] as const)('hangs there once, though the process dies once %s', async (_what, step, when, files) => {
    const { deliver, posted, attachments, prisma, countsAfterFailure } = await setupFailingOutbox(step, when);
    expect(countsAfterFailure).toEqual({ messages: 1, files });
    expect(await deliver()).toEqual([]);
    expect(posted).toMatchObject([{ text: 'The validity of 6 apps ends', edits: 0 }]);
    expect(attachments).toEqual([{ channel: 'CNOTICES', threadTs: posted[0]?.ts, name: 'dev-expiry.csv' }]);
    expect(await prisma.message.findMany()).toMatchObject([{ deliveredVersion: 1, wantedVersion: 1, failure: null }]);
  });

  const unsure = hows.slice(0, 4);
  test.each(unsure.flatMap(([what, how]) => (['before', 'after'] as const).map((when) => [what, when, how] as const)))(
    'hangs there once, though Slack answers with %s, %s it has taken it',
    async (_what, when, how) => {
      const { deliver, attachments, lines } = await setupFailingOutbox('none', 'before', { when, how });
      expect(await deliver()).toEqual([]);
      expect(attachments).toHaveLength(1);
      expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );

  test('is logged and skipped if Slack refuses it; the message stays', async () => {
    const fault: Fault = { when: 'before', how: { ok: false, error: 'posting_to_channel_denied' } };
    const { deliver, attachments, slack, prisma } = await setupFailingOutbox('none', 'before', fault);
    expect(await deliver()).toEqual([]);
    expect(attachments).toEqual([]);
    expect(slack.count('files.completeUploadExternal')).toBe(1);
    expect(await prisma.message.findMany()).toMatchObject([{ deliveredVersion: 1, wantedVersion: 1, failure: null }]);
  });
});

test('a reminder is a message of its own if the request cannot be replied to', async () => {
  const fault = ({ args }: Call): Fault | null =>
    args['thread_ts'] ? { when: 'before', how: { ok: false, error: 'cannot_reply_to_message' } } : null;
  const { clock, sweepContext, posted, deliver, app, parts } = await setupBot(1, { fault });
  const asked = { operation: 'disable', sdkAppId: idOf(1), values: {} };
  const shown = changeOf(await parts.changeService.propose(kim, asked), 'preview');
  const agreed = { ...shownPlanOf(shown), typedName: 'app-1', reason: 'because' };
  await app.changeUpdated(changeOf(await parts.changeService.confirm(kim, agreed), 'pending'));
  await deliver();
  clock.moveTo('2026-12-14T04:00:00.000Z');
  await runSweeps(sweepContext);
  expect(await deliver()).toEqual([]);
  const texts = posted.filter(({ channel }) => channel === 'CAPPROVE').map(({ text }) => text);
  expect(texts).toEqual([expect.stringContaining('asks for approval'), expect.stringContaining('still waits')]);
});

test('bursts of limit errors are one message, updated once for all that came since', async () => {
  const { sweepContext, deliver, posted, slack } = await setupBot(1);
  const burst = (from: number, to: number) =>
    Promise.all(
      Array.from({ length: to - from }, (_, i) => {
        const refused = { sdkAppId: idOf(1), errorCode: 10058, at: weekBefore, count: 1_000 };
        return createLimitErrorNotices(sweepContext, { report: String(from + i), refusals: [refused] });
      }),
    );
  await burst(0, 3);
  await deliver();
  expect(posted).toMatchObject([{ edits: 0, text: expect.stringContaining('(3,000 times)') }]);
  await burst(2, 12);
  await deliver();
  await deliver();
  expect(posted).toMatchObject([{ edits: 1, text: expect.stringContaining('(12,000 times)') }]);
  expect(slack.count('chat.update')).toBe(1);
});

describe('snooze of a digest', () => {
  test('snoozes all its apps except suspended ones', async () => {
    const { sweepContext, deliver, posted, prisma, send, slack, clock, does } = await setupBot(8);
    await does('extend', 8);
    await prisma.app.update({
      where: { sdkAppId: idOf(7) },
      data: { validUntil: clock.now(), validityAnchor: new Date('2026-11-14T00:00:00.000Z') },
    });
    await runSweeps(sweepContext);
    await deliver();
    expect(posted.map(({ text }) => text)).toEqual(['The validity of 7 apps ends']);
    const button = snoozeOf(posted[0]);
    for (const [user, answer] of [
      ['UGUEST', 'operators'],
      ['UKIM', 'Silent about these 6 until'],
      ['UKIM', 'Silent about these 6 until'],
    ] as const) {
      await send(blockActions(button, { user, responseUrl: slack.responseUrl }));
      expect(JSON.stringify((await slack.call('response_url')).args)).toContain(answer);
    }
    const until = new Date('2026-12-21T03:00:00.000Z');
    const silent = [1, 2, 3, 4, 5, 6].map((number) => ({
      sdkAppId: idOf(number),
      kind: 'dev-expiry',
      metric: '',
      until,
    }));
    expect(await prisma.snooze.findMany({ orderBy: { sdkAppId: 'asc' } })).toEqual(silent);
    const audited = await prisma.auditEvent.findMany({
      where: { action: 'snooze.applied' },
      orderBy: { sdkAppId: 'asc' },
    });
    expect(audited.map(({ sdkAppId, actor }) => ({ sdkAppId, actor }))).toEqual(
      silent.map(({ sdkAppId }) => ({ sdkAppId, actor: 'UKIM' })),
    );
    clock.moveTo('2026-12-18T03:00:00.000Z');
    await runSweeps(sweepContext);
    await deliver();
    expect(posted).toHaveLength(1);
    clock.moveTo('2026-12-21T03:00:00.000Z');
    await runSweeps(sweepContext);
    await deliver();
    expect(posted.map(({ text }) => text).slice(1)).toEqual(['The validity of 6 apps ends']);
    expect(snoozeOf(posted[1])).not.toHaveProperty('value');
  });
});

test('a notice is snoozed with its button, by operators only', async () => {
  const { sweepContext, deliver, posted, prisma, send, slack } = await setupBot(1);
  await runSweeps(sweepContext);
  await deliver();
  const button = snoozeOf(posted[0]);
  await send(blockActions(button, { user: 'UGUEST', responseUrl: slack.responseUrl }));
  expect(JSON.stringify((await slack.call('response_url')).args)).toContain('operators');
  expect(await prisma.snooze.count()).toBe(0);
  await send(blockActions(button, { user: 'UKIM', responseUrl: slack.responseUrl }));
  expect(JSON.stringify((await slack.call('response_url')).args)).toContain('Silent about this until');
  expect(await prisma.snooze.findMany()).toMatchObject([{ sdkAppId: idOf(1), kind: 'dev-expiry', metric: '' }]);
});

describe.each(databases)('the jobs on the $name database', ({ name, fresh }) => {
  test('of two processes post every message once, in order, at Slack’s rate', async () => {
    const database = await fresh();
    const one = await setupBot(4, { database, intervalMs: 50 });
    const log = createLogger('silent');
    const other = (await createHarness({ ...one.parts, settings: { timing: one.timing } })).app;
    const processes = name === 'embedded' ? [one.app] : [one.app, other];
    for (const { deliver } of processes) {
      const jobs = await startJobs({
        crontab: [],
        tencent: noTencentUsage,
        metrics: noMetrics,
        sweepContext: one.sweepContext,
        log,
        deliver,
        changeUpdated: async () => {},
      });
      afterTest(() => jobs.stop());
    }
    await Promise.all([runSweeps(one.sweepContext), runSweeps(one.sweepContext), runSweeps(one.sweepContext)]);
    await expect.poll(() => one.posted.length).toBe(4);
    one.clock.moveTo('2026-12-21T03:00:00.000Z');
    await Promise.all([runSweeps(one.sweepContext), runSweeps(one.sweepContext)]);
    await expect.poll(() => one.posted.length).toBe(8);
    await expect.poll(() => one.prisma.message.count({ where: { slackTs: null } })).toBe(0);
    expect(one.posted.map(({ text }) => /app-\d/.exec(text)?.[0]).slice(0, 4)).toEqual([
      'app-1',
      'app-2',
      'app-3',
      'app-4',
    ]);
    const gaps = one.posted.slice(1).map(({ at }, i) => at - (one.posted[i]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(45);
    expect(await one.prisma.appHistory.count({ where: { operation: 'expire' } })).toBe(4);
  });
});
