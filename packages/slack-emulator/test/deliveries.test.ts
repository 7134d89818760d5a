import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { approvals, plainBot, type Reply, type Stage, secrets, stage } from './harness.js';

/** What Bolt, and Slack's own page on it, make of a signature. */
function expected(timestamp: string | undefined, body: string): string {
  return `v0=${createHmac('sha256', secrets.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

test('every request is signed over its timestamp and raw body', async () => {
  const here = await stage();
  const bot = await plainBot(here);
  await here.workspace.user('kim').types('/imapp');
  await here.workspace.user('kim').opensHome();
  for (const { headers, body } of bot.received) {
    const timestamp = headers['x-slack-request-timestamp'];
    expect(timestamp).toBe(String(Math.floor(here.clock.now() / 1000)));
    expect(headers['x-slack-signature']).toBe(expected(timestamp, body));
  }
  expect(bot.received).toHaveLength(2);
});

describe('redelivery', () => {
  async function sentOnce() {
    const here = await stage();
    const bot = await plainBot(here);
    await here.workspace.user('kim').types('/imapp');
    return { ...here, bot, first: bot.received[0] };
  }

  test('the very same request again', async () => {
    const { workspace, bot, first, clock } = await sentOnce();
    clock.advance(60_000);
    expect(await workspace.control.redeliver({})).toMatchObject({ answer: { got: 'answer', status: 200 } });
    const { 'content-length': _length, ...headers } = first?.headers ?? {};
    expect(bot.received[1]).toMatchObject({ body: first?.body, headers });
  });

  test('with a false signature', async () => {
    const { workspace, bot, first } = await sentOnce();
    await workspace.control.redeliver({ spoil: 'signature' });
    expect(bot.received[1]?.body).toBe(first?.body);
    expect(bot.received[1]?.headers['x-slack-signature']).not.toBe(first?.headers['x-slack-signature']);
  });

  test('truly signed for another time', async () => {
    const { workspace, bot, first } = await sentOnce();
    await workspace.control.redeliver({ spoil: 'timestamp', shiftSeconds: 600 });
    const again = bot.received[1];
    const timestamp = again?.headers['x-slack-request-timestamp'];
    expect(Number(timestamp) - Number(first?.headers['x-slack-request-timestamp'])).toBe(600);
    expect(again?.headers['x-slack-signature']).toBe(expected(timestamp, again?.body ?? ''));
  });

  test('of one kind only', async () => {
    const { workspace, bot } = await sentOnce();
    await workspace.user('kim').opensHome();
    await workspace.control.redeliver({ kind: 'commands' });
    expect(bot.last()).toMatchObject({ command: '/imapp' });
    await expect(workspace.control.redeliver({ kind: 'options' })).rejects.toThrow('nothing was sent yet');
  });
});

describe('events', () => {
  const retries = (bot: { received: readonly { headers: Readonly<Record<string, string>> }[] }) =>
    bot.received.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);

  async function failing(answer: () => Reply | 'never') {
    const here = await stage();
    const bot = await plainBot(here, answer);
    return { ...here, bot };
  }

  const due = ({ workspace, clock }: Stage, ms: number) =>
    workspace.until(() => clock.dueInMs().includes(ms), `a timer in ${ms}`);

  test('carry what Slack puts around them', async () => {
    const { workspace, bot } = await failing(() => ({}));
    await workspace.user('kim').opensHome();
    expect(bot.last()).toMatchObject({
      type: 'event_callback',
      team_id: 'T0SANDBOX',
      api_app_id: 'A0SANDBOX',
      event: { type: 'app_home_opened', user: 'U00000KIM', tab: 'home' },
      authorizations: [{ team_id: 'T0SANDBOX', user_id: 'U0000IMBOT', is_bot: true }],
    });
  });

  test('come again at once, after a minute and after five, with the same event_id', async () => {
    const scene = await failing(() => ({ status: 500 }));
    const { workspace, clock, bot } = scene;
    await workspace.user('kim').opensHome();
    for (const delay of [0, 60_000, 300_000]) {
      await due(scene, delay);
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

  test('come again when nobody answers in three seconds', async () => {
    const scene = await failing(() => 'never');
    const opening = scene.workspace.user('kim').opensHome();
    await scene.workspace.until(() => scene.bot.received.length === 1, 'the first try');
    scene.clock.advance(3000);
    await opening;
    await due(scene, 0);
    scene.clock.advance(0);
    await scene.workspace.until(() => scene.bot.received.length === 2, 'the second try');
    expect(retries(scene.bot)[1]).toEqual(['1', 'http_timeout']);
  });

  test('do not come again when that is not wanted', async () => {
    const { workspace, clock } = await failing(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }));
    await workspace.user('kim').opensHome();
    expect(clock.dueInMs()).toEqual([]);
  });

  test('that the app does not listen to are not sent', async () => {
    const { workspace, bot } = await failing(() => ({}));
    await workspace.user('kim').says('hello', { in: '#general' });
    expect(await workspace.control.emit({ event: { type: 'reaction_added' } })).toEqual({ answer: null });
    expect(bot.received).toEqual([]);
  });

  test('of messages are sent to an app that listens', async () => {
    const here = await stage({ events: ['message'] });
    const bot = await plainBot(here);
    await here.workspace.user('kim').says('hello', { in: '#general' });
    await here.workspace.until(() => bot.received.length === 1, 'the event');
    expect(bot.last()['event']).toMatchObject({ type: 'message', text: 'hello', channel_type: 'channel' });
  });
});

describe('faults', () => {
  const say = ({ call }: Stage) => call('chat.postMessage', { channel: approvals, text: 'hello' });
  const messages = ({ workspace }: Stage) => workspace.state().messages[approvals] ?? [];

  test('an error, once', async () => {
    const here = await stage();
    await here.workspace.control.fault({ on: 'chat.postMessage', error: 'internal_error' });
    expect((await say(here)).body).toEqual({ ok: false, error: 'internal_error' });
    expect((await say(here)).body['ok']).toBe(true);
    expect(messages(here)).toHaveLength(1);
  });

  test('Retry-After, several times', async () => {
    const here = await stage();
    await here.workspace.control.fault({ on: 'chat.postMessage', retryAfter: 30, times: 2 });
    const answers = [await say(here), await say(here), await say(here)];
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 200]);
    expect(answers[0]?.headers.get('retry-after')).toBe('30');
  });

  test('a status, a body that is no JSON, a broken connection', async () => {
    const here = await stage();
    const { control, url } = here.workspace;
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

  test('the work is done and the answer is lost', async () => {
    const here = await stage();
    await here.workspace.control.fault({ on: 'chat.postMessage', reset: true, when: 'after' });
    await expect(say(here)).rejects.toThrow('fetch failed');
    expect(messages(here)).toHaveLength(1);
  });

  test.each<[how: string, fault: { status?: number; malformed?: true; error?: string }, status: number]>([
    ['a failure', { status: 500 }, 500],
    ['no JSON', { malformed: true }, 200],
    ['an error of its own', { error: 'internal_error' }, 200],
  ])('the work is done, and %s comes for an answer', async (_how, fault, status) => {
    const here = await stage();
    await here.workspace.control.fault({ on: 'chat.postMessage', ...fault, when: 'after' });
    const answer = await fetch(`${here.workspace.url}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secrets.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: approvals, text: 'hi' }),
    });
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toContain('"ok":true');
    expect(messages(here)).toHaveLength(1);
  });

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('an answer that never comes, %s the work', async (when, posted) => {
    const here = await stage();
    await here.workspace.control.fault({ on: 'chat.postMessage', hang: true, when });
    const gone = new AbortController();
    const asking = fetch(`${here.workspace.url}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secrets.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: approvals, text: 'hi' }),
      signal: gone.signal,
    });
    await here.workspace.until(() => here.workspace.traffic().some((one) => one.failure === 'no answer'), 'silence');
    gone.abort();
    await expect(asking).rejects.toThrow('aborted');
    expect(messages(here)).toHaveLength(posted);
  });

  test('an answer that comes late', async () => {
    const here = await stage();
    await here.workspace.control.fault({ on: 'chat.postMessage', delayMs: 5000 });
    const saying = say(here);
    await here.workspace.until(() => here.clock.dueInMs().includes(5000), 'the delay');
    expect(messages(here)).toHaveLength(0);
    here.clock.advance(5000);
    expect((await saying).body['ok']).toBe(true);
  });

  test('on what is sent: it never arrives, or its answer does not count', async () => {
    const here = await stage();
    const bot = await plainBot(here);
    const kim = here.workspace.user('kim');
    await here.workspace.control.fault({ on: 'commands', reset: true });
    expect(await kim.types('/imapp')).toMatchObject({ code: 'dispatch_failed' });
    expect(bot.received).toHaveLength(0);
    await here.workspace.control.fault({ on: 'commands', reset: true, when: 'after' });
    expect(await kim.types('/imapp')).toMatchObject({ code: 'dispatch_failed' });
    expect(bot.received).toHaveLength(1);
    await here.workspace.control.fault({ on: 'commands', hang: true, when: 'after' });
    expect(await kim.types('/imapp')).toMatchObject({ code: 'operation_timeout' });
    expect(bot.received).toHaveLength(2);
    await here.workspace.control.fault({ on: 'commands', status: 500 });
    expect(await kim.types('/imapp')).toMatchObject({ code: 'http_service_error' });
  });

  test('can be taken back', async () => {
    const here = await stage();
    await here.workspace.control.fault({ on: 'chat.postMessage', error: 'internal_error', times: 9 });
    await here.workspace.control.clearFaults({});
    expect((await say(here)).body['ok']).toBe(true);
  });
});
