import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import { type ManualClock, manualClock, startWorkspace, type Workspace, type WorkspaceOptions } from '../src/index.js';
import type { JsonObject } from '../src/json.js';
import { scopes } from './manifest.js';

export const secrets = { botToken: 'xoxb-sandbox', appToken: 'xapp-sandbox', signingSecret: 'sandbox-secret' };

/** Seeded people and places. */
export const kim = 'U00000KIM';
export const approvals = 'C0APPROVE';
export const notices = 'C0NOTICES';
export const general = 'C0GENERAL';

export interface Stage {
  readonly workspace: Workspace;
  readonly clock: ManualClock;
  /** One raw Web API call with the bot's token. */
  readonly call: (method: string, args?: JsonObject, token?: string) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

/** A workspace that stands still in time and is gone when the test is. */
export async function stage(options: Partial<WorkspaceOptions> = {}): Promise<Stage> {
  // Bolt looks at the wall clock when it checks a signature, so the story starts now.
  const clock = manualClock(Date.now());
  const workspace = await startWorkspace({ ...secrets, scopes, now: clock.now, schedule: clock.schedule, ...options });
  onTestFinished(() => workspace.close());
  const call: Stage['call'] = async (method, args = {}, token = secrets.botToken) => {
    const response = await fetch(workspace.url + method, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
      body: JSON.stringify(args),
    });
    return { status: response.status, headers: response.headers, body: asJson(await response.text()) };
  };
  return { workspace, clock, call };
}

export function asJson(text: string): JsonObject {
  const parsed: JsonObject = JSON.parse(text);
  return parsed;
}

/** A trigger such as an interaction would bring; no bot needs to be there. */
export async function trigger({ workspace }: Stage, user = kim): Promise<string> {
  await workspace.control.shortcut({ user, callbackId: 'give-me-a-trigger' });
  const [id] = Object.keys(workspace.state().triggers).slice(-1);
  return id ?? 'no trigger';
}

const quiet = { logLevel: LogLevel.ERROR };

/** Bolt asks at once who it is; a test must not be over before it was told. */
async function appFor(receiver: Receiver, { workspace }: Stage): Promise<App> {
  const clientOptions = { slackApiUrl: workspace.url, retryConfig: { retries: 0 } };
  const app = new App({ receiver, token: secrets.botToken, clientOptions, ...quiet });
  await workspace.until(() => workspace.traffic().some((one) => one.name === 'auth.test' && one.response), 'auth.test');
  return app;
}

/** Serves a request listener on a free port until the test is over; the answer is its address. */
export async function serve(listener: Parameters<typeof createServer>[1] & object): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  // An address of a listening TCP server is never a string.
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** A real Bolt app over HTTP, connected to the workspace both ways. */
export async function boltOverHttp(here: Stage): Promise<App> {
  const { signingSecret } = secrets;
  const receiver = new HTTPReceiver({ signingSecret, endpoints: '/slack/events', ...quiet });
  const app = await appFor(receiver, here);
  here.workspace.setRequestUrl(`${await serve(receiver.requestListener)}/slack/events`);
  return app;
}

/** The same over Socket Mode. */
export async function boltOverSocket(here: Stage): Promise<App> {
  const receiver = new SocketModeReceiver({
    appToken: secrets.appToken,
    installerOptions: { clientOptions: { slackApiUrl: here.workspace.url, retryConfig: { retries: 0 } } },
    clientPingTimeout: 200,
    ...quiet,
  });
  const app = await appFor(receiver, here);
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
  return app;
}

/** A bot made of a function: what it is sent, and what it answers. */
export interface PlainBot {
  readonly received: readonly Received[];
  /** The payload that came last. */
  readonly last: () => JsonObject;
}

interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The payload, however it travelled. */
  readonly payload: JsonObject;
}

export interface Reply {
  readonly status?: number;
  readonly body?: string | JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers every request with what the function says; 'never' keeps Slack waiting. */
export async function plainBot(
  here: Stage,
  answer: (received: Received) => Reply | 'never' = () => ({}),
): Promise<PlainBot> {
  const received: Received[] = [];
  const origin = await serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString('utf8');
    const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
    const got = { headers, body, payload: payloadOf(headers['content-type'] ?? '', body) };
    received.push(got);
    const reply = answer(got);
    if (reply === 'never') return;
    const text = typeof reply.body === 'object' ? JSON.stringify(reply.body) : (reply.body ?? '');
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers }).end(text);
  });
  here.workspace.setRequestUrl(`${origin}/slack/events`);
  return { received, last: () => received.at(-1)?.payload ?? {} };
}

function payloadOf(type: string, body: string): JsonObject {
  if (type.startsWith('application/json')) return asJson(body);
  const form = new URLSearchParams(body);
  return asJson(form.get('payload') ?? JSON.stringify(Object.fromEntries(form)));
}
