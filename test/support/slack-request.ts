import { createHmac } from 'node:crypto';

export const signingSecret = 'a secret for tests';

export interface Reply {
  readonly status: number;
  /** The body as JSON; undefined when there was none. */
  readonly body: unknown;
}

interface How {
  /** Seconds by which the time on the request is off. */
  readonly offBy?: number;
  readonly signature?: string;
  readonly contentType?: string;
}

/** A request as Slack sends it: its headers and body, so that it can be sent again exactly. */
export interface Letter {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function letter(body: string, { offBy = 0, signature, contentType }: How = {}): Letter {
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

export async function post(url: string, { headers, body }: Letter): Promise<Reply> {
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

let ticket = 0;
/** A trigger, unlike any before: it makes each request one of its own. */
const trigger = () => `${++ticket}.trigger`;

interface By {
  readonly user?: string;
  readonly responseUrl?: string;
}

export function command(line: string, { user = 'UKIM', responseUrl = '' }: By = {}): string {
  const [name = '', ...words] = line.split(' ');
  return new URLSearchParams({
    command: name,
    text: words.join(' '),
    user_id: user,
    team_id: 'T1',
    channel_id: 'C1',
    response_url: responseUrl,
    trigger_id: trigger(),
  }).toString();
}

/** Everything interactive travels as one field of JSON. */
export function interactive(payload: Readonly<Record<string, unknown>>, { user = 'UKIM' }: By = {}): string {
  const whole = { user: { id: user }, team: { id: 'T1' }, trigger_id: trigger(), ...payload };
  return new URLSearchParams({ payload: JSON.stringify(whole) }).toString();
}

interface Pressing {
  readonly actionId: string;
  readonly value?: string;
  readonly view?: Readonly<Record<string, unknown>>;
}

export function press({ actionId, value, view }: Pressing, by: By = {}): string {
  const place = view
    ? { container: { type: 'view' }, view }
    : { container: { type: 'message' }, channel: { id: 'C1' }, response_url: by.responseUrl };
  const action = { type: 'button', action_id: actionId, block_id: 'b', ...(value !== undefined && { value }) };
  return interactive({ type: 'block_actions', ...place, actions: [action] }, by);
}

export function submission(view: Readonly<Record<string, unknown>>, by: By = {}): string {
  const whole = { id: 'V1', type: 'modal', hash: 'h', private_metadata: '', state: { values: {} }, ...view };
  return interactive({ type: 'view_submission', view: whole }, by);
}

/** The state of a view in which these texts were typed, by block. */
export function typed(texts: Readonly<Record<string, string>>) {
  const values = Object.entries(texts).map(([block, value]) => [
    block,
    { [block]: { type: 'plain_text_input', value } },
  ]);
  return { values: Object.fromEntries(values) };
}

export function event(payload: Readonly<Record<string, unknown>>, id: string): string {
  return JSON.stringify({ type: 'event_callback', team_id: 'T1', event_id: id, event: payload });
}
