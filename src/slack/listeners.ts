import { setTimeout as pause } from 'node:timers/promises';
import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
} from '@slack/bolt';
import type { View } from '@slack/types';
import { stateText } from '../imapp/words.js';
import { operationNamed } from '../operations/operation.js';
import { tidied } from '../operations/read-answers.js';
import { readCommand } from './command.js';
import { type Counter, orReference } from './counter.js';
import { appText, optionText, section } from './draw/blocks.js';
import { failedHome } from './draw/home.js';
import { type Message, sentence } from './draw/messages.js';
import { failedView, loadingView, manageView, notice } from './draw/views.js';
import { type HomeTab, redrawHome, showHome } from './home.js';
import { showLate } from './late.js';
import { onAction } from './on-action.js';
import { isSaidAtOnce, onCommand } from './on-command.js';
import { onSubmit, type Reply } from './on-submit.js';
import type { People, Person } from './people.js';
import { pressIn, whispered, whisperer } from './pressed.js';
import { slackBook } from './text.js';
import { counterFor } from './visits.js';

const { say } = slackBook;

/** What the listeners need besides the counter. */
export interface House {
  readonly counter: Counter;
  readonly people: People;
  /** How long a submitted modal may take, in milliseconds; what takes longer goes on behind a loading view. */
  readonly patienceMs: number;
  /** Whether this very request has come before. */
  replayed(key: string): boolean;
  /** The installation is gone: nothing can be said any more. */
  lost(event: string): void;
}

/**
 * One listener for everything: Bolt would try every listener in turn, and with one per kind a command costs half as
 * much again. What is meant is looked up in our own tables.
 */
export function listen(app: App, given: House): void {
  app.use(async (args) => {
    const house = { ...given, counter: counterFor(given.counter, args.context) };
    if ('command' in args) await takeCommand(house, args);
    else if ('action' in args) await takePress(house, args);
    else if ('options' in args) await takeQuery(house, args as Taking<SlackOptionsMiddlewareArgs<'block_suggestion'>>);
    else if ('view' in args) await takeSubmission(house, args);
    else if ('shortcut' in args) await takeShortcut(house, args);
    else await takeEvent(house, args);
  });
}

/** Whether this very request has come before. */
function again({ replayed }: House, context: object): boolean {
  return replayed(String((context as { key?: unknown }).key ?? ''));
}

function sorry({ voice }: Person, reference: string): Message {
  return sentence(voice, say('failed', { reference }));
}

type Taking<Args> = Args & AllMiddlewareArgs;

/** Acknowledged at once, unless what is to be said can be said in the acknowledgement. */
async function takeCommand(house: House, { ack, body, respond, context }: Taking<SlackCommandMiddlewareArgs>) {
  const { counter, people } = house;
  const typed = readCommand(body.command, body.text);
  counter.note({ operation: operationNamed(counter.operations, typed.operation)?.name ?? 'none' });
  const replay = again(house, context);
  const atOnce = replay || isSaidAtOnce(counter, typed);
  if (!atOnce) await ack();
  const person = await people.person(body.user_id);
  if (replay) return ack(whispered(sentence(person.voice, say('received'))));
  const whisper = whisperer(respond);
  await orReference(
    counter,
    async () => {
      const answered = await onCommand(counter, person, typed);
      if ('work' in answered) await answered.work({ trigger: body.trigger_id, whisper, conversation: body.channel_id });
      else await ack(whispered(answered.message));
    },
    async (reference) => {
      const message = sorry(person, reference);
      await (atOnce ? ack(whispered(message)) : whisper(message));
    },
  );
}

async function takePress(house: House, { ack, body, action, respond, context }: Taking<SlackActionMiddlewareArgs>) {
  const { counter, people } = house;
  await ack();
  if (again(house, context)) return;
  const person = await people.person(body.user.id);
  const pressed = pressIn(body as BlockAction, action, respond);
  await orReference(
    counter,
    () => onAction(counter, person, pressed),
    async (reference) => {
      if (pressed.view) await counter.web.updateView(pressed.view.id, failedView(person.voice, reference));
      else if (pressed.home) await counter.web.publishHome(person.id, failedHome(person.voice, reference));
      else await pressed.place.whisper?.(sorry(person, reference));
    },
  );
}

/** Modals whose submission can change what the Home tab says. */
const decisive = new Set(['preview', 'approve', 'decline']);

async function takeSubmission(house: House, args: Taking<SlackViewMiddlewareArgs>) {
  const { counter, people } = house;
  const { ack, body, view } = args;
  if (body.type !== 'view_submission') return ack();
  await answerSubmission(house, args);
  if (!decisive.has(view.callback_id)) return;
  const person = await people.person(body.user.id);
  await orReference(
    counter,
    () => redrawHome(counter, person),
    () => undefined,
  );
}

async function answerSubmission(house: House, { ack, body, view, context }: Taking<SlackViewMiddlewareArgs>) {
  const { counter, people, patienceMs } = house;
  const waiting = new AbortController();
  const tooLong = pause(patienceMs, null, { signal: waiting.signal }).catch(() => null);
  const known = people.person(body.user.id);
  const reply = known.then((person) => replyTo(house, person, { view, replay: again(house, context) }));
  const inTime = await Promise.race([reply, tooLong]);
  waiting.abort();
  if (inTime && 'errors' in inTime) return ack({ response_action: 'errors', errors: { ...inTime.errors } });
  if (inTime) return ack(update(inTime.view));
  const person = await known;
  await ack(update(loadingView(person.voice)));
  const late = await reply;
  // Slack must have shown the loading view, or it would be shown last.
  await pause(patienceMs / 8);
  await showLate(counter, person, { viewId: view.id, reply: late });
}

interface Taken {
  readonly view: Parameters<typeof onSubmit>[2];
  readonly replay: boolean;
}

function replyTo({ counter }: House, person: Person, { view, replay }: Taken): Promise<Reply> {
  const { voice } = person;
  if (replay) {
    const view = notice(voice, say('manage'), [section(voice, say('received'))]);
    return Promise.resolve({ view, inWords: () => sentence(voice, say('received')) });
  }
  return orReference<Reply>(
    counter,
    () => onSubmit(counter, person, view),
    (reference) => ({ view: failedView(voice, reference), inWords: () => sorry(person, reference) }),
  );
}

function update(view: View) {
  return { response_action: 'update' as const, view };
}

/** The only menu that asks is that of apps. */
async function takeQuery(
  { counter, people }: House,
  { ack, body }: Taking<SlackOptionsMiddlewareArgs<'block_suggestion'>>,
) {
  const { voice } = await people.person(body.user.id);
  const apps = await orReference(
    counter,
    () => counter.queries.suggestApps(tidied(body.value), 100),
    () => [],
  );
  const options = apps.map((app) => ({
    value: String(app.sdkAppId),
    text: appText(voice, app),
    description: optionText(voice, stateText(app.state)),
  }));
  await ack({ options });
}

async function takeShortcut(house: House, { ack, shortcut, context }: Taking<SlackShortcutMiddlewareArgs>) {
  const { counter, people } = house;
  await ack();
  if (again(house, context)) return;
  const { voice } = await people.person(shortcut.user.id);
  const work = () => counter.web.openView(shortcut.trigger_id, manageView(voice, counter.operations));
  await orReference(counter, work, () => '');
}

async function takeEvent(
  { counter, people, replayed, lost }: House,
  { event, body }: Taking<SlackEventMiddlewareArgs>,
) {
  if (replayed(body.event_id)) return;
  if (event.type === 'app_uninstalled' || event.type === 'tokens_revoked') lost(event.type);
  if (event.type !== 'app_home_opened' || event.tab !== 'home') return;
  const person = await people.person(event.user);
  await orReference(
    counter,
    () => showHome(counter, person, event.view as HomeTab | undefined),
    (reference) => counter.web.publishHome(person.id, failedHome(person.voice, reference)),
  );
}
