import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/changes/change.js';
import { createOutbox } from '../../../src/notices/outbox.js';
import { at, change, pilot, request, shop } from '../../fixtures/slack.js';
import { createPostgresDatabase } from '../../support/databases.js';
import { deliverAll } from '../../support/deliver-all.js';
import { type Answer, startFakeSlack } from '../../support/fake-slack.js';
import { noMetrics } from '../../support/noop-metrics.js';
import { createTestService } from '../../support/service.js';
import { createHarness, fakeChangeService, type HarnessOptions } from './harness.js';

type Answers = Parameters<typeof startFakeSlack>[0];

/** A Slack app whose change service has one change, which the test can replace. */
async function setupDelivery(
  first: Change,
  answers: Answers = {},
  parts: Pick<HarnessOptions, 'approvals' | 'settings' | 'wallClock'> = {},
) {
  let current = first;
  const database = await createPostgresDatabase();
  const { ctx } = createTestService(database, at);
  const slack = await startFakeSlack({
    'users.info': { user: { team_id: 'T1', locale: 'zh-CN', tz: 'Asia/Shanghai' } },
    ...answers,
  });
  const outbox = createOutbox(ctx);
  const refusedSurfaces: string[] = [];
  const harness = await createHarness({
    metrics: { ...noMetrics, contentRefused: (surface) => void refusedSurfaces.push(surface) },
    slack,
    outbox,
    changes: fakeChangeService({ get: async () => current }),
    ...parts,
  });
  return {
    ...harness,
    database,
    outbox,
    refusedSurfaces,
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

  test.each(['account_inactive', 'token_revoked', 'missing_scope', 'messages_tab_disabled'])(
    'error that needs an admin (%s): the message waits, and it is logged as an error',
    async (error) => {
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
    },
  );

  test('unknown error: the message is retried, then dropped, and the next one is posted', async () => {
    const refuse = (args: Readonly<Record<string, unknown>>) =>
      args['channel'] === 'CAPPROVE' ? { ok: false, error: 'brand_new_error' } : { ts: '3.3' };
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

  test.each(['user_disabled', 'metadata_too_large', 'cannot_dm_bot'])(
    'for good (%s): it is logged, and the rest goes on',
    async (error) => {
      const refuse = (args: Readonly<Record<string, unknown>>) =>
        args['channel'] === 'CAPPROVE' ? { ok: false, error } : { ts: '3.3' };
      const harness = await setupDelivery(request('declined'), { 'chat.postMessage': refuse });
      await harness.deliver();
      const gaveUp = { level: 'error', slack: error, channel: 'CAPPROVE', message: expect.any(String) };
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

type Args = Readonly<Record<string, unknown>>;
const hasBlocks = ({ blocks }: Args) => Array.isArray(blocks) && blocks.length > 0;

describe('a message whose content Slack refuses', () => {
  const contentErrors = [
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_attachments',
    'invalid_arguments',
    'msg_blocks_too_long',
    'msg_too_long',
  ];

  test.each(contentErrors)('is said once more as plain text (%s)', async (error) => {
    const refuse = (args: Args): Answer => (hasBlocks(args) ? { ok: false, error } : { ts: '3.3' });
    const harness = await setupDelivery(request('pending'), { 'chat.postMessage': refuse });
    for (const _ of [1, 2]) expect(await harness.deliver()).toEqual([]);
    expect(posts(harness)).toHaveLength(2);
    const { text, blocks, metadata } = posts(harness)[1] ?? {};
    expect(blocks).toEqual([]);
    for (const said of ['비활성화', 'shop (1400000003)', 'the contract ended', '<@UKIM>', '/imapp', '<!date^'])
      expect(text).toContain(said);
    expect(String(text).length).toBeLessThanOrEqual(3000);
    expect(metadata).toEqual(posts(harness)[0]?.['metadata']);
    expect(harness.refusedSurfaces).toEqual(['message']);
    expect(harness.lines).toContainEqual(expect.objectContaining({ level: 'error', slack: error }));
    expect(await harness.database.prisma.message.findMany()).toMatchObject([{ slackTs: '3.3', failure: null }]);
  });

  test('is updated as plain text, too', async () => {
    const refuse = (args: Args): Answer => (hasBlocks(args) ? { ok: false, error: 'invalid_blocks' } : {});
    const harness = await setupDelivery(request('pending'), { 'chat.update': refuse });
    await harness.deliver();
    harness.setChange(request('declined', { decidedBy: 'UKIM' }));
    expect(await harness.deliver()).toEqual([]);
    const edits = harness.slack.calls.filter(({ method }) => method === 'chat.update').map(({ args }) => args);
    expect(edits).toMatchObject([{}, { blocks: [], text: expect.stringContaining('the contract ended') }]);
    expect(harness.refusedSurfaces).toEqual(['message']);
  });

  test('is dropped, and logged, if its text is refused as well', async () => {
    const harness = await setupDelivery(request('pending'), {
      'chat.postMessage': { ok: false, error: 'invalid_blocks' },
    });
    expect(await harness.deliver()).toEqual([]);
    expect(posts(harness)).toHaveLength(2);
    expect(await harness.database.prisma.message.findMany()).toMatchObject([{ failure: 'invalid_blocks' }]);
    expect(harness.lines).toContainEqual(expect.objectContaining({ level: 'error', kind: 'approval' }));
  });

  test('is tried as plain text before it is dropped for a reason that nobody knows', async () => {
    const refuse = (args: Args): Answer => (hasBlocks(args) ? { ok: false, error: 'brand_new_error' } : { ts: '3.3' });
    const harness = await setupDelivery(request('pending'), { 'chat.postMessage': refuse });
    let tries = 1;
    while ((await harness.deliver()).length > 0) tries += 1;
    expect(tries).toBe(12);
    expect(await harness.database.prisma.message.findMany()).toMatchObject([{ slackTs: '3.3', failure: null }]);
  });
});

describe('a channel that cannot be posted to', () => {
  const unreachable = ['channel_not_found', 'is_archived', 'not_in_channel', 'restricted_action_read_only_channel'];
  const hour = 3_600_000;

  /** A Slack with channels that refuse every message. */
  async function setupUnreachable(first: Change, closed: Set<string>, settings: HarnessOptions['settings'] = {}) {
    let now = Date.parse(at);
    const refuse = ({ channel }: Args): Answer =>
      closed.has(String(channel)) ? { ok: false, error: 'is_archived' } : { ts: `${posts(harness).length}.1` };
    const answers: Answers = { 'chat.postMessage': refuse, 'usergroups.users.list': { users: ['UCHOI', 'UKIM'] } };
    const harness = await setupDelivery(first, answers, { settings, wallClock: () => new Date(now) });
    const pass = (ms: number) => {
      now += ms;
    };
    return { ...harness, closed, pass };
  }
  const taken = (harness: { slack: Parameters<typeof posts>[0]['slack'] }, closed: Set<string>) =>
    posts(harness).filter(({ channel }) => !closed.has(String(channel)));

  test.each(unreachable)('approvers are asked directly at once, and the author is told (%s)', async (error) => {
    const refuse = ({ channel }: Args): Answer => (channel === 'CAPPROVE' ? { ok: false, error } : { ts: '3.3' });
    const groups = { 'usergroups.users.list': { users: ['UCHOI', 'UKIM'] } };
    const harness = await setupDelivery(request('pending'), { 'chat.postMessage': refuse, ...groups });
    for (const _ of [1, 2, 3]) await harness.deliver();
    const sent = posts(harness).filter(({ channel }) => channel !== 'CAPPROVE');
    expect(sent.map(({ channel }) => channel).sort()).toEqual(['DUBOSS', 'DUCHOI', 'DUKIM', 'DUPARK']);
    for (const { channel, blocks } of sent)
      expect(JSON.stringify(blocks).includes('"action_id":"approve"')).toBe(channel !== 'DUKIM');
    const told = sent.find(({ channel }) => channel === 'DUKIM');
    expect(told?.['text']).toContain('<#CAPPROVE>');
    expect(told?.['text']).toContain(error);
    expect(await harness.database.prisma.message.findMany({ where: { recipient: 'CAPPROVE' } })).toMatchObject([
      { failure: error, slackTs: null },
    ]);
    harness.setChange(request('applied'));
    await harness.deliver();
    const edited = harness.slack.calls.filter(({ method }) => method === 'chat.update');
    expect(edited.map(({ args }) => args['channel']).sort()).toEqual(['DUBOSS', 'DUCHOI', 'DUPARK']);
  });

  test('a request waits there if there is nobody to ask directly, and its author is told so', async () => {
    const none = { approvers: [], admins: ['UKIM'] };
    const harness = await setupUnreachable(request('pending'), new Set(['CAPPROVE']), none);
    expect(await harness.deliver()).toEqual([600_000]);
    expect(await harness.deliver()).toEqual([600_000]);
    expect(taken(harness, harness.closed).map(({ channel }) => channel)).toEqual(['DUKIM']);
    harness.closed.clear();
    expect(await harness.deliver()).toEqual([]);
    expect(posts(harness).at(-1)).toMatchObject({ channel: 'CAPPROVE' });
    expect(await harness.database.prisma.unreachableChannel.count()).toBe(0);
  });

  test('a message waits for a day, then goes to the notices channel and says where it belongs', async () => {
    const harness = await setupUnreachable(request('applied', { author: 'api:ci' }), new Set(['CAPPROVE', 'CSHOP']));
    expect(await harness.deliver()).toContain(600_000);
    harness.pass(24 * hour - 1);
    expect(await harness.deliver()).toEqual([600_000]);
    expect(taken(harness, harness.closed)).toEqual([]);
    harness.pass(1);
    await harness.deliver();
    expect(await harness.deliver()).toEqual([]);
    const [post, ...others] = taken(harness, harness.closed);
    expect(post).toMatchObject({ channel: 'CNOTICES', text: expect.stringContaining('api:ci') });
    expect(others).toEqual([]);
    expect(JSON.stringify(post?.['blocks'])).toContain('<#CSHOP>');
    expect(harness.lines).toContainEqual(
      expect.objectContaining({ level: 'error', channel: 'CSHOP', recipients: ['CNOTICES'] }),
    );
  });

  test('a later message goes on at once while the channel stays as it is', async () => {
    const harness = await setupUnreachable(request('applied', { author: 'api:ci' }), new Set(['CSHOP']));
    await harness.deliver();
    harness.pass(24 * hour);
    await harness.deliver();
    await harness.deliver();
    harness.setChange(request('applied', { author: 'api:ci', id: '6f9619ff-8b86-4d01-b42d-00cf4fc964fe' }));
    await harness.deliver();
    await harness.deliver();
    expect(taken(harness, harness.closed).filter(({ channel }) => channel === 'CNOTICES')).toHaveLength(2);
  });

  test('without another channel, each admin gets it; without admins it is written off', async () => {
    const toAdmins = await setupUnreachable(request('applied', { author: 'api:ci' }), new Set(['CSHOP', 'CNOTICES']), {
      noticesChannel: 'CNOTICES',
      admins: ['UBOSS', 'SADMINS'],
    });
    await toAdmins.deliver();
    for (const _ of [1, 2]) {
      toAdmins.pass(24 * hour);
      await toAdmins.deliver();
      await toAdmins.deliver();
    }
    const direct = taken(toAdmins, toAdmins.closed).filter(({ channel }) => String(channel).startsWith('D'));
    expect(direct.map(({ channel }) => channel).sort()).toEqual(['DUBOSS', 'DUCHOI', 'DUKIM']);
    expect(JSON.stringify(direct)).toContain('<#CSHOP>');

    const nobody = { noticesChannel: 'CSHOP', admins: [] };
    const writtenOff = await setupUnreachable(request('applied', { author: 'api:ci' }), new Set(['CSHOP']), nobody);
    await writtenOff.deliver();
    writtenOff.pass(24 * hour);
    expect(await writtenOff.deliver()).toEqual([]);
    expect(await writtenOff.database.prisma.message.findMany({ where: { recipient: 'CSHOP' } })).toMatchObject([
      { failure: 'is_archived' },
    ]);
    expect(writtenOff.lines).toContainEqual(
      expect.objectContaining({ level: 'error', channel: 'CSHOP', kind: 'applied' }),
    );
  });

  test('a channel that takes messages again within the day gets what waited', async () => {
    const harness = await setupUnreachable(request('applied', { author: 'api:ci' }), new Set(['CSHOP']));
    await harness.deliver();
    harness.pass(23 * hour);
    harness.closed.clear();
    expect(await harness.deliver()).toEqual([]);
    expect(taken(harness, harness.closed).map(({ channel }) => channel)).toContain('CSHOP');
    expect(await harness.database.prisma.unreachableChannel.count()).toBe(0);
  });
});

test('a message that Slack takes without a ts is posted once, and logged', async () => {
  const harness = await setupDelivery(request('pending'), { 'chat.postMessage': {} });
  for (const _ of [1, 2, 3]) expect(await harness.deliver()).toEqual([]);
  expect(posts(harness)).toHaveLength(1);
  expect(await harness.database.prisma.message.findMany()).toMatchObject([{ failure: 'posted_without_ts' }]);
  expect(harness.lines).toContainEqual(expect.objectContaining({ level: 'error', kind: 'approval' }));
});
