import type { App } from '../../domain/app.js';
import type { Text } from '../../i18n/phrase.js';
import type { Answers, Ask } from '../../operations/change-plan.js';
import { type Operation, operationNamed } from '../../operations/operation.js';
import { idIn } from '../../operations/read-answers.js';
import type { Role } from '../../operations/roles.js';
import type { Context } from '../context.js';
import { slackBook } from '../phrases.js';
import { nextSteps } from '../render/blocks.js';
import { appSteps, type Message, sentence } from '../render/messages.js';
import type { Voice } from '../render/translator.js';
import { notice, pickView } from '../render/views.js';
import type { Person } from '../users.js';
import { nearOperations, operationMeant, type Typed } from './command-parser.js';
import { drawnView, goTo, inModal, outcomeMessage, type Place } from './open-operation.js';

const { say } = slackBook;

/** What a command comes to: a message right away, or work that goes on after the acknowledgement. */
export type Answered = { readonly message: Message } | { readonly work: (place: Place) => Promise<void> };

/** Whether all there is to say can be said in the acknowledgement. */
export function isSaidAtOnce(context: Context, { operation }: Typed): boolean {
  return operation === 'help' || !operationNamed(context.operations, operation);
}

/** Reads a slash command and says what is to be done about it. */
export async function onCommand(context: Context, person: Person, typed: Typed): Promise<Answered> {
  const operation = operationNamed(context.operations, typed.operation);
  if (!operation) return { message: unknownOperation(context, person, { name: typed.operation, ask: asTyped(typed) }) };
  if (operation.name === 'help') return { message: await help(context, person, typed) };
  if (operation.subject !== 'app') {
    const answers = {
      ...(operation.argument && typed.target && { [operation.argument]: typed.target }),
      ...typed.answers,
    };
    const asked = { operation: operation.name, sdkAppId: null, answers };
    return { work: (place) => goTo(context, person, asked, place) };
  }
  if (operation.answers && typed.target !== '')
    return { work: (place) => answerAbout(context, person, { operation, typed }, place) };
  return { work: (place) => inModal(context, person, place, () => modalAbout(context, person, { operation, typed })) };
}

interface About {
  readonly operation: Operation;
  readonly typed: Typed;
}

/** An operation that only answers: its answer, or the apps that may have been meant, as a message. */
async function answerAbout(context: Context, person: Person, about: About, place: Place): Promise<void> {
  const { found, operation, typed } = await findMeant(context, about);
  if ('app' in found) {
    await goTo(
      context,
      person,
      { operation: operation.name, sdkAppId: found.app.sdkAppId, answers: typed.answers },
      place,
    );
    return;
  }
  const { text, steps } = notFound(person, { operation, typed }, found.near);
  await place.whisper?.(sentence(person.voice, text, steps));
}

/** The same in a modal; without a target, the app is asked for first. */
async function modalAbout(context: Context, person: Person, about: About) {
  if (about.typed.target === '') return pickView(person.voice, about.operation, about.typed);
  const { found, operation, typed } = await findMeant(context, about);
  if ('app' in found) {
    const asked = { operation: operation.name, sdkAppId: found.app.sdkAppId, answers: typed.answers };
    return drawnView(context, person, await context.corridor.open(person.asker, asked));
  }
  const { text, steps } = notFound(person, { operation, typed }, found.near);
  return notice(person.voice, operation.text.title, [...sentence(person.voice, text).blocks, ...steps]);
}

type Found = Awaited<ReturnType<Context['queries']['findApp']>>;

/**
 * The app that was named. Where the operation has an argument, words that belong to no app's name are it: the longest
 * name wins, and where there is none, the first word is what may have been misspelt.
 */
async function findMeant({ queries }: Context, about: About): Promise<About & { readonly found: Found }> {
  const { operation, typed } = about;
  const words = typed.target.split(' ');
  const whole = { ...about, found: await queries.findApp(typed.target) };
  if ('app' in whole.found || operation.argument === undefined || words.length === 1) return whole;
  let shortest: About & { readonly found: Found } = whole;
  for (let count = Math.min(words.length - 1, longestName); count > 0; count--) {
    const target = words.slice(0, count).join(' ');
    const answers = { [operation.argument]: words.slice(count).join(' '), ...typed.answers };
    shortest = { operation, typed: { ...typed, target, answers }, found: await queries.findApp(target) };
    if ('app' in shortest.found) return shortest;
  }
  return shortest;
}

/** As many words of an app's name are looked for when others follow it. */
const longestName = 5;

function notFound({ voice }: Person, { operation, typed }: About, near: readonly App[]) {
  const name = typed.target.slice(0, 100);
  const several = near.length > 1 && near.every((app) => app.name === typed.target.normalize('NFC'));
  const none: Text = say('unknownAppNone', { name });
  const text = near.length === 0 ? none : several ? say('severalApps', { name }) : say('unknownApp', { name });
  return { text, steps: appSteps(voice, operation, near, typed.answers) };
}

interface Unknown {
  /** What was typed for an operation. */
  readonly name: string;
  /** What is asked of the one that was meant. */
  readonly ask: (meant: Operation) => Ask;
}

function unknownOperation({ operations }: Context, { voice }: Person, { name: typed, ask }: Unknown): Message {
  const name = typed.slice(0, 100);
  const near = nearOperations(typed, operations);
  if (near.length === 0) return sentence(voice, say('unknownOperationNone', { name }));
  return sentence(voice, say('unknownOperation', { name }), nextSteps(voice, near.map(ask), operations));
}

/** The operation that was meant, on the app that was typed where it is an id. */
function asTyped({ target }: Typed): Unknown['ask'] {
  const sdkAppId = idIn(target);
  return ({ name, subject }) => ({ operation: name, ...(subject === 'app' && sdkAppId && { sdkAppId }) });
}

const drawn = new WeakMap<Voice, Map<ReadonlySet<Role>, Message>>();

/** Help about the operation that was named, or about all. */
async function help(context: Context, person: Person, { target }: Typed): Promise<Message> {
  const name = operationMeant(target.split(' ')[0] ?? '');
  if (name === '') return helpWithAll(context, person);
  if (operationNamed(context.operations, name)) return helpWith(context, person, { operation: name });
  const ask = ({ name: operation, text }: Operation) => ({
    operation: 'help',
    draft: { operation },
    label: text.label,
  });
  return unknownOperation(context, person, { name, ask });
}

/** The same for everybody who speaks alike and may do the same: drawn once. */
async function helpWithAll(context: Context, person: Person): Promise<Message> {
  const { voice, asker } = person;
  const alike = drawn.get(voice) ?? new Map<ReadonlySet<Role>, Message>();
  drawn.set(voice, alike);
  const known = alike.get(asker.roles);
  if (known) return known;
  const message = await helpWith(context, person, {});
  alike.set(asker.roles, message);
  return message;
}

async function helpWith(context: Context, person: Person, answers: Answers): Promise<Message> {
  const outcome = await context.corridor.open(person.asker, { operation: 'help', sdkAppId: null, answers });
  return outcomeMessage(context, person, outcome);
}
