import { describe, expect, test } from 'vitest';
import { type JsonObject, objectIn, objectsIn, stringIn } from '../src/json.js';
import { approvals, general, kim, type Stage, stage } from './harness.js';
import { scopes } from './manifest.js';

/** Posts texts, a second apart, and gives their timestamps. */
async function said(here: Stage, texts: readonly string[], channel: string = approvals): Promise<readonly string[]> {
  const all: string[] = [];
  for (const text of texts) {
    const { body } = await here.call('chat.postMessage', { channel, text });
    all.push(String(body['ts']));
    here.clock.advance(1000);
  }
  return all;
}

async function history(here: Stage, args: JsonObject = {}): Promise<JsonObject> {
  return (await here.call('conversations.history', { channel: approvals, ...args })).body;
}

const texts = (page: JsonObject) => objectsIn(page, 'messages').map((each) => stringIn(each, 'text'));
const cursorIn = (page: JsonObject) => stringIn(objectIn(page, 'response_metadata') ?? {}, 'next_cursor');

describe('what was said in a conversation', () => {
  test('comes newest first, whoever said it', async () => {
    const here = await stage();
    await said(here, ['one', 'two']);
    await here.workspace.user('kim').says('three', { in: approvals });
    expect(await history(here)).toMatchObject({
      ok: true,
      has_more: false,
      messages: [{ type: 'message', text: 'three', user: kim }, { text: 'two', bot_id: 'B0SANDBOX' }, { text: 'one' }],
    });
  });

  test('in pages, from the newest back', async () => {
    const here = await stage();
    await said(here, ['1', '2', '3', '4', '5']);
    const first = await history(here, { limit: 2 });
    const second = await history(here, { limit: 2, cursor: cursorIn(first) });
    const third = await history(here, { limit: 2, cursor: cursorIn(second) });
    expect([first, second, third].map(texts)).toEqual([['5', '4'], ['3', '2'], ['1']]);
    expect([first, second, third].map((page) => page['has_more'])).toEqual([true, true, false]);
    expect(third).not.toHaveProperty('response_metadata');
  });

  test('with oldest alone, in pages from there on', async () => {
    const here = await stage();
    const [, second = ''] = await said(here, ['1', '2', '3', '4', '5']);
    const first = await history(here, { oldest: second, limit: 2 });
    const next = await history(here, { oldest: second, limit: 2, cursor: cursorIn(first) });
    expect([first, next].map(texts)).toEqual([['4', '3'], ['5']]);
  });

  test('between two times, which count only if they are meant to', async () => {
    const here = await stage();
    const [oldest = '', , latest = ''] = await said(here, ['1', '2', '3', '4']);
    expect(texts(await history(here, { oldest, latest }))).toEqual(['2']);
    expect(texts(await history(here, { oldest, latest, inclusive: true }))).toEqual(['3', '2', '1']);
    const page = await history(here, { oldest, latest, inclusive: true, limit: 2 });
    const rest = await history(here, { oldest, latest, inclusive: true, limit: 2, cursor: cursorIn(page) });
    expect([page, rest].map(texts)).toEqual([['3', '2'], ['1']]);
    expect(texts(await history(here, { oldest, inclusive: true, limit: 1 }))).toEqual(['1']);
  });

  test('without what only one person saw, and of replies in a thread only those that were sent to it as well', async () => {
    const here = await stage();
    const [ts = ''] = await said(here, ['for all']);
    await here.call('chat.postEphemeral', { channel: approvals, user: kim, text: 'for Kim' });
    await here.call('chat.postMessage', { channel: approvals, text: 'a reply', thread_ts: ts });
    await here.call('chat.postMessage', {
      channel: approvals,
      text: 'a loud one',
      thread_ts: ts,
      reply_broadcast: true,
    });
    const page = await history(here, { oldest: '0' });
    expect(texts(page)).toEqual(['a loud one', 'for all']);
    expect(objectsIn(page, 'messages')[0]).toMatchObject({ subtype: 'thread_broadcast', thread_ts: ts });
  });

  test('with who has replied in its thread, where anybody has', async () => {
    const here = await stage();
    const [one = ''] = await said(here, ['one', 'two']);
    const { body } = await here.call('chat.postMessage', { channel: approvals, text: 'a reply', thread_ts: one });
    const [two, first] = objectsIn(await history(here), 'messages');
    expect(two).not.toHaveProperty('reply_users');
    expect(first).toMatchObject({
      text: 'one',
      thread_ts: one,
      reply_count: 1,
      reply_users: [(await here.call('auth.test', {})).body['user_id']],
      latest_reply: body['ts'],
    });
  });

  test('edited and deleted as it is now', async () => {
    const here = await stage();
    const [one = '', two = ''] = await said(here, ['one', 'two']);
    await here.call('chat.update', { channel: approvals, ts: one, text: 'One!' });
    await here.call('chat.delete', { channel: approvals, ts: two });
    expect(texts(await history(here))).toEqual(['One!']);
  });
});

describe('metadata', () => {
  const metadata = { event_type: 'outbox_job', event_payload: { job: 7 } };
  const told = async (here: Stage, args: JsonObject = {}) => objectsIn(await history(here, args), 'messages')[0];

  test('is in history when it is asked for, and in no other answer', async () => {
    const here = await stage();
    const { body } = await here.call('chat.postMessage', { channel: approvals, text: 'a', metadata });
    expect(objectIn(body, 'message')).not.toHaveProperty('metadata');
    expect(await told(here)).not.toHaveProperty('metadata');
    expect(await told(here, { include_all_metadata: true })).toMatchObject({ text: 'a', metadata });
  });

  test('stays when a message is edited without, goes with an empty one', async () => {
    const here = await stage();
    const { body } = await here.call('chat.postMessage', { channel: approvals, text: 'a', metadata });
    const edit = (more: JsonObject) => here.call('chat.update', { channel: approvals, ts: body['ts'], ...more });
    await edit({ text: 'b' });
    expect(await told(here, { include_all_metadata: true })).toMatchObject({ text: 'b', metadata });
    await edit({ text: 'c', metadata: {} });
    expect(await told(here, { include_all_metadata: true })).not.toHaveProperty('metadata');
  });

  test.each<[error: string, metadata: unknown]>([
    ['invalid_metadata_format', 'no JSON'],
    ['invalid_metadata_format', [metadata]],
    ['invalid_metadata_schema', { event_type: 'job' }],
    ['invalid_metadata_schema', { event_payload: {} }],
    ['metadata_too_large', { event_type: 'job', event_payload: { text: 'x'.repeat(8000) } }],
    ['invalid_arguments', { ...metadata, event_type: 'outbox.job' }],
  ])('%s, and nothing is posted or changed', async (error, wrong) => {
    const here = await stage();
    const [ts = ''] = await said(here, ['before']);
    const given = JSON.parse(JSON.stringify({ channel: approvals, ts, text: 'after', metadata: wrong }));
    expect((await here.call('chat.postMessage', given)).body).toMatchObject({ ok: false, error });
    expect((await here.call('chat.update', given)).body).toMatchObject({ ok: false, error });
    expect(texts(await history(here))).toEqual(['before']);
  });
});

describe('is refused', () => {
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
    expect(await history(await stage(), args)).toMatchObject({ ok: false, error });
  });

  test('channel_not_found where the bot may not know of the channel', async () => {
    expect(await history(await stage({ seed: withSecret }), { channel: 'G0SECRET1' })).toMatchObject({
      error: 'channel_not_found',
    });
  });

  test.each([
    ['channels:history', approvals],
    ['groups:history', 'G0SECRET1'],
    ['im:history', 'direct'],
  ])('missing_scope without %s', async (needed, where) => {
    const have = { scopes: scopes.filter((scope) => scope !== needed) };
    const here = await stage(where === 'G0SECRET1' ? { ...have, seed: mine } : have);
    const { body } = await here.call('conversations.open', { users: kim });
    const channel = where === 'direct' ? objectIn(body, 'channel')?.['id'] : where;
    expect(await history(here, { channel })).toMatchObject({ error: 'missing_scope', needed });
  });
});
