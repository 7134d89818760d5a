import type { Text } from '../i18n/phrase.js';
import type { App } from '../imapp/app.js';
import { type Answers, type Ask, type Operation, operationNamed } from '../operations/operation.js';
import { idIn } from '../operations/read-answers.js';
import type { Role } from '../operations/roles.js';
import { nearOperations, operationMeant, type Typed } from './command.js';
import type { Counter } from './counter.js';
import { nextSteps } from './draw/blocks.js';
import type { Voice } from './draw/medium.js';
import { appSteps, type Message, sentence } from './draw/messages.js';
import { notice, pickView } from './draw/views.js';
import { drawnView, goTo, inModal, outcomeMessage, type Place } from './go-to.js';
import type { Person } from './people.js';
import { slackBook } from './text.js';

const { say } = slackBook;

/** What a command comes to: a message right away, or work that goes on after the acknowledgement. */
export type Answered = { readonly message: Message } | { readonly work: (place: Place) => Promise<void> };

/** Whether all there is to say can be said in the acknowledgement. */
export function isSaidAtOnce(counter: Counter, { operation }: Typed): boolean {
  return operation === 'help' || !operationNamed(counter.operations, operation);
}

/** Reads a slash command and says what is to be done about it. */
export async function onCommand(counter: Counter, person: Person, typed: Typed): Promise<Answered> {
  const operation = operationNamed(counter.operations, typed.operation);
  if (!operation) return { message: unknownOperation(counter, person, { name: typed.operation, ask: asTyped(typed) }) };
  if (operation.name === 'help') return { message: await help(counter, person, typed) };
  if (operation.subject !== 'app') {
    const answers = {
      ...(operation.argument && typed.target && { [operation.argument]: typed.target }),
      ...typed.answers,
    };
    const asked = { operation: operation.name, sdkAppId: null, answers };
    return { work: (place) => goTo(counter, person, asked, place) };
  }
  if (operation.answers && typed.target !== '')
    return { work: (place) => answerAbout(counter, person, { operation, typed }, place) };
  return { work: (place) => inModal(counter, person, place, () => modalAbout(counter, person, { operation, typed })) };
}

interface About {
  readonly operation: Operation;
  readonly typed: Typed;
}

/** An operation that only answers: its answer, or the apps that may have been meant, as a message. */
async function answerAbout(counter: Counter, person: Person, about: About, place: Place): Promise<void> {
  const { found, operation, typed } = await findMeant(counter, about);
  if ('app' in found) {
    await goTo(
      counter,
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
async function modalAbout(counter: Counter, person: Person, about: About) {
  if (about.typed.target === '') return pickView(person.voice, about.operation, about.typed);
  const { found, operation, typed } = await findMeant(counter, about);
  if ('app' in found) {
    const asked = { operation: operation.name, sdkAppId: found.app.sdkAppId, answers: typed.answers };
    return drawnView(counter, person, await counter.corridor.open(person.asker, asked));
  }
  const { text, steps } = notFound(person, { operation, typed }, found.near);
  return notice(person.voice, operation.text.title, [...sentence(person.voice, text).blocks, ...steps]);
}

type Found = Awaited<ReturnType<Counter['queries']['findApp']>>;

/**
 * The app that was named. Where the operation has an argument, words that belong to no app's name are it: the longest
 * name wins, and where there is none, the first word is what may have been misspelt.
 */
async function findMeant({ queries }: Counter, about: About): Promise<About & { readonly found: Found }> {
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

function unknownOperation({ operations }: Counter, { voice }: Person, { name: typed, ask }: Unknown): Message {
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
async function help(counter: Counter, person: Person, { target }: Typed): Promise<Message> {
  const name = operationMeant(target.split(' ')[0] ?? '');
  if (name === '') return helpWithAll(counter, person);
  if (operationNamed(counter.operations, name)) return helpWith(counter, person, { operation: name });
  const ask = ({ name: operation, text }: Operation) => ({
    operation: 'help',
    draft: { operation },
    label: text.label,
  });
  return unknownOperation(counter, person, { name, ask });
}

/** The same for everybody who speaks alike and may do the same: drawn once. */
async function helpWithAll(counter: Counter, person: Person): Promise<Message> {
  const { voice, asker } = person;
  const alike = drawn.get(voice) ?? new Map<ReadonlySet<Role>, Message>();
  drawn.set(voice, alike);
  const known = alike.get(asker.roles);
  if (known) return known;
  const message = await helpWith(counter, person, {});
  alike.set(asker.roles, message);
  return message;
}

async function helpWith(counter: Counter, person: Person, answers: Answers): Promise<Message> {
  const outcome = await counter.corridor.open(person.asker, { operation: 'help', sdkAppId: null, answers });
  return outcomeMessage(counter, person, outcome);
}
