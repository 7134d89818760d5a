import { describe, expect, test } from 'vitest';
import { type JsonObject, objectIn, objectsIn, stringIn } from '../src/json.js';
import { approvals, general, type Harness, kim, startHarness } from './harness.js';
import { scopes } from './manifest.js';

/** Posts texts one second apart; returns their timestamps. */
async function postTexts(
  harness: Harness,
  texts: readonly string[],
  channel: string = approvals,
): Promise<readonly string[]> {
  const all: string[] = [];
  for (const text of texts) {
    const { body } = await harness.call('chat.postMessage', { channel, text });
    all.push(String(body['ts']));
    harness.clock.advance(1000);
  }
  return all;
}

async function history(harness: Harness, args: JsonObject = {}): Promise<JsonObject> {
  return (await harness.call('conversations.history', { channel: approvals, ...args })).body;
}

const texts = (page: JsonObject) => objectsIn(page, 'messages').map((each) => stringIn(each, 'text'));
const cursorIn = (page: JsonObject) => stringIn(objectIn(page, 'response_metadata') ?? {}, 'next_cursor');

describe('conversations.history', () => {
  test('lists messages of all authors, newest first', async () => {
    const harness = await startHarness();
    await postTexts(harness, ['one', 'two']);
    await harness.workspace.user('kim').says('three', { in: approvals });
    expect(await history(harness)).toMatchObject({
      ok: true,
      has_more: false,
      messages: [{ type: 'message', text: 'three', user: kim }, { text: 'two', bot_id: 'B0SANDBOX' }, { text: 'one' }],
    });
  });

  test('pages from the newest back', async () => {
    const harness = await startHarness();
    await postTexts(harness, ['1', '2', '3', '4', '5']);
    const first = await history(harness, { limit: 2 });
    const second = await history(harness, { limit: 2, cursor: cursorIn(first) });
    const third = await history(harness, { limit: 2, cursor: cursorIn(second) });
    expect([first, second, third].map(texts)).toEqual([['5', '4'], ['3', '2'], ['1']]);
    expect([first, second, third].map((page) => page['has_more'])).toEqual([true, true, false]);
    expect(third).not.toHaveProperty('response_metadata');
  });

  test('pages forward with oldest alone', async () => {
    const harness = await startHarness();
    const [, second = ''] = await postTexts(harness, ['1', '2', '3', '4', '5']);
    const first = await history(harness, { oldest: second, limit: 2 });
    const next = await history(harness, { oldest: second, limit: 2, cursor: cursorIn(first) });
    expect([first, next].map(texts)).toEqual([['4', '3'], ['5']]);
  });

  test('excludes oldest and latest unless inclusive', async () => {
    const harness = await startHarness();
    const [oldest = '', , latest = ''] = await postTexts(harness, ['1', '2', '3', '4']);
    expect(texts(await history(harness, { oldest, latest }))).toEqual(['2']);
    expect(texts(await history(harness, { oldest, latest, inclusive: true }))).toEqual(['3', '2', '1']);
    const page = await history(harness, { oldest, latest, inclusive: true, limit: 2 });
    const rest = await history(harness, { oldest, latest, inclusive: true, limit: 2, cursor: cursorIn(page) });
    expect([page, rest].map(texts)).toEqual([['3', '2'], ['1']]);
    expect(texts(await history(harness, { oldest, inclusive: true, limit: 1 }))).toEqual(['1']);
  });

  test('omits ephemeral messages, and thread replies that were not broadcast', async () => {
    const harness = await startHarness();
    const [ts = ''] = await postTexts(harness, ['for all']);
    await harness.call('chat.postEphemeral', { channel: approvals, user: kim, text: 'for Kim' });
    await harness.call('chat.postMessage', { channel: approvals, text: 'a reply', thread_ts: ts });
    await harness.call('chat.postMessage', {
      channel: approvals,
      text: 'a loud one',
      thread_ts: ts,
      reply_broadcast: true,
    });
    const page = await history(harness, { oldest: '0' });
    expect(texts(page)).toEqual(['a loud one', 'for all']);
    expect(objectsIn(page, 'messages')[0]).toMatchObject({ subtype: 'thread_broadcast', thread_ts: ts });
  });

  test('contains the thread fields of parent messages', async () => {
    const harness = await startHarness();
    const [one = ''] = await postTexts(harness, ['one', 'two']);
    const { body } = await harness.call('chat.postMessage', { channel: approvals, text: 'a reply', thread_ts: one });
    const [two, first] = objectsIn(await history(harness), 'messages');
    expect(two).not.toHaveProperty('reply_users');
    expect(first).toMatchObject({
      text: 'one',
      thread_ts: one,
      reply_count: 1,
      reply_users: [(await harness.call('auth.test', {})).body['user_id']],
      latest_reply: body['ts'],
    });
  });

  test('reflects edits and deletions', async () => {
    const harness = await startHarness();
    const [one = '', two = ''] = await postTexts(harness, ['one', 'two']);
    await harness.call('chat.update', { channel: approvals, ts: one, text: 'One!' });
    await harness.call('chat.delete', { channel: approvals, ts: two });
    expect(texts(await history(harness))).toEqual(['One!']);
  });
});

describe('message metadata', () => {
  const metadata = { event_type: 'outbox_job', event_payload: { job: 7 } };
  const newestMessage = async (harness: Harness, args: JsonObject = {}) =>
    objectsIn(await history(harness, args), 'messages')[0];

  test('is in history with include_all_metadata, and in no other response', async () => {
    const harness = await startHarness();
    const { body } = await harness.call('chat.postMessage', { channel: approvals, text: 'a', metadata });
    expect(objectIn(body, 'message')).not.toHaveProperty('metadata');
    expect(await newestMessage(harness)).not.toHaveProperty('metadata');
    expect(await newestMessage(harness, { include_all_metadata: true })).toMatchObject({ text: 'a', metadata });
  });

  test('survives an edit without metadata, and is removed by an empty object', async () => {
    const harness = await startHarness();
    const { body } = await harness.call('chat.postMessage', { channel: approvals, text: 'a', metadata });
    const edit = (more: JsonObject) => harness.call('chat.update', { channel: approvals, ts: body['ts'], ...more });
    await edit({ text: 'b' });
    expect(await newestMessage(harness, { include_all_metadata: true })).toMatchObject({ text: 'b', metadata });
    await edit({ text: 'c', metadata: {} });
    expect(await newestMessage(harness, { include_all_metadata: true })).not.toHaveProperty('metadata');
  });

  test.each<[error: string, metadata: unknown]>([
    ['invalid_metadata_format', 'no JSON'],
    ['invalid_metadata_format', [metadata]],
    ['invalid_metadata_schema', { event_type: 'job' }],
    ['invalid_metadata_schema', { event_payload: {} }],
    ['metadata_too_large', { event_type: 'job', event_payload: { text: 'x'.repeat(8000) } }],
    ['invalid_arguments', { ...metadata, event_type: 'outbox.job' }],
  ])('fails with %s, and nothing is posted or changed', async (error, wrong) => {
    const harness = await startHarness();
    const [ts = ''] = await postTexts(harness, ['before']);
    const given = JSON.parse(JSON.stringify({ channel: approvals, ts, text: 'after', metadata: wrong }));
    expect((await harness.call('chat.postMessage', given)).body).toMatchObject({ ok: false, error });
    expect((await harness.call('chat.update', given)).body).toMatchObject({ ok: false, error });
    expect(texts(await history(harness))).toEqual(['before']);
  });
});

describe('conversations.history fails with', () => {
  const withSecret = { channels: [{ id: 'G0SECRET1', name: 'secret', kind: 'private' as const, members: [kim] }] };
  const mine = { channels: [{ id: 'G0SECRET1', name: 'secret', kind: 'private' as const, members: ['U0000IMBOT'] }] };

  test.each<[error: string, args: JsonObject]>([
    ['channel_not_found', { channel: 'C404' }],
    ['channel_not_found', { channel: '#ops-approvals' }],
    ['not_in_channel', { channel: general }],
    ['invalid_ts_oldest', { oldest: 'yesterday' }],
    ['invalid_ts_latest', { latest: '1.2.3' }],
    ['invalid_limit', { limit: 0 }],
    ['invalid_limit', { limit: 1000 }],
    ['invalid_cursor', { cursor: 'next' }],
  ])('%s: %j', async (error, args) => {
    expect(await history(await startHarness(), args)).toMatchObject({ ok: false, error });
  });

  test('channel_not_found for a private channel without the bot', async () => {
    expect(await history(await startHarness({ seed: withSecret }), { channel: 'G0SECRET1' })).toMatchObject({
      error: 'channel_not_found',
    });
  });

  test.each([
    ['channels:history', approvals],
    ['groups:history', 'G0SECRET1'],
    ['im:history', 'direct'],
  ])('missing_scope without %s', async (needed, where) => {
    const have = { scopes: scopes.filter((scope) => scope !== needed) };
    const harness = await startHarness(where === 'G0SECRET1' ? { ...have, seed: mine } : have);
    const { body } = await harness.call('conversations.open', { users: kim });
    const channel = where === 'direct' ? objectIn(body, 'channel')?.['id'] : where;
    expect(await history(harness, { channel })).toMatchObject({ error: 'missing_scope', needed });
  });
});
