import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished, vi } from 'vitest';
import type { AppSearch } from '../../../src/apps/app-search.js';
import type { LoadOverview } from '../../../src/apps/overview.js';
import type { ChangeService } from '../../../src/changes/change.js';
import { createTranslator } from '../../../src/i18n/translator.js';
import type { Outbox } from '../../../src/notices/outbox.js';
import type { Snooze } from '../../../src/notices/snooze.js';
import type { Logger } from '../../../src/observability/log.js';
import type { Metrics } from '../../../src/observability/metrics.js';
import { operations } from '../../../src/operations/index.js';
import { allPhrases } from '../../../src/phrases.js';
import { createSlackApp, type SlackApp, type SlackAppOptions } from '../../../src/slack/app.js';
import { type FakeSlack, startFakeSlack } from '../../support/fake-slack.js';
import { noMetrics } from '../../support/noop-metrics.js';
import { rules } from '../../support/service.js';
import { post, type Reply, type SignedRequest, signedRequest, signingSecret } from '../../support/slack-request.js';

export const testTranslator = createTranslator(allPhrases);

/** A log that keeps its lines, for example to find a reference number. */
interface TestLog {
  readonly log: Logger;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

export function createTestLog(): TestLog {
  const lines: Record<string, unknown>[] = [];
  const line = (level: string) => (fields: object | string, message?: string) =>
    void lines.push(typeof fields === 'string' ? { level, message: fields } : { level, ...fields, message });
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
  const methods = levels.map((level) => [level, line(level)]);
  const isLevelEnabled = (level: string) => levels.indexOf(level) >= levels.indexOf('info');
  const log: object = Object.assign(Object.fromEntries(methods), { child: () => log, isLevelEnabled });
  return { lines, log: log as unknown as Logger };
}

/** A change service that has only the given methods; any other call rejects. */
export function fakeChangeService(implementations: Partial<ChangeService> = {}): ChangeService {
  const unexpected = (method: string) => () => Promise.reject(new Error(`Unexpected call of ${method}.`));
  const methods = ['open', 'propose', 'confirm', 'approve', 'decline', 'get'] as const;
  const all = Object.fromEntries(
    methods.map((method) => [method, vi.fn(implementations[method] ?? unexpected(method))]),
  );
  return all as unknown as ChangeService;
}

const emptyOutbox: Outbox = {
  add: async () => {},
  updateChangeMessages: async () => {},
  next: async () => null,
  async *noticesOf() {},
  markAttempted: async () => true,
  markPosted: async () => {},
  markFileAttempted: async () => true,
  markFileAttached: async () => {},
  markUpdated: async () => {},
  markUnreachable: async () => {},
  markReachable: async () => {},
  redirect: async () => {},
  markFailed: async () => {},
};

export const noApps: AppSearch = { findApp: async () => ({ near: [] }), suggestApps: async () => [] };

export const emptyOverview: LoadOverview = async (_asker, { page }) => ({
  ...{ attention: [], items: [], more: false, total: 0, page },
  catalogue: rules.catalogue,
});

export interface HarnessOptions {
  readonly slack?: FakeSlack;
  readonly changes?: ChangeService;
  readonly appSearch?: AppSearch;
  readonly overview?: LoadOverview;
  readonly outbox?: Outbox;
  readonly snooze?: Snooze;
  readonly settings?: Partial<SlackAppOptions>;
  /** Whether there is a channel for approvals. */
  readonly approvals?: boolean;
  readonly metrics?: Metrics;
  readonly wallClock?: () => Date;
}

/** The Slack app over HTTP on a free port, with real Bolt and real signatures. */
interface Harness extends TestLog {
  readonly app: SlackApp;
  readonly slack: FakeSlack;
  readonly url: string;
  /** Signs and sends a body as a form. */
  send(body: string): Promise<Reply>;
  sendRequest(letter: SignedRequest): Promise<Reply>;
}

export async function createHarness(options: HarnessOptions = {}): Promise<Harness> {
  const slack = options.slack ?? (await startFakeSlack());
  const { log, lines } = createTestLog();
  const settings = {
    botToken: 'xoxb-secret',
    signingSecret,
    apiUrl: slack.apiUrl,
    ...(options.approvals !== false && { approvalsChannel: 'CAPPROVE' }),
    noticesChannel: 'CNOTICES',
    defaultLanguage: 'en' as const,
    admins: ['UBOSS'],
    operators: ['UKIM', 'ULEE'],
    approvers: ['UPARK', 'SONCALL'],
    viewers: [],
    guestsMayView: false,
    timing: { intervalMs: 0, settleMs: 0, retryMs: 1 },
    ...options.settings,
  };
  const app = await createSlackApp({
    settings,
    changes: options.changes ?? fakeChangeService(),
    appSearch: options.appSearch ?? noApps,
    overview: options.overview ?? emptyOverview,
    outbox: options.outbox ?? emptyOutbox,
    snooze: options.snooze ?? (() => Promise.reject(new Error('Unexpected call of snooze.'))),
    catalogue: rules.catalogue,
    operations,
    translator: testTranslator,
    log,
    metrics: options.metrics ?? noMetrics,
    reportRefusal() {},
    onSlackTime() {},
    wallClock: options.wallClock ?? (() => new Date()),
  });
  const url = await listen(app);
  const sendRequest = (it: SignedRequest) => post(url, it);
  return { app, slack, log, lines, url, sendRequest, send: (body) => sendRequest(signedRequest(body)) };
}

async function listen({ requestListener, stop }: SlackApp): Promise<string> {
  const server = createServer((request, response) => requestListener?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await stop();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
}
