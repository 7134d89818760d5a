import { App } from '@slack/bolt';
import { expect, test } from 'vitest';
import { startWorkspace } from '../src/index.js';

test('README: the example works', async () => {
  const secrets = { botToken: 'xoxb-test', appToken: 'xapp-test', signingSecret: 'secret' };
  const workspace = await startWorkspace({ ...secrets, scopes: ['commands', 'chat:write'], now: Date.now });
  const clientOptions = { slackApiUrl: workspace.url };
  const app = new App({ token: secrets.botToken, appToken: secrets.appToken, socketMode: true, clientOptions });
  app.command('/hello', async ({ ack, command }) => ack(`Hello <@${command.user_id}>`));
  await app.start();

  const ann = workspace.user('ann');
  expect(await ann.types('/hello')).toEqual({ ok: true });
  await ann.sees('Hello <@U00000ANN>');

  await app.stop();
  await workspace.close();
});
