import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { approvals, type Harness, type StubResponse, secrets, startHarness, startStubBot } from './harness.js';

/** What Bolt, and Slack's own page on it, make of a signature. */
function expected(timestamp: string | undefined, body: string): string {
  return `v0=${createHmac('sha256', secrets.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

test('requests are signed over timestamp and raw body', async () => {
  const harness = await startHarness();
  const bot = await startStubBot(harness);
  await harness.workspace.user('kim').types('/imapp');
  await harness.workspace.user('kim').opensHome();
  for (const { headers, body } of bot.received) {
    const timestamp = headers['x-slack-request-timestamp'];
    expect(timestamp).toBe(String(Math.floor(harness.clock.now() / 1000)));
    expect(headers['x-slack-signature']).toBe(expected(timestamp, body));
  }
  expect(bot.received).toHaveLength(2);
});

describe('redelivery', () => {
  async function sentOnce() {
    const harness = await startHarness();
    const bot = await startStubBot(harness);
    await harness.workspace.user('kim').types('/imapp');
    return { ...harness, bot, first: bot.received[0] };
  }

  test('repeats the request unchanged', async () => {
    const { workspace, bot, first, clock } = await sentOnce();
    clock.advance(60_000);
    expect(await workspace.control.redeliver({})).toMatchObject({ answer: { got: 'answer', status: 200 } });
    const { 'content-length': _length, ...headers } = first?.headers ?? {};
    expect(bot.received[1]).toMatchObject({ body: first?.body, headers });
  });

  test('repeats it with an invalid signature', async () => {
    const { workspace, bot, first } = await sentOnce();
    await workspace.control.redeliver({ spoil: 'signature' });
    expect(bot.received[1]?.body).toBe(first?.body);
    expect(bot.received[1]?.headers['x-slack-signature']).not.toBe(first?.headers['x-slack-signature']);
  });

  test('repeats it with another timestamp, correctly signed', async () => {
    const { workspace, bot, first } = await sentOnce();
    await workspace.control.redeliver({ spoil: 'timestamp', shiftSeconds: 600 });
    const again = bot.received[1];
    const timestamp = again?.headers['x-slack-request-timestamp'];
    expect(Number(timestamp) - Number(first?.headers['x-slack-request-timestamp'])).toBe(600);
    expect(again?.headers['x-slack-signature']).toBe(expected(timestamp, again?.body ?? ''));
  });

  test('can be limited to one kind', async () => {
    const { workspace, bot } = await sentOnce();
    await workspace.user('kim').opensHome();
    await workspace.control.redeliver({ kind: 'commands' });
    expect(bot.lastPayload()).toMatchObject({ command: '/imapp' });
    await expect(workspace.control.redeliver({ kind: 'options' })).rejects.toThrow('nothing was sent yet');
  });
});

describe('events', () => {
  const retries = (bot: { received: readonly { headers: Readonly<Record<string, string>> }[] }) =>
    bot.received.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);

  async function failing(answer: () => StubResponse | 'never') {
    const harness = await startHarness();
    const bot = await startStubBot(harness, answer);
    return { ...harness, bot };
  }

  const due = ({ workspace, clock }: Harness, ms: number) =>
    workspace.until(() => clock.dueInMs().includes(ms), `a timer in ${ms}`);

  test('are wrapped in an event_callback', async () => {
    const { workspace, bot } = await failing(() => ({}));
    await workspace.user('kim').opensHome();
    expect(bot.lastPayload()).toMatchObject({
      type: 'event_callback',
      team_id: 'T0SANDBOX',
      api_app_id: 'A0SANDBOX',
      event: { type: 'app_home_opened', user: 'U00000KIM', tab: 'home' },
      authorizations: [{ team_id: 'T0SANDBOX', user_id: 'U0000IMBOT', is_bot: true }],
    });
  });

  test('are retried at once, after one and after five minutes, with the same event_id', async () => {
    const harness = await failing(() => ({ status: 500 }));
    const { workspace, clock, bot } = harness;
    await workspace.user('kim').opensHome();
    for (const delay of [0, 60_000, 300_000]) {
      await due(harness, delay);
      clock.advance(delay);
    }
    await workspace.until(() => bot.received.length === 4 && clock.dueInMs().length === 0, 'the last try');
    expect(retries(bot)).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ]);
    expect(new Set(bot.received.map(({ payload }) => payload['event_id'])).size).toBe(1);
  });

  test('are retried after a timeout of three seconds', async () => {
    const harness = await failing(() => 'never');
    const opening = harness.workspace.user('kim').opensHome();
    await harness.workspace.until(() => harness.bot.received.length === 1, 'the first try');
    harness.clock.advance(3000);
    await opening;
    await due(harness, 0);
    harness.clock.advance(0);
    await harness.workspace.until(() => harness.bot.received.length === 2, 'the second try');
    expect(retries(harness.bot)[1]).toEqual(['1', 'http_timeout']);
  });

  test('are not retried after x-slack-no-retry', async () => {
    const { workspace, clock } = await failing(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }));
    await workspace.user('kim').opensHome();
    expect(clock.dueInMs()).toEqual([]);
  });

  test('are not sent if the app does not subscribe to them', async () => {
    const { workspace, bot } = await failing(() => ({}));
    await workspace.user('kim').says('hello', { in: '#general' });
    expect(await workspace.control.emit({ event: { type: 'reaction_added' } })).toEqual({ answer: null });
    expect(bot.received).toEqual([]);
  });

  test('of messages are sent to an app that subscribes to them', async () => {
    const harness = await startHarness({ events: ['message'] });
    const bot = await startStubBot(harness);
    await harness.workspace.user('kim').says('hello', { in: '#general' });
    await harness.workspace.until(() => bot.received.length === 1, 'the event');
    expect(bot.lastPayload()['event']).toMatchObject({ type: 'message', text: 'hello', channel_type: 'channel' });
  });
});

describe('faults', () => {
  const say = ({ call }: Harness) => call('chat.postMessage', { channel: approvals, text: 'hello' });
  const messages = ({ workspace }: Harness) => workspace.state().messages[approvals] ?? [];

  test('return an error, once', async () => {
    const harness = await startHarness();
    await harness.workspace.control.fault({ on: 'chat.postMessage', error: 'internal_error' });
    expect((await say(harness)).body).toEqual({ ok: false, error: 'internal_error' });
    expect((await say(harness)).body['ok']).toBe(true);
    expect(messages(harness)).toHaveLength(1);
  });

  test('return 429 with Retry-After, several times', async () => {
    const harness = await startHarness();
    await harness.workspace.control.fault({ on: 'chat.postMessage', retryAfter: 30, times: 2 });
    const answers = [await say(harness), await say(harness), await say(harness)];
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 200]);
    expect(answers[0]?.headers.get('retry-after')).toBe('30');
  });

  test('return a status, a body that is not JSON, or reset the connection', async () => {
    const harness = await startHarness();
    const { control, url } = harness.workspace;
    await control.fault({ on: 'auth.test', status: 503 });
    await control.fault({ on: 'auth.test', malformed: true });
    await control.fault({ on: 'auth.test', reset: true });
    const ask = () =>
      fetch(`${url}auth.test`, { method: 'POST', headers: { authorization: `Bearer ${secrets.botToken}` } });
    expect((await ask()).status).toBe(503);
    expect(await (await ask()).text()).toBe('<html>temporarily unavailable');
    await expect(ask()).rejects.toThrow('fetch failed');
    expect((await ask()).status).toBe(200);
  });

  test('can lose the response after the work is done', async () => {
    const harness = await startHarness();
    await harness.workspace.control.fault({ on: 'chat.postMessage', reset: true, when: 'after' });
    await expect(say(harness)).rejects.toThrow('fetch failed');
    expect(messages(harness)).toHaveLength(1);
  });

  test.each<[how: string, fault: { status?: number; malformed?: true; error?: string }, status: number]>([
    ['a failure', { status: 500 }, 500],
    ['no JSON', { malformed: true }, 200],
    ['an error of its own', { error: 'internal_error' }, 200],
  ])('can return %s after the work is done', async (_how, fault, status) => {
    const harness = await startHarness();
    await harness.workspace.control.fault({ on: 'chat.postMessage', ...fault, when: 'after' });
    const answer = await fetch(`${harness.workspace.url}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secrets.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: approvals, text: 'hi' }),
    });
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toContain('"ok":true');
    expect(messages(harness)).toHaveLength(1);
  });

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('can hang, %s the work', async (when, posted) => {
    const harness = await startHarness();
    await harness.workspace.control.fault({ on: 'chat.postMessage', hang: true, when });
    const gone = new AbortController();
    const asking = fetch(`${harness.workspace.url}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secrets.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: approvals, text: 'hi' }),
      signal: gone.signal,
    });
    await harness.workspace.until(
      () => harness.workspace.traffic().some((one) => one.failure === 'no answer'),
      'silence',
    );
    gone.abort();
    await expect(asking).rejects.toThrow('aborted');
    expect(messages(harness)).toHaveLength(posted);
  });

  test('can delay a response', async () => {
    const harness = await startHarness();
    await harness.workspace.control.fault({ on: 'chat.postMessage', delayMs: 5000 });
    const saying = say(harness);
    await harness.workspace.until(() => harness.clock.dueInMs().includes(5000), 'the delay');
    expect(messages(harness)).toHaveLength(0);
    harness.clock.advance(5000);
    expect((await saying).body['ok']).toBe(true);
  });

  test('can prevent a delivery, or replace its response', async () => {
    const harness = await startHarness();
    const bot = await startStubBot(harness);
    const kim = harness.workspace.user('kim');
    await harness.workspace.control.fault({ on: 'commands', reset: true });
    expect(await kim.types('/imapp')).toMatchObject({ code: 'dispatch_failed' });
    expect(bot.received).toHaveLength(0);
    await harness.workspace.control.fault({ on: 'commands', reset: true, when: 'after' });
    expect(await kim.types('/imapp')).toMatchObject({ code: 'dispatch_failed' });
    expect(bot.received).toHaveLength(1);
    await harness.workspace.control.fault({ on: 'commands', hang: true, when: 'after' });
    expect(await kim.types('/imapp')).toMatchObject({ code: 'operation_timeout' });
    expect(bot.received).toHaveLength(2);
    await harness.workspace.control.fault({ on: 'commands', status: 500 });
    expect(await kim.types('/imapp')).toMatchObject({ code: 'http_service_error' });
  });

  test('can be cleared', async () => {
    const harness = await startHarness();
    await harness.workspace.control.fault({ on: 'chat.postMessage', error: 'internal_error', times: 9 });
    await harness.workspace.control.clearFaults({});
    expect((await say(harness)).body['ok']).toBe(true);
  });
});
