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
import { operationNamed } from '../../operations/operation.js';
import { tidied } from '../../operations/read-answers.js';
import { orReference } from '../context.js';
import { type FromBolt, type Incoming, sorry } from '../incoming.js';
import { slackBook } from '../phrases.js';
import { contextFor } from '../receiver/request-tracker.js';
import { appText, optionText } from '../render/blocks.js';
import { failedHome } from '../render/home.js';
import { sentence } from '../render/messages.js';
import { failedView, manageView } from '../render/views.js';
import { onAction } from './actions.js';
import { readCommand } from './command-parser.js';
import { isSaidAtOnce, onCommand } from './commands.js';
import { type HomeTab, showHome } from './home.js';
import { pressIn, whispered, whisperer } from './pressed.js';
import { takeSubmission } from './views.js';

const { say } = slackBook;

/** What the listeners need. */
interface Parts extends Pick<Incoming, 'context' | 'people' | 'patienceMs'> {
  /** Whether a request of this key has come before. */
  replayed(key: string): boolean;
  /** The installation is gone: nothing can be said any more. */
  lost(event: string): void;
}

/**
 * One listener for everything: Bolt would try every listener in turn, and with one per kind a command costs half as
 * much again. What is meant is looked up in our own tables.
 */
export function listen(app: App, { context, people, patienceMs, replayed, lost }: Parts): void {
  // What fails is logged where it comes out, once.
  app.error((error) => Promise.reject(error));
  app.use(async (args) => {
    const isReplay = () => replayed(keyOf(args));
    const incoming = { context: contextFor(context, args.context), people, patienceMs, isReplay };
    if ('command' in args) await takeCommand(incoming, args);
    else if ('action' in args) await takePress(incoming, args);
    else if ('options' in args)
      await takeQuery(incoming, args as FromBolt<SlackOptionsMiddlewareArgs<'block_suggestion'>>);
    else if ('view' in args) await takeSubmission(incoming, args);
    else if ('shortcut' in args) await takeShortcut(incoming, args);
    else await takeEvent(incoming, args, lost);
  });
}

/** By what a request is known when it comes again. An event goes by its id, since Slack signs it anew each time. */
function keyOf(args: FromBolt<AnyMiddlewareArgs>): string {
  return String(('event' in args ? args.body.event_id : args.context['key']) ?? '');
}

/** Acknowledged at once, unless what is to be said can be said in the acknowledgement. */
async function takeCommand(incoming: Incoming, { ack, body, respond }: FromBolt<SlackCommandMiddlewareArgs>) {
  const { context, people } = incoming;
  const typed = readCommand(body.command, body.text);
  context.note({ operation: operationNamed(context.operations, typed.operation)?.name ?? 'none' });
  const replay = incoming.isReplay();
  const atOnce = replay || isSaidAtOnce(context, typed);
  if (!atOnce) await ack();
  const person = await people.person(body.user_id);
  if (replay) return ack(whispered(sentence(person.voice, say('received'))));
  const whisper = whisperer(respond);
  await orReference(
    context,
    async () => {
      const answered = await onCommand(context, person, typed);
      if ('work' in answered) await answered.work({ trigger: body.trigger_id, whisper, conversation: body.channel_id });
      else await ack(whispered(answered.message));
    },
    async (reference) => {
      const message = sorry(person, reference);
      await (atOnce ? ack(whispered(message)) : whisper(message));
    },
  );
}

async function takePress(incoming: Incoming, { ack, body, action, respond }: FromBolt<SlackActionMiddlewareArgs>) {
  const { context, people } = incoming;
  await ack();
  if (incoming.isReplay()) return;
  const person = await people.person(body.user.id);
  const pressed = pressIn(body as BlockAction, action, respond);
  await orReference(
    context,
    () => onAction(context, person, pressed),
    async (reference) => {
      if (pressed.view) await context.web.updateView(pressed.view.id, failedView(person.voice, reference));
      else if (pressed.home) await context.web.publishHome(person.id, failedHome(person.voice, reference));
      else await pressed.place.whisper?.(sorry(person, reference));
    },
  );
}

/** The only menu that asks is that of apps. */
async function takeQuery(
  { context, people }: Incoming,
  { ack, body }: FromBolt<SlackOptionsMiddlewareArgs<'block_suggestion'>>,
) {
  const { voice } = await people.person(body.user.id);
  const apps = await orReference(
    context,
    () => context.queries.suggestApps(tidied(body.value), 100),
    () => [],
  );
  const options = apps.map((app) => ({
    value: String(app.sdkAppId),
    text: appText(voice, app),
    description: optionText(voice, stateText(app.state)),
  }));
  await ack({ options });
}

async function takeShortcut(incoming: Incoming, { ack, shortcut }: FromBolt<SlackShortcutMiddlewareArgs>) {
  const { context, people } = incoming;
  await ack();
  if (incoming.isReplay()) return;
  const { voice } = await people.person(shortcut.user.id);
  const work = () => context.web.openView(shortcut.trigger_id, manageView(voice, context.operations));
  await orReference(context, work, () => '');
}

async function takeEvent(
  { context, people, isReplay }: Incoming,
  { event }: FromBolt<SlackEventMiddlewareArgs>,
  lost: Parts['lost'],
) {
  if (isReplay()) return;
  if (event.type === 'app_uninstalled' || event.type === 'tokens_revoked') lost(event.type);
  if (event.type !== 'app_home_opened' || event.tab !== 'home') return;
  const person = await people.person(event.user);
  await orReference(
    context,
    () => showHome(context, person, event.view as HomeTab | undefined),
    (reference) => context.web.publishHome(person.id, failedHome(person.voice, reference)),
  );
}
