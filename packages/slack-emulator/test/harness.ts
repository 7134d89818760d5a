import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import {
  createManualClock,
  type ManualClock,
  startWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from '../src/index.js';
import type { JsonObject } from '../src/json.js';
import { scopes } from './manifest.js';

export const secrets = { botToken: 'xoxb-sandbox', appToken: 'xapp-sandbox', signingSecret: 'sandbox-secret' };

/** Ids of the default seed. */
export const kim = 'U00000KIM';
export const approvals = 'C0APPROVE';
export const notices = 'C0NOTICES';
export const general = 'C0GENERAL';

export interface Harness {
  readonly workspace: Workspace;
  readonly clock: ManualClock;
  /** One raw Web API call with the bot's token. */
  readonly call: (method: string, args?: JsonObject, token?: string) => Promise<ApiResponse>;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

/** A workspace with a manual clock, closed at the end of the test. */
export async function startHarness(options: Partial<WorkspaceOptions> = {}): Promise<Harness> {
  // Bolt compares the signature's timestamp with the wall clock, so the manual clock starts now.
  const clock = createManualClock(Date.now());
  const workspace = await startWorkspace({ ...secrets, scopes, now: clock.now, schedule: clock.schedule, ...options });
  onTestFinished(() => workspace.close());
  const call: Harness['call'] = async (method, args = {}, token = secrets.botToken) => {
    const response = await fetch(workspace.url + method, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
      body: JSON.stringify(args),
    });
    return { status: response.status, headers: response.headers, body: parseObject(await response.text()) };
  };
  return { workspace, clock, call };
}

export function parseObject(text: string): JsonObject {
  const parsed: JsonObject = JSON.parse(text);
  return parsed;
}

/** A trigger id, from a shortcut; needs no running bot. */
export async function issueTrigger({ workspace }: Harness, user = kim): Promise<string> {
  await workspace.control.shortcut({ user, callbackId: 'give-me-a-trigger' });
  const [id] = Object.keys(workspace.state().triggers).slice(-1);
  return id ?? 'no trigger';
}

const logOptions = { logLevel: LogLevel.ERROR };

/** Bolt calls auth.test at once; a test must not end before the response. */
async function createBoltApp(receiver: Receiver, { workspace }: Harness): Promise<App> {
  const clientOptions = { slackApiUrl: workspace.url, retryConfig: { retries: 0 } };
  const app = new App({ receiver, token: secrets.botToken, clientOptions, ...logOptions });
  await workspace.until(() => workspace.traffic().some((one) => one.name === 'auth.test' && one.response), 'auth.test');
  return app;
}

/** Serves a request listener on a free port until the end of the test; returns its origin. */
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
export async function startBoltOverHttp(harness: Harness): Promise<App> {
  const { signingSecret } = secrets;
  const receiver = new HTTPReceiver({ signingSecret, endpoints: '/slack/events', ...logOptions });
  const app = await createBoltApp(receiver, harness);
  harness.workspace.setRequestUrl(`${await serve(receiver.requestListener)}/slack/events`);
  return app;
}

/** The same over Socket Mode. */
export async function startBoltOverSocket(harness: Harness): Promise<App> {
  const receiver = new SocketModeReceiver({
    appToken: secrets.appToken,
    installerOptions: { clientOptions: { slackApiUrl: harness.workspace.url, retryConfig: { retries: 0 } } },
    clientPingTimeout: 200,
    ...logOptions,
  });
  const app = await createBoltApp(receiver, harness);
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
  return app;
}

/** A bot that records requests and responds with a function. */
export interface StubBot {
  readonly received: readonly ReceivedRequest[];
  /** The payload of the last request; an empty object if there was none. */
  readonly lastPayload: () => JsonObject;
}

interface ReceivedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The payload, decoded from form or JSON. */
  readonly payload: JsonObject;
}

export interface StubResponse {
  readonly status?: number;
  readonly body?: string | JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `respond` returns the response to a request; 'never' leaves it open. */
export async function startStubBot(
  harness: Harness,
  respond: (received: ReceivedRequest) => StubResponse | 'never' = () => ({}),
): Promise<StubBot> {
  const received: ReceivedRequest[] = [];
  const origin = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString('utf8');
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([key, value]) => [key, String(value)]));
    const request = { headers, body, payload: payloadOf(headers['content-type'] ?? '', body) };
    received.push(request);
    const response = respond(request);
    if (response === 'never') return;
    const text = typeof response.body === 'object' ? JSON.stringify(response.body) : (response.body ?? '');
    outgoing.writeHead(response.status ?? 200, { 'content-type': 'application/json', ...response.headers }).end(text);
  });
  harness.workspace.setRequestUrl(`${origin}/slack/events`);
  return { received, lastPayload: () => received.at(-1)?.payload ?? {} };
}

function payloadOf(type: string, body: string): JsonObject {
  if (type.startsWith('application/json')) return parseObject(body);
  const form = new URLSearchParams(body);
  return parseObject(form.get('payload') ?? JSON.stringify(Object.fromEntries(form)));
}
