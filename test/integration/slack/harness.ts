import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished, vi } from 'vitest';
import type { LoadOverview } from '../../../src/apps/overview.js';
import type { ChangeService } from '../../../src/changes/change.js';
import type { Queries } from '../../../src/database/queries/queries.js';
import { createTranslator } from '../../../src/i18n/translator.js';
import type { Outbox } from '../../../src/notices/outbox.js';
import type { Snooze } from '../../../src/notices/snooze.js';
import type { Logger } from '../../../src/observability/log.js';
import { operations } from '../../../src/operations/index.js';
import { allPhrases } from '../../../src/phrases.js';
import { createSlackApp, type SlackApp, type SlackAppOptions } from '../../../src/slack/app.js';
import { type FakeSlack, fakeSlack } from '../../support/fake-slack.js';
import { noMeters } from '../../support/noop-metrics.js';
import { rules } from '../../support/service.js';
import { type Letter, letter, post, type Reply, signingSecret } from '../../support/slack-request.js';

export const speak = createTranslator(allPhrases);

/** What was logged, so that a test can find a reference number in it. */
interface Logged {
  readonly log: Logger;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

export function logged(): Logged {
  const lines: Record<string, unknown>[] = [];
  const line = (level: string) => (fields: object | string, message?: string) =>
    void lines.push(typeof fields === 'string' ? { level, message: fields } : { level, ...fields, message });
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
  const methods = levels.map((level) => [level, line(level)]);
  const isLevelEnabled = (level: string) => levels.indexOf(level) >= levels.indexOf('info');
  const log: object = Object.assign(Object.fromEntries(methods), { child: () => log, isLevelEnabled });
  return { lines, log: log as unknown as Logger };
}

/** A corridor of which only what a test prepares may be walked. */
export function corridorOf(prepared: Partial<ChangeService> = {}): ChangeService {
  const closed = (verb: string) => () => Promise.reject(new Error(`Nobody expected ${verb}.`));
  const verbs = ['open', 'propose', 'confirm', 'approve', 'decline', 'get'] as const;
  const all = Object.fromEntries(verbs.map((verb) => [verb, vi.fn(prepared[verb] ?? closed(verb))]));
  return all as unknown as ChangeService;
}

const nothingToSay: Outbox = {
  add: async () => {},
  updateChangeMessages: async () => {},
  next: async () => null,
  async *noticesOf() {},
  markAttempted: async () => true,
  markPosted: async () => {},
  markFileAttempted: async () => true,
  markFileAttached: async () => {},
  markUpdated: async () => {},
  markFailed: async () => {},
};

export const noApps: Queries = { findApp: async () => ({ near: [] }), suggestApps: async () => [] };

export const emptyHouse: LoadOverview = async (_asker, { page }) => ({
  ...{ needs: [], listed: [], more: false, total: 0, page },
  catalogue: rules.catalogue,
});

export interface DoorParts {
  readonly slack?: FakeSlack;
  readonly changes?: ChangeService;
  readonly queries?: Queries;
  readonly overview?: LoadOverview;
  readonly outbox?: Outbox;
  readonly snooze?: Snooze;
  readonly settings?: Partial<SlackAppOptions>;
  /** Whether there is a channel for approvals. */
  readonly approvals?: boolean;
  readonly wallClock?: () => Date;
}

/** A door that is open: real Bolt, real signatures, over HTTP on a free port; behind it whatever the test prepares. */
interface OpenDoor extends Logged {
  readonly door: SlackApp;
  readonly slack: FakeSlack;
  readonly url: string;
  /** Sends a body, signed, as a form. */
  send(body: string): Promise<Reply>;
  sendLetter(letter: Letter): Promise<Reply>;
}

export async function openDoor(parts: DoorParts = {}): Promise<OpenDoor> {
  const slack = parts.slack ?? (await fakeSlack());
  const { log, lines } = logged();
  const settings = {
    botToken: 'xoxb-secret',
    signingSecret,
    apiUrl: slack.apiUrl,
    ...(parts.approvals !== false && { approvalsChannel: 'CAPPROVE' }),
    noticesChannel: 'CNOTICES',
    defaultLanguage: 'en' as const,
    admins: ['UBOSS'],
    operators: ['UKIM', 'ULEE'],
    approvers: ['UPARK', 'SONCALL'],
    pace: { between: 0, settled: 0, again: 1 },
    ...parts.settings,
  };
  const door = await createSlackApp({
    settings,
    changes: parts.changes ?? corridorOf(),
    queries: parts.queries ?? noApps,
    overview: parts.overview ?? emptyHouse,
    outbox: parts.outbox ?? nothingToSay,
    snooze: parts.snooze ?? (() => Promise.reject(new Error('Nobody expected a snooze.'))),
    catalogue: rules.catalogue,
    operations,
    translator: speak,
    log,
    metrics: noMeters,
    wallClock: parts.wallClock ?? (() => new Date()),
  });
  const url = await served(door);
  const sendLetter = (it: Letter) => post(url, it);
  return { door, slack, log, lines, url, sendLetter, send: (body) => sendLetter(letter(body)) };
}

async function served({ requestListener, stop }: SlackApp): Promise<string> {
  const server = createServer((request, response) => requestListener?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await stop();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
}
