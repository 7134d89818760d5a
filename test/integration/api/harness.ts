import { createServer } from 'node:http';
import { createApi } from '../../../src/api/app.js';
import { type AppLists, createAppLists } from '../../../src/apps/list-apps.js';
import type { AppCache } from '../../../src/database/app-cache/app-cache.js';
import { createAppCache } from '../../../src/database/app-cache/app-cache.js';
import type { Database } from '../../../src/database/client.js';
import { createTranslator, plain } from '../../../src/i18n/translator.js';
import { createLogger, type Logger } from '../../../src/observability/log.js';
import { allPhrases } from '../../../src/phrases.js';
import type { TencentWebhook } from '../../../src/tencent/webhook.js';
import { afterTest } from '../../support/databases.js';
import { noMetrics } from '../../support/noop-metrics.js';
import { createTestService, type TestService } from '../../support/service.js';

export const start = '2026-11-21T03:00:00.000Z';
export const secret = 'a-secret-of-the-gateway';
export const tokens = [
  { name: 'gateway', secret },
  { name: 'billing', secret: 'another-secret-for-billing' },
];

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: any JSON
  readonly body: any;
}

export interface Harness extends TestService {
  readonly database: Database;
  readonly origin: string;
  readonly apps: AppLists;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  /** Without the bearer token. */
  send(path: string, init: RequestInit): Promise<Answer>;
}

export const bearer = { authorization: `Bearer ${secret}` };
const asJson = { 'content-type': 'application/json' };

interface Options {
  readonly tencentWebhook?: TencentWebhook | null;
  readonly log?: Logger;
  readonly appCache?: AppCache;
  /** The address that all requests come from; by default each comes from another. */
  readonly address?: string;
}

/** The API on a free port; closed after the test. */
export async function createHarness(database: Database, options: Options = {}): Promise<Harness> {
  const { tencentWebhook = null, log = createLogger('silent') } = options;
  let requests = 0;
  const service = createTestService(database, start);
  const { ctx, changes } = service;
  const apps = createAppLists(ctx);
  const realAppCache = createAppCache(database, log);
  afterTest(() => realAppCache.close());
  const listener = createApi({
    metrics: noMetrics,
    tokens,
    tencentWebhook,
    reportRefusal() {},
    addressOf: () => options.address ?? `client ${requests++}`,
    ctx,
    changes,
    apps,
    appCache: options.appCache ?? realAppCache,
    translate: createTranslator(allPhrases)('en', plain('Asia/Shanghai')),
    log,
    wallClock: ctx.now,
  });
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const origin = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${origin}${path}`, init);
    const text = await response.text();
    const body = text.startsWith('{') ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body };
  };
  const sendJson =
    (method: string) =>
    (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(path, { method, headers: { ...bearer, ...asJson, ...headers }, body: JSON.stringify(body) });
  return {
    ...service,
    database,
    apps,
    origin,
    send,
    get: (path, headers = {}) => send(path, { headers: { ...bearer, ...headers } }),
    post: sendJson('POST'),
    patch: sendJson('PATCH'),
    put: sendJson('PUT'),
  };
}

/** The payloads of the queued jobs with this name, oldest first. */
export async function jobPayloads({ prisma }: Database, task: string): Promise<unknown[]> {
  const rows = await prisma.$queryRaw<{ payload: unknown }[]>`
    SELECT payload FROM graphile_worker._private_jobs AS job JOIN graphile_worker._private_tasks AS task ON task.id = job.task_id
    WHERE identifier = ${task} ORDER BY job.id`;
  return rows.map(({ payload }) => payload);
}
