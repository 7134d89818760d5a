import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { App, type Receiver } from '@slack/bolt';
import type { Logger as SlackLogger } from '@slack/logger';
import type { AppSearch } from '../apps/app-search.js';
import type { LoadOverview } from '../apps/overview.js';
import type { RolesNow } from '../changes/authority.js';
import type { Change, ChangeService } from '../changes/change.js';
import type { Catalogue } from '../domain/catalogue/catalogue.js';
import { withoutTeam } from '../domain/slack-ids.js';
import { languageOf } from '../i18n/language.js';
import type { Translator } from '../i18n/translator.js';
import {
  type ChangeMessageSettings,
  createChangeMessages,
  createRequestRedirect,
} from '../notices/create/change-messages.js';
import type { Outbox } from '../notices/outbox.js';
import type { Snooze } from '../notices/snooze.js';
import type { Logger } from '../observability/log.js';
import type { Metrics } from '../observability/metrics.js';
import type { ReportRefusal } from '../observability/refusals.js';
import type { Operation } from '../operations/operation.js';
import { approvalRecipients, approversOf, fallbackRecipients } from './approval-recipients.js';
import { watchChannels } from './channel-watch.js';
import { createSlackClient, type SlackClient, withMessageMetrics } from './client.js';
import { connectToSlack } from './connect.js';
import { withViewFallback } from './content-fallback.js';
import type { SlackContext } from './context.js';
import { createDelivery } from './delivery/deliver.js';
import { type DeliveryTiming, defaultTiming } from './delivery/timing.js';
import type { Workspace } from './identity.js';
import { createHomeCache } from './listeners/home.js';
import { registerListeners } from './listeners/index.js';
import { boltLogger } from './logger.js';
import type { SlackAnswer } from './observed-fetch.js';
import { slackPhrases } from './phrases.js';
import { createReceiver, type ReceiverSettings } from './receiver/index.js';
import { createReplayGuard } from './receiver/replay-guard.js';
import { createRequestTracker, type RequestTracker } from './receiver/request-tracker.js';
import { sentence } from './render/messages.js';
import { translatorForChannel } from './render/translator.js';
import { createSlackStatus, type SlackStatus } from './status.js';
import { createUninstallation } from './uninstallation.js';
import { createUserDirectory, type RoleSettings, type UserDirectory } from './users.js';

export interface SlackAppOptions extends ReceiverSettings, RoleSettings, ChangeMessageSettings {
  readonly botToken: string;
  /** Gets the requests for approval; without it, every approver gets them as a direct message. */
  readonly approvalsChannel?: string;
  /** Gets the head of the audit trail every day. */
  readonly auditChannel?: string;
  /** How long a submitted modal may take before it is acknowledged with a loading view. Slack waits for three seconds. */
  readonly ackBudgetMs?: number;
  readonly timing?: DeliveryTiming;
}

interface SlackAppDeps {
  readonly settings: SlackAppOptions;
  readonly changes: ChangeService;
  readonly appSearch: AppSearch;
  readonly overview: LoadOverview;
  readonly outbox: Outbox;
  readonly snooze: Snooze;
  readonly catalogue: Catalogue;
  readonly operations: readonly Operation[];
  readonly translator: Translator;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly reportRefusal: ReportRefusal;
  /** The time at Slack, to the second, as its answers say. */
  onSlackTime(at: Date): void;
  /** The real time, by which Slack signs requests; in the demo, the bot's own clock can be moved. */
  wallClock(): Date;
  /** For what is remembered for some time: only differences mean something. By default that of the process. */
  readonly steadyNow?: () => Date;
}

export interface SlackApp {
  /** Handles `POST /slack/events`; absent with Socket Mode. */
  readonly requestListener?: RequestListener;
  /** Puts the messages about a change into the outbox. */
  changeUpdated(change: Change): Promise<void>;
  /** Delivers the next pending message of a channel; returns after how many ms to call again, or null if none is left. */
  deliver(channel: string): Promise<number | null>;
  /** Posts the head of the audit trail; absent without a channel for it. Throws when Slack does not take it. */
  postAuditHead?(head: string): Promise<void>;
  /** The roles of a user as of now, for decisions. */
  readonly rolesNow: RolesNow;
  /** Whether Slack accepts the token, and can reach the bot as far as that shows: with Socket Mode, the socket is open. */
  isUp(): boolean;
  /** Whether Slack refuses messages to the channel of requests, or of notices. */
  isChannelRefused(channel: 'approvals' | 'notices'): boolean;
  /** What is wrong between the bot and Slack, one sentence each. */
  warnings(): readonly string[];
  /** Asks Slack for anything, so that it says what time it is. Rejects when it does not answer. */
  askTime(): Promise<void>;
  /** Resolves when every request received is acknowledged and its work is done. */
  stop(): Promise<void>;
}

/** Starts even while Slack is unreachable, and connects later. Throws when Slack does not accept the token. */
export async function createSlackApp(deps: SlackAppDeps): Promise<SlackApp> {
  const { settings, translator, log, metrics, steadyNow = processNow } = deps;
  const status = createSlackStatus(settings);
  const requestTracker = createRequestTracker({ log, metrics });
  const { app, client, requestListener, isConnected } = createConnection(deps, { status, requestTracker });
  const context = createContext(deps, client);
  let workspace: Workspace | null = null;
  const workspaceNow = () => workspace;
  const users = createUserDirectory({ client, translator, settings, workspace: workspaceNow, log, now: steadyNow });
  const stopping = new AbortController();
  const uninstallation = createUninstallation({ client, log, stopping: stopping.signal });
  const { ackBudgetMs = 2_400, timing = defaultTiming } = settings;
  registerListeners(app, {
    ...{ context, users, ackBudgetMs, workspace: workspaceNow },
    confirmUninstallation: uninstallation.confirm,
    isKnownRequest: createReplayGuard(steadyNow),
  });
  const connect = async () => {
    workspace = await client.authenticate();
    if (!requestListener) await app.start();
    watchChannels({ client, settings, status, log, stopping: stopping.signal });
  };
  const isConnectedToSlack = await connectToSlack(connect, { log, stopping: stopping.signal });
  return {
    ...(requestListener && { requestListener }),
    ...createMessaging({ ...deps, context, users, client, status, timing, stopping: stopping.signal }),
    ...(settings.auditChannel && { postAuditHead: createAuditHeadPost(deps, client, settings.auditChannel) }),
    rolesNow: users.rolesNow,
    isUp: () =>
      !stopping.signal.aborted &&
      !uninstallation.isConfirmed() &&
      status.isTokenAccepted() &&
      isConnectedToSlack() &&
      isConnected(),
    isChannelRefused: status.isChannelRefused,
    warnings: () => (isConnectedToSlack() ? status.warnings(isConnected()) : ['slack: not reached yet']),
    askTime: async () => void (await client.authenticate()),
    stop: async () => {
      stopping.abort();
      await requestTracker.allAcknowledged();
      if (!requestListener) await app.stop();
      await requestTracker.allFinished();
    },
  };
}

function createAuditHeadPost({ settings, translator }: SlackAppDeps, client: SlackClient, channel: string) {
  return async (head: string): Promise<void> => {
    const text = slackPhrases.phrase('auditHead', { head });
    const message = sentence(translatorForChannel(translator, settings.defaultLanguage), text);
    await client.post(channel, message, { id: randomUUID(), threadTs: null });
  };
}

interface MessagingDeps extends SlackAppDeps {
  readonly context: SlackContext;
  readonly users: UserDirectory;
  readonly client: SlackClient;
  readonly status: SlackStatus;
  readonly timing: DeliveryTiming;
  readonly stopping: AbortSignal;
}

/** Puts messages about changes into the outbox, and delivers what is in it. */
function createMessaging(deps: MessagingDeps): Pick<SlackApp, 'changeUpdated' | 'deliver'> {
  const { client, settings, log, wallClock: now } = deps;
  const slack = { client, settings, log };
  return {
    changeUpdated: createChangeMessages({ ...deps, approvers: ({ author }) => approvalRecipients(slack, author) }),
    deliver: createDelivery({
      ...deps,
      now,
      onCall: settings.approvers.map(withoutTeam),
      fallbackRecipients: (channel) => fallbackRecipients(slack, channel),
      redirectRequest: createRequestRedirect({ ...deps, approvers: ({ author }) => approversOf(slack, author) }),
    }),
  };
}

/** The monotonic clock: a wrong wall clock must not make anything last. */
const processNow = () => new Date(performance.now());

interface ConnectionDeps {
  readonly status: SlackStatus;
  readonly requestTracker: RequestTracker;
}

/** What goes out to Slack and what comes in; each tells what it shows of the state of Slack. */
function createConnection(deps: SlackAppDeps, { status, requestTracker }: ConnectionDeps) {
  const { settings, log, metrics, reportRefusal, wallClock: now } = deps;
  const logger = boltLogger(log);
  const onAnswer = (answer: SlackAnswer) => {
    status.answered(answer);
    if (answer.at) deps.onSlackTime(answer.at);
  };
  const slackClient = createSlackClient(settings.botToken, settings.apiUrl, onAnswer);
  const client = withViewFallback(withMessageMetrics(slackClient, metrics), { log, metrics });
  const { receiver, requestListener, isConnected } = createReceiver(settings, {
    ...{ logger, requestTracker, now },
    onSigned: () => status.verified(true),
    onBrokenOff: (request) => reportRefusal('bytes', request),
    onRefused(reason, request) {
      status.verified(false);
      reportRefusal(reason, request);
    },
  });
  return { app: createBoltApp(settings, receiver, logger), client, requestListener, isConnected };
}

function createBoltApp({ apiUrl, botToken }: SlackAppOptions, receiver: Receiver, logger: SlackLogger): App {
  return new App({
    receiver,
    logger,
    convoStore: false,
    ignoreSelf: false,
    clientOptions: { slackApiUrl: apiUrl },
    authorize: async () => ({ botToken }),
  });
}

function createContext(deps: SlackAppDeps, client: SlackClient): SlackContext {
  const { settings, changes, appSearch, overview, snooze, operations, translator, log, metrics } = deps;
  return {
    ...{ changes, appSearch, overview, snooze, operations, client, log, metrics },
    homes: createHomeCache(),
    channelTranslator: (app) =>
      translatorForChannel(translator, languageOf(app?.language ?? undefined, settings.defaultLanguage)),
    recordOutcome() {},
  };
}
