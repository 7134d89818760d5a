import { expect, test } from 'vitest';
import { kim, type StubResponse, startHarness, startStubBot } from './harness.js';

test("a command payload has all of Slack's fields", async () => {
  const harness = await startHarness();
  const bot = await startStubBot(harness);
  await harness.workspace.user('kim').types('/imapp upgrade  “My app” ', { in: '#general' });
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

test('a command in the direct message has channel_name directmessage', async () => {
  const harness = await startHarness();
  const bot = await startStubBot(harness);
  const { body } = await harness.call('conversations.open', { users: kim });
  expect(body['ok']).toBe(true);
  const [direct] = harness.workspace.screenFor('kim').conversations.slice(-1);
  await harness.workspace.control.runCommand({ user: kim, channel: direct?.id, text: '/imapp' });
  expect(bot.received[0]?.payload).toMatchObject({ channel_name: 'directmessage' });
});

const responses: readonly [name: string, reply: StubResponse, shown: string, toAll: boolean][] = [
  ['text', { body: 'Hello' }, 'Hello', false],
  ['an ephemeral message', { body: { text: 'Hello' } }, 'Hello', false],
  ['a message to all', { body: { text: 'Hello', response_type: 'in_channel' } }, 'Hello', true],
  ['an invalid message', { body: { blocks: [{}] } }, '/imapp failed with the error "invalid_command_response"', false],
  ['HTTP 404', { status: 404 }, '/imapp failed with the error "http_client_error"', false],
  ['HTTP 503', { status: 503 }, '/imapp failed with the error "http_service_error"', false],
];

test.each(responses)('a command response: %s', async (_name, reply, shown, toAll) => {
  const harness = await startHarness();
  await startStubBot(harness, () => reply);
  const kimDriver = harness.workspace.user('kim');
  await kimDriver.types('/imapp');
  expect(kimDriver.canSee(shown)).toBe(true);
  expect(harness.workspace.user('ann').canSee(shown)).toBe(toAll);
});

test('a response refers to its command, at once or through the response_url', async () => {
  const harness = await startHarness();
  const bot = await startStubBot(harness, () => ({ body: 'At once' }));
  await harness.workspace.user('kim').types('/imapp list');
  const text = JSON.stringify({ text: 'Later' });
  await fetch(String(bot.lastPayload()['response_url']), { method: 'POST', body: text });
  const messages = harness.workspace.screenFor('kim').conversations.flatMap((each) => each.messages);
  expect(messages.map(({ inReplyTo: answers }) => answers)).toEqual(
    Array(2).fill({ user: kim, command: '/imapp list' }),
  );
});

test('a command without a running bot fails with dispatch_failed', async () => {
  const harness = await startHarness({ requestUrl: 'http://127.0.0.1:9/slack/events' });
  expect(await harness.workspace.user('kim').types('/imapp')).toMatchObject({ ok: false, code: 'dispatch_failed' });
});

test('an unknown command is not sent', async () => {
  const harness = await startHarness({ commands: [{ command: '/imapp' }] });
  const bot = await startStubBot(harness);
  const kimDriver = harness.workspace.user('kim');
  expect(await kimDriver.types('/impap')).toMatchObject({ ok: false, text: '/impap is not a valid command.' });
  expect(bot.received).toEqual([]);
  expect(await kimDriver.types('/imapp')).toEqual({ ok: true });
});

test('a command needs a conversation of the user', async () => {
  const harness = await startHarness();
  await expect(harness.workspace.user('kim').types('/imapp', { in: '#secret' })).rejects.toThrow('is not in #secret');
});
