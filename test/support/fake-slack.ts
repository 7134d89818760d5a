import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterTest } from './databases.js';

/** One request to Slack: a Web API method with its arguments, or a message to a response_url. */
export interface Call {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export type Answer =
  | Readonly<Record<string, unknown>>
  | { readonly status: number; readonly retryAfter?: number | string }
  /** Hangs, resets the connection, or answers with something other than JSON. */
  | 'never'
  | 'reset'
  | 'garbage';
export type Answers = Record<string, Answer | ((args: Call['args']) => Answer)>;

export interface FakeSlack {
  /** For the client's `slackApiUrl`. */
  readonly apiUrl: string;
  readonly responseUrl: string;
  readonly calls: readonly Call[];
  /** The answers by method; the default is `{ ok: true }`. */
  readonly answers: Answers;
  /** The next call of this method that was not returned before; waits for it. */
  call(method: string): Promise<Call>;
  /** How often a method was called. */
  count(method: string): number;
}

const defaultAnswers: Answers = {
  'auth.test': { user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1' },
  'bots.info': { bot: { id: 'BBOT', app_id: 'A1' } },
  'users.info': { user: { team_id: 'T1', locale: 'en-US', tz: 'Asia/Seoul' } },
  'usergroups.users.list': { users: [] },
  'views.open': { view: { id: 'V1' } },
  'conversations.open': (args) => ({ channel: { id: `D${String(args['users'])}` } }),
  'chat.postMessage': () => ({ ts: '1700000000.000100' }),
};

/** Starts a server that answers as configured and records all calls. */
export async function startFakeSlack(answers: Answers = {}): Promise<FakeSlack> {
  const all: Answers = { ...defaultAnswers, ...answers };
  const calls: Call[] = [];
  const unread: Call[] = [];
  const waiting = new Map<string, (call: Call) => void>();
  const server = createServer(async (request, response) => {
    const method = (request.url ?? '').replace('/api/', '').replace('/', '');
    const body = await textOf(request);
    const call = { method, args: method === 'upload' ? { body } : argsOf(body) };
    calls.push(call);
    const waiter = waiting.get(method);
    waiting.delete(method);
    if (waiter) waiter(call);
    else unread.push(call);
    const configured = all[method] ?? {};
    const answer = typeof configured === 'function' ? configured(call.args) : configured;
    if (answer === 'never') return;
    if (answer === 'reset') return void request.socket.destroy();
    if (answer === 'garbage') return void response.end('<html>Slack is busy</html>');
    const status = typeof answer['status'] === 'number' ? answer['status'] : 200;
    response.writeHead(status, { 'content-type': 'application/json', ...retryAfter(answer) });
    response.end(JSON.stringify({ ok: true, ...answer }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(async () => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${origin}/api/`,
    responseUrl: `${origin}/response_url`,
    calls,
    answers: all,
    count: (method) => calls.filter((call) => call.method === method).length,
    call(method) {
      const at = unread.findIndex((call) => call.method === method);
      const [next] = at < 0 ? [] : unread.splice(at, 1);
      return next ? Promise.resolve(next) : new Promise((resolve) => waiting.set(method, resolve));
    },
  };
}

function retryAfter(answer: Readonly<Record<string, unknown>>): Record<string, string> {
  const seconds = answer['retryAfter'];
  return typeof seconds === 'number' || typeof seconds === 'string' ? { 'retry-after': String(seconds) } : {};
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The Web API gets a form whose objects are JSON, a response_url gets JSON. */
function argsOf(body: string): Record<string, unknown> {
  if (body.startsWith('{')) return JSON.parse(body);
  const fields = [...new URLSearchParams(body)];
  return Object.fromEntries(fields.map(([key, value]) => [key, /^[[{]/.test(value) ? parseIfJson(value) : value]));
}

/** A text may look like JSON without being valid. */
function parseIfJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
