import { createHmac } from 'node:crypto';

export const signingSecret = 'a secret for tests';

export interface Reply {
  readonly status: number;
  /** The parsed body; undefined if it is empty. */
  readonly body: unknown;
}

interface SignOptions {
  /** Added to the timestamp, in seconds. */
  readonly offBy?: number;
  readonly signature?: string;
  readonly contentType?: string;
}

/** A request as Slack sends it; can be sent again unchanged. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function signedRequest(body: string, { offBy = 0, signature, contentType }: SignOptions = {}): SignedRequest {
  const time = String(Math.floor(Date.now() / 1000) + offBy);
  const hash = createHmac('sha256', signingSecret).update(`v0:${time}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': contentType ?? 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': time,
      'x-slack-signature': signature ?? `v0=${hash}`,
    },
  };
}

export async function post(url: string, { headers, body }: SignedRequest): Promise<Reply> {
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

let triggerCount = 0;
/** A new trigger id, so that every request is unique. */
const trigger = () => `${++triggerCount}.trigger`;

interface Sender {
  readonly user?: string;
  /** The team of the user; by default the one that the bot is installed in. */
  readonly team?: string;
  readonly responseUrl?: string;
}

export function slashCommand(line: string, { user = 'UKIM', team = 'T1', responseUrl = '' }: Sender = {}): string {
  const [name = '', ...words] = line.split(' ');
  return new URLSearchParams({
    command: name,
    text: words.join(' '),
    user_id: user,
    team_id: team,
    api_app_id: 'A1',
    is_enterprise_install: 'false',
    channel_id: 'C1',
    response_url: responseUrl,
    trigger_id: trigger(),
  }).toString();
}

/** Interactive payloads are sent as one form field of JSON. */
export function interactive(
  payload: Readonly<Record<string, unknown>>,
  { user = 'UKIM', team = 'T1' }: Sender = {},
): string {
  const sent = {
    api_app_id: 'A1',
    user: { id: user, team_id: team },
    team: { id: team },
    is_enterprise_install: false,
  };
  const whole = { ...sent, trigger_id: trigger(), ...payload };
  return new URLSearchParams({ payload: JSON.stringify(whole) }).toString();
}

interface ActionOptions {
  readonly actionId: string;
  readonly value?: string;
  readonly view?: Readonly<Record<string, unknown>>;
}

export function blockActions({ actionId, value, view }: ActionOptions, sender: Sender = {}): string {
  const origin = view
    ? { container: { type: 'view' }, view }
    : { container: { type: 'message' }, channel: { id: 'C1' }, response_url: sender.responseUrl };
  const action = { type: 'button', action_id: actionId, block_id: 'b', ...(value !== undefined && { value }) };
  return interactive({ type: 'block_actions', ...origin, actions: [action] }, sender);
}

export function viewSubmission(view: Readonly<Record<string, unknown>>, sender: Sender = {}): string {
  const whole = { id: 'V1', type: 'modal', hash: 'h', private_metadata: '', state: { values: {} }, ...view };
  return interactive({ type: 'view_submission', view: whole }, sender);
}

/** The `state` of a view with these texts, by block id. */
export function viewState(texts: Readonly<Record<string, string>>) {
  const values = Object.entries(texts).map(([block, value]) => [
    block,
    { [block]: { type: 'plain_text_input', value } },
  ]);
  return { values: Object.fromEntries(values) };
}

export function eventCallback(payload: Readonly<Record<string, unknown>>, id: string, team = 'T1'): string {
  return JSON.stringify({ type: 'event_callback', team_id: team, api_app_id: 'A1', event_id: id, event: payload });
}
