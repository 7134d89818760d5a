import { expect, test } from 'vitest';
import { kim, plainBot, type Reply, stage } from './harness.js';

test('a command carries everything that Slack sends', async () => {
  const here = await stage();
  const bot = await plainBot(here);
  await here.workspace.user('kim').types('/imapp upgrade  “My app” ', { in: '#general' });
  expect(bot.received[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(bot.received[0]?.payload).toMatchObject({
    command: '/imapp',
    text: 'upgrade  “My app”',
    user_id: kim,
    user_name: 'kim',
    channel_id: 'C0GENERAL',
    channel_name: 'general',
    team_id: 'T0SANDBOX',
    team_domain: 'sandbox',
    api_app_id: 'A0SANDBOX',
    is_enterprise_install: 'false',
  });
});

test('in the direct conversation the channel is called directmessage', async () => {
  const here = await stage();
  const bot = await plainBot(here);
  const { body } = await here.call('conversations.open', { users: kim });
  expect(body['ok']).toBe(true);
  const [direct] = here.workspace.screenFor('kim').conversations.slice(-1);
  await here.workspace.control.runCommand({ user: kim, channel: direct?.id, text: '/imapp' });
  expect(bot.received[0]?.payload).toMatchObject({ channel_name: 'directmessage' });
});

const answers: readonly [name: string, reply: Reply, shown: string, toAll: boolean][] = [
  ['text', { body: 'Hello' }, 'Hello', false],
  ['an ephemeral message', { body: { text: 'Hello' } }, 'Hello', false],
  ['a message to all', { body: { text: 'Hello', response_type: 'in_channel' } }, 'Hello', true],
  ['an invalid message', { body: { blocks: [{}] } }, '/imapp failed with the error "invalid_command_response"', false],
  ['HTTP 404', { status: 404 }, '/imapp failed with the error "http_client_error"', false],
  ['HTTP 503', { status: 503 }, '/imapp failed with the error "http_service_error"', false],
];

test.each(answers)('answered with %s', async (_name, reply, shown, toAll) => {
  const here = await stage();
  await plainBot(here, () => reply);
  const person = here.workspace.user('kim');
  await person.types('/imapp');
  expect(person.canSee(shown)).toBe(true);
  expect(here.workspace.user('ann').canSee(shown)).toBe(toAll);
});

test('an answer knows the command that it answers, at once or later', async () => {
  const here = await stage();
  const bot = await plainBot(here, () => ({ body: 'At once' }));
  await here.workspace.user('kim').types('/imapp list');
  const text = JSON.stringify({ text: 'Later' });
  await fetch(String(bot.last()['response_url']), { method: 'POST', body: text });
  const messages = here.workspace.screenFor('kim').conversations.flatMap((each) => each.messages);
  expect(messages.map(({ inReplyTo: answers }) => answers)).toEqual(
    Array(2).fill({ user: kim, command: '/imapp list' }),
  );
});

test('a bot that is not there is dispatch_failed', async () => {
  const here = await stage({ requestUrl: 'http://127.0.0.1:9/slack/events' });
  expect(await here.workspace.user('kim').types('/imapp')).toMatchObject({ ok: false, code: 'dispatch_failed' });
});

test('a command of no app is not sent', async () => {
  const here = await stage({ commands: [{ command: '/imapp' }] });
  const bot = await plainBot(here);
  const person = here.workspace.user('kim');
  expect(await person.types('/impap')).toMatchObject({ ok: false, text: '/impap is not a valid command.' });
  expect(bot.received).toEqual([]);
  expect(await person.types('/imapp')).toEqual({ ok: true });
});

test('nobody runs a command where they are not', async () => {
  const here = await stage();
  await expect(here.workspace.user('kim').types('/imapp', { in: '#secret' })).rejects.toThrow('is not in #secret');
});
