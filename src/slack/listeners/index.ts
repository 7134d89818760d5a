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
import { slackPhrases } from '../phrases.js';
import { contextFor } from '../receiver/request-tracker.js';
import { appText, optionText } from '../render/blocks.js';
import { failedHome } from '../render/home.js';
import { sentence } from '../render/messages.js';
import { failedView, manageView } from '../render/views.js';
import { onAction, parseAction } from './actions.js';
import { parseCommand } from './command-parser.js';
import { onCommand, respondsInAck } from './commands.js';
import { type HomeTab, showHome } from './home.js';
import { createRespondEphemeral, ephemeral, sendDirectly } from './respond.js';
import { handleViewSubmission } from './views.js';

const { phrase } = slackPhrases;

interface ListenerOptions extends Pick<ListenerDeps, 'context' | 'users' | 'ackBudgetMs'> {
  /** Whether a request with this key was received before. */
  isKnownRequest(key: string): boolean;
  /** The app was removed from the workspace, or its token revoked. */
  onUninstalled(event: string): void;
}

/**
 * Registers one middleware for all requests, which dispatches by our own tables: Bolt tries its listeners one after the
 * other, and with one per kind of request a command takes 50 % longer.
 */
export function registerListeners(
  app: App,
  { context, users, ackBudgetMs, isKnownRequest, onUninstalled }: ListenerOptions,
): void {
  // The receiver logs the failure.
  app.error((error) => Promise.reject(error));
  app.use(async (args) => {
    const isReplay = () => isKnownRequest(requestKey(args));
    const deps = { context: contextFor(context, args.context), users, ackBudgetMs, isReplay };
    if ('command' in args) await handleCommand(deps, args);
    else if ('action' in args) await handleAction(deps, args);
    else if ('options' in args)
      await handleOptions(deps, args as FromBolt<SlackOptionsMiddlewareArgs<'block_suggestion'>>);
    else if ('view' in args) await handleViewSubmission(deps, args);
    else if ('shortcut' in args) await handleShortcut(deps, args);
    else await handleEvent(deps, args, onUninstalled);
  });
}

/** The key by which a replay is recognised: an event's id, since Slack signs every delivery, or the receiver's key. */
function requestKey(args: FromBolt<AnyMiddlewareArgs>): string {
  return String(('event' in args ? args.body.event_id : args.context['key']) ?? '');
}

/** Acknowledges at once, unless the answer fits into the acknowledgement. */
async function handleCommand(deps: ListenerDeps, { ack, body, respond }: FromBolt<SlackCommandMiddlewareArgs>) {
  const { context, users } = deps;
  const command = parseCommand(body.command, body.text);
  context.recordOutcome({ operation: findOperation(context.operations, command.operation)?.name ?? 'none' });
  const replay = deps.isReplay();
  const ackWithMessage = replay || respondsInAck(context, command);
  if (!ackWithMessage) await ack();
  const user = await users.user(body.user_id);
  if (replay) return ack(ephemeral(sentence(user.translator, phrase('received'))));
  const respondEphemeral = createRespondEphemeral(context, user, respond);
  await withFailureReference(
    context,
    async () => {
      const response = await onCommand(context, user, command);
      if ('work' in response)
        await response.work({ triggerId: body.trigger_id, respondEphemeral, channelId: body.channel_id });
      else await ack(ephemeral(response.message));
    },
    async (reference) => {
      const message = failureMessage(user, reference);
      await (ackWithMessage ? ack(ephemeral(message)) : respondEphemeral(message));
    },
  );
}

async function handleAction(deps: ListenerDeps, { ack, body, action, respond }: FromBolt<SlackActionMiddlewareArgs>) {
  const { context, users } = deps;
  await ack();
  if (deps.isReplay()) return;
  const user = await users.user(body.user.id);
  const event = parseAction(body as BlockAction, action, createRespondEphemeral(context, user, respond));
  await withFailureReference(
    context,
    () => onAction(context, user, event),
    async (reference) => {
      if (event.view) await context.client.updateView(event.view.id, failedView(user.translator, reference));
      else if (event.home) await context.client.publishHome(user.id, failedHome(user.translator, reference));
      else await event.replyTarget.respondEphemeral?.(failureMessage(user, reference));
    },
  );
}

/** The only menu with an external data source is that of apps. */
async function handleOptions(
  { context, users }: ListenerDeps,
  { ack, body }: FromBolt<SlackOptionsMiddlewareArgs<'block_suggestion'>>,
) {
  const { translator } = await users.user(body.user.id);
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
  const { context, users } = deps;
  await ack();
  if (deps.isReplay()) return;
  const user = await users.user(shortcut.user.id);
  const view = manageView(user.translator, context.operations);
  await withFailureReference(
    context,
    async () => void (await context.client.openView(shortcut.trigger_id, view)),
    (reference) => sendDirectly(context, user, failureMessage(user, reference)),
  );
}

async function handleEvent(
  { context, users, isReplay }: ListenerDeps,
  { event }: FromBolt<SlackEventMiddlewareArgs>,
  onUninstalled: ListenerOptions['onUninstalled'],
) {
  if (isReplay()) return;
  if (event.type === 'app_uninstalled' || event.type === 'tokens_revoked') onUninstalled(event.type);
  if (event.type !== 'app_home_opened' || event.tab !== 'home') return;
  const user = await users.user(event.user);
  await withFailureReference(
    context,
    () => showHome(context, user, event.view as HomeTab | undefined),
    (reference) => context.client.publishHome(user.id, failedHome(user.translator, reference)),
  );
}
