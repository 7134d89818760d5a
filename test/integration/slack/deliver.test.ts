import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/changes/change.js';
import { createOutbox } from '../../../src/notices/outbox.js';
import { at, change, pilot, request, shop } from '../../fixtures/slack.js';
import { createPostgresDatabase } from '../../support/databases.js';
import { deliverAll } from '../../support/deliver-all.js';
import { startFakeSlack } from '../../support/fake-slack.js';
import { createTestService } from '../../support/service.js';
import { createHarness, fakeChangeService, type HarnessOptions } from './harness.js';

type Answers = Parameters<typeof startFakeSlack>[0];

/** A Slack app whose change service has one change, which the test can replace. */
async function setupDelivery(
  first: Change,
  answers: Answers = {},
  parts: Pick<HarnessOptions, 'approvals' | 'settings'> = {},
) {
  let current = first;
  const database = await createPostgresDatabase();
  const { ctx } = createTestService(database, at);
  const slack = await startFakeSlack({ 'users.info': { user: { locale: 'zh-CN', tz: 'Asia/Shanghai' } }, ...answers });
  const outbox = createOutbox(ctx);
  const harness = await createHarness({
    slack,
    outbox,
    changes: fakeChangeService({ get: async () => current }),
    ...parts,
  });
  return {
    ...harness,
    database,
    setChange(next: Change) {
      current = next;
    },
    /** Creates the messages of the change and delivers all that are due. Returns each channel's wait in ms. */
    async deliver() {
      await harness.app.changeUpdated(current);
      return deliverAll(database, harness.app);
    },
  };
}

const posts = ({ slack }: { slack: Awaited<ReturnType<typeof startFakeSlack>> }) =>
  slack.calls.filter((call) => call.method === 'chat.postMessage').map(({ args }) => args);

describe('approval request', () => {
  test('is posted to the approvals channel in the language of the app, with buttons', async () => {
    const harness = await setupDelivery(request('pending'));
    await harness.deliver();
    const [post, ...others] = posts(harness);
    expect(others).toEqual([]);
    expect(post).toMatchObject({ channel: 'CAPPROVE', text: expect.stringContaining('비활성화') });
    const whole = JSON.stringify(post);
    for (const said of ['the contract ended', '<@UKIM>', 'approve', 'decline', '<!date^', 'shop'])
      expect(whole).toContain(said);
  });

  test('is posted once if the event is processed twice', async () => {
    const harness = await setupDelivery(request('pending'));
    for (const _ of [1, 2, 3]) await harness.deliver();
    expect(posts(harness)).toHaveLength(1);
  });

  test.each([
    ['applied', '批准'],
    ['declined', '拒绝'],
    ['expired', '过期'],
    ['outdated', '作废'],
  ] as const)(
    'that is %s: its message says so in place, and its author hears it once, in their language',
    async (state, word) => {
      const harness = await setupDelivery(request('pending'));
      await harness.deliver();
      harness.setChange(request(state, state === 'expired' ? { decidedBy: 'clock' } : {}));
      for (const _ of [1, 2]) await harness.deliver();
      const edits = harness.slack.calls.filter((call) => call.method === 'chat.update').map(({ args }) => args);
      expect(edits[0]).toMatchObject({ channel: 'CAPPROVE', ts: '1700000000.000100' });
      expect(JSON.stringify(edits[0])).not.toContain('"action_id":"approve"');
      const toAuthor = posts(harness).filter(({ channel }) => channel === 'DUKIM');
      expect(toAuthor).toHaveLength(1);
      expect(JSON.stringify(toAuthor)).toContain(word);
    },
  );

  test('sends no decision to an author who withdrew it', async () => {
    const harness = await setupDelivery(request('declined', { decidedBy: 'UKIM' }));
    await harness.deliver();
    expect(posts(harness).filter(({ channel }) => channel === 'DUKIM')).toEqual([]);
  });

  test('sends no decision to a program', async () => {
    const harness = await setupDelivery(request('declined', { author: 'api:nightly' }));
    await harness.deliver();
    expect(harness.slack.count('conversations.open')).toBe(0);
    expect(harness.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('applied change', () => {
  const applied = change('upgrade', pilot, {
    state: 'applied',
    formValues: { plan: 'current.premium' },
    decidedBy: 'UKIM',
    decidedAt: pilot.createdAt,
  });

  test('is posted to the team once, and not to its author', async () => {
    const harness = await setupDelivery(applied);
    for (const _ of [1, 2]) await harness.deliver();
    expect(posts(harness)).toHaveLength(1);
    expect(posts(harness)[0]).toMatchObject({ channel: 'CNOTICES', text: expect.stringContaining('<@UKIM>') });
    expect(JSON.stringify(posts(harness)[0])).toContain('"operation\\":\\"show');
  });

  test('is posted to the channel of the app if it has one', async () => {
    const harness = await setupDelivery(request('applied'));
    await harness.deliver();
    expect(posts(harness).map(({ channel }) => channel)).toContain(shop.channel);
  });

  test('is not posted while it is a proposal', async () => {
    const harness = await setupDelivery(request('proposed'));
    await harness.deliver();
    expect(posts(harness)).toEqual([]);
  });
});

describe('approval requests without an approvals channel', () => {
  const groups: Record<string, object> = {
    SONCALL: { users: ['UCHOI', 'UKIM'] },
    SGONE: { ok: false, error: 'no_such_subteam' },
    SBUSY: { status: 503 },
  };
  const asking = (approvers: readonly string[]) =>
    setupDelivery(
      request('pending'),
      { 'usergroups.users.list': ({ usergroup }) => ({ ...groups[String(usergroup)] }) },
      { approvals: false, settings: { approvers, admins: ['UBOSS'] } },
    );
  const asked = (harness: Awaited<ReturnType<typeof asking>>) => posts(harness).map(({ channel }) => channel);

  test('go to every approver except the author, even if one user group is unknown', async () => {
    const harness = await asking(['UPARK', 'SGONE', 'SONCALL']);
    await harness.deliver();
    expect(asked(harness).sort()).toEqual(['DUBOSS', 'DUCHOI', 'DUPARK']);
    expect(harness.lines).toContainEqual(expect.objectContaining({ level: 'error', group: 'SGONE' }));
  });

  test('are retried while Slack does not answer', async () => {
    const harness = await asking(['UPARK', 'SBUSY']);
    await expect(harness.deliver()).rejects.toThrow();
    expect(asked(harness)).toEqual([]);
  });
});

describe('delivery when Slack refuses a message', () => {
  const later: [string, Answers][] = [
    ['a rate limit', { 'chat.postMessage': { status: 429, retryAfter: 30 } }],
    ['a server error', { 'chat.postMessage': { status: 503 } }],
    ['its own trouble', { 'chat.postMessage': { ok: false, error: 'internal_error' } }],
  ];
  test.each(later)('transient error (%s): the message waits and is posted once', async (_what, answers) => {
    const harness = await setupDelivery(request('pending'), answers);
    const started = performance.now();
    const [wait] = await harness.deliver();
    expect(wait).toBeGreaterThan(0);
    expect(performance.now() - started, 'who waits is the job, not the door').toBeLessThan(5000);
    expect(await harness.database.prisma.message.findMany()).toMatchObject([{ slackTs: null, failure: null }]);
    harness.slack.answers['chat.postMessage'] = { ts: '2.2' };
    for (const _ of [1, 2]) await harness.deliver();
    expect(await harness.database.prisma.message.findMany()).toMatchObject([
      { slackTs: '2.2', slackChannelId: 'CAPPROVE', deliveredVersion: 1 },
    ]);
  });

  test.each([
    ['as long as Slack says', 30, 30_000],
    ['five minutes at most', 99_999_999, 300_000],
    ['a second for no time', 0, 1_000],
    ['a second for a negative time', -5, 1_000],
    ['as after any failure for what is no number', 'soon', 1],
  ])('rate limit: the message waits %s', async (_, retryAfter, waitMs) => {
    const harness = await setupDelivery(request('pending'), { 'chat.postMessage': { status: 429, retryAfter } });
    expect(await harness.deliver()).toEqual([waitMs]);
  });

  test.each([
    'account_inactive',
    'token_revoked',
    'missing_scope',
    'not_in_channel',
    'channel_not_found',
    'restricted_action_read_only_channel',
  ])('error that needs an admin (%s): the message waits, and it is logged as an error', async (error) => {
    const harness = await setupDelivery(request('pending'), { 'chat.postMessage': { ok: false, error } });
    for (const _ of Array.from({ length: 30 })) expect(await harness.deliver()).toEqual([600_000]);
    expect(harness.lines).toContainEqual(
      expect.objectContaining({ level: 'error', slack: error, channel: 'CAPPROVE' }),
    );
    expect(await harness.database.prisma.message.findMany()).toMatchObject([
      { slackTs: null, failure: null, attemptedAt: null },
    ]);
    harness.slack.answers['chat.postMessage'] = { ts: '2.2' };
    await harness.deliver();
    expect(await harness.database.prisma.message.findMany()).toMatchObject([{ slackTs: '2.2', deliveredVersion: 1 }]);
  });

  test('unknown error: the message is retried, then dropped, and the next one is posted', async () => {
    const refuse = (args: Readonly<Record<string, unknown>>) =>
      JSON.stringify(args).includes('c1') ? { ok: false, error: 'brand_new_error' } : { ts: '3.3' };
    const harness = await setupDelivery(request('pending', { id: 'c1' }), { 'chat.postMessage': refuse });
    let tries = 0;
    while ((await harness.deliver()).length > 0) tries += 1;
    expect(tries).toBe(11);
    expect(await harness.database.prisma.message.findMany()).toMatchObject([
      { slackTs: null, failure: 'brand_new_error' },
    ]);
    harness.setChange(request('declined', { id: 'c2' }));
    await harness.deliver();
    expect(posts(harness).at(-1)).toMatchObject({ channel: 'DUKIM' });
  });

  test.each(['is_archived', 'invalid_blocks', 'user_disabled', 'metadata_too_large'])(
    'for good (%s): it is logged, and the rest goes on',
    async (error) => {
      const refuse = (args: Readonly<Record<string, unknown>>) =>
        args['channel'] === 'CAPPROVE' ? { ok: false, error } : { ts: '3.3' };
      const harness = await setupDelivery(request('declined'), { 'chat.postMessage': refuse });
      await harness.deliver();
      const gaveUp = { level: 'warn', slack: error, channel: 'CAPPROVE', message: expect.any(String) };
      expect(harness.lines).toContainEqual(expect.objectContaining(gaveUp));
      expect(posts(harness).map(({ channel }) => channel)).toContain('DUKIM');
    },
  );

  test.each(['conversations.open', 'chat.postMessage'])(
    'by %s, a person who cannot be written to: it is for good',
    async (method) => {
      const refuse = (args: Readonly<Record<string, unknown>>) =>
        method === 'conversations.open' || args['channel'] === 'DUKIM'
          ? { ok: false, error: 'channel_not_found' }
          : { ts: '3.3' };
      const harness = await setupDelivery(request('declined'), { [method]: refuse });
      expect(await harness.deliver()).toEqual([]);
      const failed = { where: { failure: 'channel_not_found' } };
      expect(await harness.database.prisma.message.findMany(failed)).toMatchObject([
        { recipient: 'UKIM', slackTs: null },
      ]);
    },
  );

  test('update of a deleted message: logged, and the next message is posted', async () => {
    const harness = await setupDelivery(request('pending'), {
      'chat.update': { ok: false, error: 'message_not_found' },
    });
    await harness.deliver();
    harness.setChange(request('applied'));
    await harness.deliver();
    expect(
      posts(harness)
        .map(({ channel }) => channel)
        .sort(),
    ).toEqual(['CAPPROVE', shop.channel, 'DUKIM']);
  });
});
