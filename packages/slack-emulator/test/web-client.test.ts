import { LogLevel, WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { form, modalSaying, withButton } from './fixtures.js';
import { approvals, general, type Harness, issueTrigger, kim, secrets, startHarness } from './harness.js';
import { scopes } from './manifest.js';

const createClient = ({ workspace }: Harness) =>
  new WebClient(secrets.botToken, {
    slackApiUrl: workspace.url,
    logLevel: LogLevel.ERROR,
    retryConfig: { retries: 0 },
  });

test('@slack/web-api: auth, users, user groups and conversations', async () => {
  const harness = await startHarness({ scopes: [...scopes, 'channels:read', 'im:read'] });
  const slack = createClient(harness);
  expect(await slack.auth.test()).toMatchObject({ ok: true, user_id: 'U0000IMBOT', team: 'Sandbox' });
  expect(await slack.api.test({})).toMatchObject({ ok: true });
  const { members } = await slack.users.list({});
  expect(members?.map((each) => each.name)).toEqual(['ann', 'kim', 'lin', 'bob', 'imapp']);
  const { user } = await slack.users.info({ user: kim, include_locale: true });
  expect(user).toMatchObject({ locale: 'ko-KR', tz: 'Asia/Seoul' });
  const { usergroups } = await slack.usergroups.list({ include_users: true });
  expect(usergroups?.[0]).toMatchObject({ id: 'S0ONCALL1', users: ['U00000LIN'] });
  expect((await slack.usergroups.users.list({ usergroup: 'S0ONCALL1' })).users).toEqual(['U00000LIN']);
  const { channels } = await slack.conversations.list({});
  expect(channels?.map((each) => each.name)).toEqual(['general', 'ops-approvals', 'ops-notices']);
  expect((await slack.conversations.info({ channel: general })).channel).toMatchObject({ is_member: false });
  expect((await slack.conversations.members({ channel: approvals })).members).toContain('U0000IMBOT');
  const { channel } = await slack.conversations.open({ users: kim, return_im: true });
  expect(channel).toMatchObject({ is_im: true, user: kim });
  expect(await slack.conversations.open({ users: kim })).toMatchObject({
    already_open: true,
    channel: { id: channel?.id },
  });
});

test('@slack/web-api: post, edit, link to and delete a message', async () => {
  const harness = await startHarness();
  const slack = createClient(harness);
  const lin = harness.workspace.user('lin');
  const { ts = '' } = await slack.chat.postMessage({ channel: approvals, text: 'One', blocks: withButton('Go', '1') });
  expect(lin.screen('#ops-approvals')).toContain('Shall we?');
  const edited = await slack.chat.update({ channel: approvals, ts, text: 'Two' });
  expect(edited.message).toMatchObject({ text: 'Two', edited: { user: 'U0000IMBOT' } });
  expect(lin.screen('#ops-approvals')).toBe('Two');
  const { permalink } = await slack.chat.getPermalink({ channel: approvals, message_ts: ts });
  expect(permalink).toBe(`https://sandbox.slack.com/archives/C0APPROVE/p${ts.replace('.', '')}`);
  await slack.chat.postEphemeral({ channel: approvals, user: kim, text: 'Only Kim' });
  expect(lin.canSee('Only Kim')).toBe(false);
  expect(harness.workspace.user('kim').canSee('Only Kim')).toBe(true);
  await slack.chat.delete({ channel: approvals, ts });
  expect(lin.screen('#ops-approvals')).toBe('');
  const direct = await slack.chat.postMessage({ channel: kim, text: 'Hello Kim' });
  expect(direct.channel).toMatch(/^D/);
});

test('@slack/web-api: open, push, update and publish views', async () => {
  const harness = await startHarness();
  const slack = createClient(harness);
  const first = await slack.views.open({ trigger_id: await issueTrigger(harness), view: modalSaying('First') });
  const second = await slack.views.push({ trigger_id: await issueTrigger(harness), view: form });
  expect(second.view).toMatchObject({ root_view_id: first.view?.id, previous_view_id: first.view?.id });
  const { hash = '', id = '' } = second.view ?? {};
  const updated = await slack.views.update({ view_id: id, hash, view: modalSaying('Second') });
  expect(updated.view?.hash).not.toBe(hash);
  const published = await slack.views.publish({ user_id: kim, view: { type: 'home', blocks: [] } });
  expect(published.view).toMatchObject({ type: 'home', state: { values: {} } });
});

test('@slack/web-api: filesUploadV2', async () => {
  const harness = await startHarness();
  const slack = createClient(harness);
  await slack.files.uploadV2({
    channel_id: approvals,
    initial_comment: 'The chart',
    file_uploads: [
      { file: Buffer.from('png bytes'), filename: 'chart.png', title: 'Usage' },
      { content: 'a,b\n1,2\n', filename: 'table.csv', title: 'All of it' },
    ],
  });
  const lin = harness.workspace.user('lin');
  await lin.sees('(file) Usage', '#ops-approvals');
  await lin.sees('(file) All of it', '#ops-approvals');
  const [message] = harness.workspace.state().messages[approvals] ?? [];
  const preview = await fetch(`${harness.workspace.origin}/files/${message?.files[0]}/chart.png`);
  expect(await preview.text()).toBe('png bytes');
  expect(preview.headers.get('content-type')).toBe('image/png');
  const image = { type: 'image', alt_text: 'chart', slack_file: { id: message?.files[0] ?? '' } } as const;
  expect(await slack.chat.postMessage({ channel: approvals, text: 'again', blocks: [image] })).toMatchObject({
    ok: true,
  });
});

test('files.getUploadURLExternal takes alt_txt, not alt_text', async () => {
  const harness = await startHarness();
  const slack = createClient(harness);
  const upload = async (args: Record<string, string>): Promise<void> => {
    const asked = await slack.apiCall('files.getUploadURLExternal', { filename: 'chart.png', length: 3, ...args });
    const got = { upload_url: '', file_id: '', ...asked };
    await fetch(got.upload_url, { method: 'POST', body: 'png' });
    await slack.files.completeUploadExternal({ files: [{ id: got.file_id }], channel_id: approvals });
  };
  await upload({ alt_text: 'A line that falls' });
  await upload({ alt_txt: 'A line that rises' });
  const lin = harness.workspace.user('lin');
  expect(lin.canSee('A line that falls')).toBe(false);
  expect(lin.canSee('A line that rises')).toBe(true);
});

test('an upload must have the announced length, and works once', async () => {
  const harness = await startHarness();
  const { body } = await harness.call('files.getUploadURLExternal', { filename: 'a.txt', length: 3 });
  const to = String(body['upload_url']);
  expect((await fetch(to, { method: 'POST', body: 'four' })).status).toBe(400);
  expect((await fetch(to, { method: 'POST', body: 'abc' })).status).toBe(200);
  expect((await harness.call('files.completeUploadExternal', { files: [{ id: body['file_id'] }] })).body['ok']).toBe(
    true,
  );
  expect((await fetch(to, { method: 'POST', body: 'abc' })).status).toBe(404);
});

test('@slack/web-api: retries after Retry-After', async () => {
  const harness = await startHarness();
  await harness.workspace.control.fault({ on: 'chat.postMessage', retryAfter: 0 });
  const retryConfig = { retries: 1, minTimeout: 0 };
  const options = { slackApiUrl: harness.workspace.url, logLevel: LogLevel.ERROR, retryConfig };
  const client = new WebClient(secrets.botToken, options);
  expect(await client.chat.postMessage({ channel: approvals, text: 'late' })).toMatchObject({ ok: true });
  expect(harness.workspace.traffic().map((one) => one.response?.status)).toEqual([429, 200]);
});
