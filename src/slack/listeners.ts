import type { App, BlockAction, RespondFn } from '@slack/bolt';
import type { View } from '@slack/types';
import { readCommand } from './command.js';
import { type Counter, orReference } from './counter.js';
import { optionText } from './draw/blocks.js';
import { homeView } from './draw/home.js';
import { type Message, sentence } from './draw/messages.js';
import { failedView, loadingView, manageView } from './draw/views.js';
import type { Place } from './go-to.js';
import { onAction, type Pressed } from './on-action.js';
import { onCommand } from './on-command.js';
import { onSubmit, type Reply } from './on-submit.js';
import type { People, Person } from './people.js';
import { slackBook } from './text.js';

const { say } = slackBook;

/** What the listeners need besides the counter. */
export interface House {
  readonly counter: Counter;
  readonly people: People;
  /** Whether this very request has come before. */
  replayed(key: string): boolean;
  /** The installation is gone: nothing can be said any more. */
  lost(event: string): void;
}

/** A modal that is submitted must be answered within three seconds; what takes longer goes on behind a loading view. */
const longestWait = 2_400;
const any = /^/;

/** One listener per kind: Bolt would try every listener in turn. What is meant is looked up in our own tables. */
export function listen(app: App, house: House): void {
  for (const kind of [commands, presses, submissions, options, shortcuts, events]) kind(app, house);
}

/** Whether this very request has come before. */
function again({ replayed }: House, context: object): boolean {
  return replayed(String((context as { key?: unknown }).key ?? ''));
}

function sorry({ voice }: Person, reference: string): Message {
  return sentence(voice, say('failed', { reference }));
}

function commands(app: App, house: House): void {
  const { counter, people } = house;
  app.command(any, async ({ ack, body, respond, context }) => {
    const person = await people.person(body.user_id);
    if (again(house, context)) return ack(whispered(sentence(person.voice, say('received'))));
    const typed = readCommand(body.command, body.text);
    const whisper = whisperer(respond);
    const answered = await orReference(
      counter.log,
      () => onCommand(counter, person, typed),
      (reference) => ({ message: sorry(person, reference) }),
    );
    if ('message' in answered) return ack(whispered(answered.message));
    await ack();
    await orReference(
      counter.log,
      () => answered.work({ trigger: body.trigger_id, whisper }),
      async (reference) => void (await whisper(sorry(person, reference))),
    );
  });
}

function presses(app: App, house: House): void {
  const { counter, people } = house;
  app.action(any, async ({ ack, body, action, respond, context }) => {
    await ack();
    if (again(house, context)) return;
    const person = await people.person(body.user.id);
    const pressed = pressIn(body as BlockAction, action, respond);
    await orReference(
      counter.log,
      () => onAction(counter, person, pressed),
      async (reference) => {
        if (pressed.view) await counter.web.updateView(pressed.view.id, failedView(person.voice, reference));
        else await pressed.place.whisper?.(sorry(person, reference));
      },
    );
  });
}

function submissions(app: App, house: House): void {
  const { counter, people } = house;
  app.view({ type: 'view_submission', callback_id: any }, async ({ ack, body, view, context }) => {
    if (again(house, context)) return ack();
    const person = await people.person(body.user.id);
    const reply = orReference(
      counter.log,
      () => onSubmit(counter, person, view),
      (reference) => ({ view: failedView(person.voice, reference) }),
    );
    const inTime = await Promise.race([reply, patience()]);
    if (inTime && 'errors' in inTime) return ack({ response_action: 'errors', errors: { ...inTime.errors } });
    if (inTime) return ack(update(inTime.view));
    await ack(update(loadingView(person.voice)));
    await counter.web.updateView(view.id, viewOf(await reply, person));
  });
}

function options(app: App, { counter, people }: House): void {
  app.options(any, async ({ ack, body, options: asked }) => {
    const { voice } = await people.person(body.user.id);
    const apps = await orReference(
      counter.log,
      () => counter.queries.suggestApps(asked.value, 100),
      () => [],
    );
    await ack({
      options: apps.map(({ name, sdkAppId }) => ({
        value: String(sdkAppId),
        text: optionText(voice, `${name} (${sdkAppId})`),
      })),
    });
  });
}

function shortcuts(app: App, house: House): void {
  const { counter, people } = house;
  app.shortcut(any, async ({ ack, shortcut, context }) => {
    await ack();
    if (again(house, context)) return;
    const { voice } = await people.person(shortcut.user.id);
    const work = () => counter.web.openView(shortcut.trigger_id, manageView(voice, counter.operations));
    await orReference(counter.log, work, () => '');
  });
}

function events(app: App, { counter, people, replayed, lost }: House): void {
  app.event(any, async ({ event, body }) => {
    if (replayed(body.event_id)) return;
    if (event.type === 'app_uninstalled' || event.type === 'tokens_revoked') lost(event.type);
    if (event.type !== 'app_home_opened' || event.tab !== 'home') return;
    const { voice } = await people.person(event.user);
    const work = () => counter.web.publishHome(event.user, homeView(voice, counter.operations));
    await orReference(counter.log, work, () => undefined);
  });
}

function whispered(message: Message) {
  return { response_type: 'ephemeral' as const, ...message };
}

function whisperer(respond: RespondFn): NonNullable<Place['whisper']> {
  return (message) => respond({ ...whispered(message), replace_original: false });
}

/** The parts of a press that matter, and where its answer can go: into its modal, or beside its message. */
function pressIn(body: BlockAction, action: object, respond: RespondFn): Pressed {
  const { action_id: actionId = '', value } = action as { action_id?: string; value?: string };
  const { view, response_url } = body;
  const modal = view?.type === 'modal' ? view : undefined;
  return {
    actionId,
    value,
    place: {
      trigger: body.trigger_id,
      ...(modal && { viewId: modal.id }),
      ...(response_url && { whisper: whisperer(respond) }),
    },
    ...(modal && { view: modal }),
  };
}

function update(view: View) {
  return { response_action: 'update' as const, view };
}

function viewOf(reply: Reply, person: Person): View {
  if ('view' in reply) return reply.view;
  return failedView(person.voice, Object.values(reply.errors).join(' '));
}

function patience(): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, longestWait, null).unref());
}
