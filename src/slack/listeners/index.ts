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
import { withFailureReference } from '../context.js';
import { type FromBolt, failureMessage, type ListenerDeps } from '../incoming.js';
import { slackPhrases } from '../phrases.js';
import { contextFor } from '../receiver/request-tracker.js';
import { appText, optionText } from '../render/blocks.js';
import { failedHome } from '../render/home.js';
import { sentence } from '../render/messages.js';
import { failedView, manageView } from '../render/views.js';
import { onAction } from './actions.js';
import { parseCommand } from './command-parser.js';
import { onCommand, respondsInAck } from './commands.js';
import { type HomeTab, showHome } from './home.js';
import { createRespondEphemeral, ephemeral, parseAction } from './pressed.js';
import { handleViewSubmission } from './views.js';

const { phrase } = slackPhrases;

/** What the listeners need. */
interface ListenerOptions extends Pick<ListenerDeps, 'context' | 'users' | 'ackBudgetMs'> {
  /** Whether a request of this key has come before. */
  replayed(key: string): boolean;
  /** The installation is gone: nothing can be said any more. */
  onUninstalled(event: string): void;
}

/**
 * One listener for everything: Bolt would try every listener in turn, and with one per kind a command costs half as
 * much again. What is meant is looked up in our own tables.
 */
export function registerListeners(
  app: App,
  { context, users, ackBudgetMs, replayed, onUninstalled }: ListenerOptions,
): void {
  // What fails is logged where it comes out, once.
  app.error((error) => Promise.reject(error));
  app.use(async (args) => {
    const isReplay = () => replayed(keyOf(args));
    const incoming = { context: contextFor(context, args.context), users, ackBudgetMs, isReplay };
    if ('command' in args) await handleCommand(incoming, args);
    else if ('action' in args) await handleAction(incoming, args);
    else if ('options' in args)
      await handleOptions(incoming, args as FromBolt<SlackOptionsMiddlewareArgs<'block_suggestion'>>);
    else if ('view' in args) await handleViewSubmission(incoming, args);
    else if ('shortcut' in args) await handleShortcut(incoming, args);
    else await handleEvent(incoming, args, onUninstalled);
  });
}

/** By what a request is known when it comes again. An event goes by its id, since Slack signs it anew each time. */
function keyOf(args: FromBolt<AnyMiddlewareArgs>): string {
  return String(('event' in args ? args.body.event_id : args.context['key']) ?? '');
}

/** Acknowledged at once, unless what is to be said can be said in the acknowledgement. */
async function handleCommand(incoming: ListenerDeps, { ack, body, respond }: FromBolt<SlackCommandMiddlewareArgs>) {
  const { context, users } = incoming;
  const typed = parseCommand(body.command, body.text);
  context.note({ operation: findOperation(context.operations, typed.operation)?.name ?? 'none' });
  const replay = incoming.isReplay();
  const atOnce = replay || respondsInAck(context, typed);
  if (!atOnce) await ack();
  const user = await users.user(body.user_id);
  if (replay) return ack(ephemeral(sentence(user.translator, phrase('received'))));
  const respondEphemeral = createRespondEphemeral(respond);
  await withFailureReference(
    context,
    async () => {
      const answered = await onCommand(context, user, typed);
      if ('work' in answered)
        await answered.work({ trigger: body.trigger_id, respondEphemeral, conversation: body.channel_id });
      else await ack(ephemeral(answered.message));
    },
    async (reference) => {
      const message = failureMessage(user, reference);
      await (atOnce ? ack(ephemeral(message)) : respondEphemeral(message));
    },
  );
}

async function handleAction(
  incoming: ListenerDeps,
  { ack, body, action, respond }: FromBolt<SlackActionMiddlewareArgs>,
) {
  const { context, users } = incoming;
  await ack();
  if (incoming.isReplay()) return;
  const user = await users.user(body.user.id);
  const pressed = parseAction(body as BlockAction, action, respond);
  await withFailureReference(
    context,
    () => onAction(context, user, pressed),
    async (reference) => {
      if (pressed.view) await context.client.updateView(pressed.view.id, failedView(user.translator, reference));
      else if (pressed.home) await context.client.publishHome(user.id, failedHome(user.translator, reference));
      else await pressed.place.respondEphemeral?.(failureMessage(user, reference));
    },
  );
}

/** The only menu that asks is that of apps. */
async function handleOptions(
  { context, users }: ListenerDeps,
  { ack, body }: FromBolt<SlackOptionsMiddlewareArgs<'block_suggestion'>>,
) {
  const { translator } = await users.user(body.user.id);
  const apps = await withFailureReference(
    context,
    () => context.queries.suggestApps(normalizeText(body.value), 100),
    () => [],
  );
  const options = apps.map((app) => ({
    value: String(app.sdkAppId),
    text: appText(translator, app),
    description: optionText(translator, stateText(app.state)),
  }));
  await ack({ options });
}

async function handleShortcut(incoming: ListenerDeps, { ack, shortcut }: FromBolt<SlackShortcutMiddlewareArgs>) {
  const { context, users } = incoming;
  await ack();
  if (incoming.isReplay()) return;
  const { translator } = await users.user(shortcut.user.id);
  const work = () => context.client.openView(shortcut.trigger_id, manageView(translator, context.operations));
  await withFailureReference(context, work, () => '');
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
