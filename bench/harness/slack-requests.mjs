// What Slack, a program and the vendor send to the bot.
import { createHash, createHmac } from 'node:crypto';

const signingSecret = 'bench';
const apiSecret = 'a-secret-for-the-bench';
const vendorToken = 'bench';

/** Settings with which the bot accepts these requests. */
export const secrets = {
  SLACK_BOT_TOKEN: 'xoxb-bench',
  SLACK_SIGNING_SECRET: signingSecret,
  API_TOKENS: `bench:${apiSecret}`,
  TENCENT_CALLBACK_TOKEN: vendorToken,
};

let count = 0;
/** Another one every time: what Slack sends twice is a replay. */
export const trigger = () => `${count++}.1`;

/** A request as Slack signs it, at this moment. */
export function signed(body) {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    path: '/slack/events',
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  };
}

/** A slash command: `/imapp show 1400000001`. */
export function command(line, { user = 'UBENCH', trigger_id = trigger(), response_url = 'http://127.0.0.1:9/' } = {}) {
  const [name, ...words] = line.split(' ');
  const who = { user_id: user, team_id: 'T1', channel_id: 'C1' };
  return new URLSearchParams({ command: name, text: words.join(' '), ...who, trigger_id, response_url }).toString();
}

/** A modal that is sent off: which one, what it carries, and what was chosen in it. */
export function submission(modal, carries, { chosen = {}, user = 'UBENCH' } = {}) {
  const values = Object.fromEntries(
    Object.entries(chosen).map(([field, value]) => [field, { [field]: { selected_option: { value } } }]),
  );
  const view = {
    id: 'V1',
    type: 'modal',
    callback_id: modal,
    private_metadata: JSON.stringify(carries),
    state: { values },
  };
  const payload = { type: 'view_submission', team: { id: 'T1' }, user: { id: user }, view, trigger_id: trigger() };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** A program's request with a body of JSON. */
export function called(path, body) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiSecret}` };
  return { path, method: 'POST', headers, body: JSON.stringify(body) };
}

/** The vendor's webhook: something happened to an app. */
export function vendorCall(sdkAppId, callback, body) {
  const time = String(Math.floor(Date.now() / 1000));
  const query = new URLSearchParams({
    SdkAppid: String(sdkAppId),
    CallbackCommand: callback,
    contenttype: 'json',
    ClientIP: '127.0.0.1',
    OptPlatform: 'RESTAPI',
    Sign: createHash('sha256')
      .update(vendorToken + time)
      .digest('hex'),
    RequestTime: time,
  });
  const headers = { 'content-type': 'application/json' };
  const told = JSON.stringify({ CallbackCommand: callback, ...body });
  return { path: `/v1/vendor/tencent?${query}`, method: 'POST', headers, body: told };
}
