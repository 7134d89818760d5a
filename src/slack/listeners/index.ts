import type {
  AnyMiddlewareArgs,
  App,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
} from '@slack/bolt';
import { stateText } from '../../domain/labels.js';
import { findOperation } from '../../operations/operation.js';
import { normalizeText } from '../../operations/text-input.js';
import { type FromBolt, failureMessage, type ListenerDeps, withFailureReference } from '../context.js';
import { isForOtherApp, senderOf, type Workspace } from '../identity.js';
import { slackPhrases } from '../phrases.js';
import { contextFor } from '../receiver/request-tracker.js';
import { appText, optionText } from '../render/blocks.js';
import { failedHome } from '../render/home.js';
import { type Message, sentence } from '../render/messages.js';
import { failedView, manageView } from '../render/views.js';
import type { UserDirectory } from '../users.js';
import { onAction, parseAction } from './actions.js';
import { parseCommand } from './command-parser.js';
import { onCommand, respondsInAck } from './commands.js';
import { type HomeTab, showHome } from './home.js';
import { publishRefusal, refusalMessage, refusedView, respondRefusal } from './refusal.js';
import { createRespondEphemeral, ephemeral, sendDirectly } from './respond.js';
import { handleViewSubmission } from './views.js';

const { phrase } = slackPhrases;

interface ListenerOptions extends Pick<ListenerDeps, 'context' | 'ackBudgetMs'> {
  readonly users: UserDirectory;
  /** Null while the bot has not connected yet. */
  workspace(): Workspace | null;
  /** Whether a request with this key was received before. */
  isKnownRequest(key: string): boolean;
  /** An event says that the app was removed from this workspace, or its token revoked. Never rejects. */
  confirmUninstallation(event: string): Promise<void>;
}

/**
 * Registers one middleware for all requests, which dispatches by our own tables: Bolt tries its listeners one after the
 * other, and with one per kind of request a command takes 50 % longer.
 */
export function registerListeners(
  app: App,
  { context, users, workspace, ackBudgetMs, isKnownRequest, confirmUninstallation }: ListenerOptions,
): void {
  // The receiver logs the failure.
  app.error((error) => Promise.reject(error));
  app.use(async (args) => {
    const isReplay = () => isKnownRequest(requestKey(args));
    const user = () => users.user(senderOf(args.body));
    const deps = { context: contextFor(context, args.context), user, ackBudgetMs, isReplay };
    if (isForOtherApp(workspace(), args.body))
      return deps.context.log.warn('a request for another Slack app is ignored');
    if ('command' in args) await handleCommand(deps, args);
    else if ('action' in args) await handleAction(deps, args);
    else if ('options' in args)
      await handleOptions(deps, args as FromBolt<SlackOptionsMiddlewareArgs<'block_suggestion'>>);
    else if ('view' in args) await handleViewSubmission(deps, args);
    else if ('shortcut' in args) await handleShortcut(deps, args);
    else await handleEvent(deps, args, { workspace: workspace(), confirmUninstallation });
  });
}

/** The key by which a replay is recognised: an event's id, since Slack signs every delivery, or the receiver's key. */
function requestKey(args: FromBolt<AnyMiddlewareArgs>): string {
  return String(('event' in args ? args.body.event_id : args.context['key']) ?? '');
}

/** Acknowledges at once, unless the answer fits into the acknowledgement. */
async function handleCommand(deps: ListenerDeps, { ack, body, respond }: FromBolt<SlackCommandMiddlewareArgs>) {
  const { context } = deps;
  const command = parseCommand(body.command, body.text);
  context.recordOutcome({ operation: findOperation(context.operations, command.operation)?.name ?? 'none' });
  const replay = deps.isReplay();
  const ackWithMessage = replay || respondsInAck(context, command);
  if (!ackWithMessage) await ack();
  const user = await deps.user();
  if (replay) return ack(ephemeral(sentence(user.translator, phrase('received'))));
  const respondEphemeral = createRespondEphemeral(context, user, respond);
  const answer = async (message: Message) =>
    void (await (ackWithMessage ? ack(ephemeral(message)) : respondEphemeral(message)));
  await withFailureReference(
    context,
    async () => {
      if (user.refusal) return answer(refusalMessage(context, user, user.refusal));
      const response = await onCommand(context, user, command);
      if ('work' in response)
        await response.work({ triggerId: body.trigger_id, respondEphemeral, channelId: body.channel_id });
      else await ack(ephemeral(response.message));
    },
    (reference) => answer(failureMessage(user, reference)),
  );
}

async function handleAction(deps: ListenerDeps, { ack, body, action, respond }: FromBolt<SlackActionMiddlewareArgs>) {
  const { context } = deps;
  await ack();
  if (deps.isReplay()) return;
  const user = await deps.user();
  const event = parseAction(body as BlockAction, action, createRespondEphemeral(context, user, respond));
  await withFailureReference(
    context,
    () =>
      user.refusal ? respondRefusal(context, user, { event, refusal: user.refusal }) : onAction(context, user, event),
    async (reference) => {
      if (event.view) await context.client.updateView(event.view.id, failedView(user.translator, reference));
      else if (event.home) await context.client.publishHome(user.id, failedHome(user.translator, reference));
      else await event.replyTarget.respondEphemeral?.(failureMessage(user, reference));
    },
  );
}

/** The only menu with an external data source is that of apps. */
async function handleOptions(
  { context, user }: ListenerDeps,
  { ack, body }: FromBolt<SlackOptionsMiddlewareArgs<'block_suggestion'>>,
) {
  const { translator, refusal } = await user();
  if (refusal) {
    context.recordOutcome({ step: 'refused' });
    return ack({ options: [] });
  }
  const apps = await withFailureReference(
    context,
    () => context.appSearch.suggestApps(normalizeText(body.value), 100),
    () => [],
  );
  const options = apps.map((app) => ({
    value: String(app.sdkAppId),
    text: appText(translator, app),
    description: optionText(translator, stateText(app.state)),
  }));
  await ack({ options });
}

async function handleShortcut(deps: ListenerDeps, { ack, shortcut }: FromBolt<SlackShortcutMiddlewareArgs>) {
  const { context } = deps;
  await ack();
  if (deps.isReplay()) return;
  const user = await deps.user();
  const work = async () => {
    const view = user.refusal
      ? refusedView(context, user, user.refusal)
      : manageView(user.translator, context.operations);
    await context.client.openView(shortcut.trigger_id, view);
  };
  await withFailureReference(context, work, (reference) =>
    sendDirectly(context, user, failureMessage(user, reference)),
  );
}

/** Events of other teams and of other tokens are none of this bot's business. */
async function handleEvent(
  { context, user: sender, isReplay }: ListenerDeps,
  { event, body }: FromBolt<SlackEventMiddlewareArgs>,
  {
    workspace,
    confirmUninstallation,
  }: Pick<ListenerOptions, 'confirmUninstallation'> & { workspace: Workspace | null },
) {
  if (isReplay()) return;
  if (workspace && body.team_id !== workspace.teamId)
    return context.log.warn({ event: event.type }, 'an event of another team is ignored');
  const isUninstalled = event.type === 'app_uninstalled';
  const isRevoked = event.type === 'tokens_revoked' && workspace && event.tokens?.bot?.includes(workspace.botUserId);
  // Not awaited: it may take until Slack answers.
  if (isUninstalled || isRevoked) void confirmUninstallation(event.type);
  if (event.type !== 'app_home_opened' || event.tab !== 'home' || !event.user) return;
  const user = await sender();
  const { refusal } = user;
  await withFailureReference(
    context,
    () =>
      refusal ? publishRefusal(context, user, refusal) : showHome(context, user, event.view as HomeTab | undefined),
    (reference) => context.client.publishHome(user.id, failedHome(user.translator, reference)),
  );
}
