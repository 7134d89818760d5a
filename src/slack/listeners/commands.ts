import type { App } from '../../domain/app.js';
import type { Text } from '../../i18n/phrase.js';
import type { FormValues, NextAction } from '../../operations/change-plan.js';
import { findOperation, type Operation } from '../../operations/operation.js';
import { parseAppId } from '../../operations/read-answers.js';
import type { Role } from '../../operations/roles.js';
import type { SlackContext } from '../context.js';
import { slackPhrases } from '../phrases.js';
import { nextSteps } from '../render/blocks.js';
import { appSteps, type Message, sentence } from '../render/messages.js';
import type { MessageTranslator } from '../render/translator.js';
import { infoView, pickView } from '../render/views.js';
import type { SlackUser } from '../users.js';
import { type ParsedCommand, resolveOperation, suggestOperations } from './command-parser.js';
import { openModal, openOperation, outcomeMessage, type ReplyTarget, renderView } from './open-operation.js';

const { phrase } = slackPhrases;

/** What a command comes to: a message right away, or work that goes on after the acknowledgement. */
export type CommandResponse = { readonly message: Message } | { readonly work: (place: ReplyTarget) => Promise<void> };

/** Whether all there is to say can be said in the acknowledgement. */
export function respondsInAck(context: SlackContext, { operation }: ParsedCommand): boolean {
  return operation === 'help' || !findOperation(context.operations, operation);
}

/** Reads a slash command and says what is to be done about it. */
export async function onCommand(
  context: SlackContext,
  user: SlackUser,
  typed: ParsedCommand,
): Promise<CommandResponse> {
  const operation = findOperation(context.operations, typed.operation);
  if (!operation) return { message: unknownOperation(context, user, { name: typed.operation, ask: asTyped(typed) }) };
  if (operation.name === 'help') return { message: await help(context, user, typed) };
  if (operation.subject !== 'app') {
    const values = {
      ...(operation.argument && typed.target && { [operation.argument]: typed.target }),
      ...typed.values,
    };
    const asked = { operation: operation.name, sdkAppId: null, values };
    return { work: (place) => openOperation(context, user, asked, place) };
  }
  if (operation.readOnly && typed.target !== '')
    return { work: (place) => answerAbout(context, user, { operation, typed }, place) };
  return { work: (place) => openModal(context, user, place, () => modalAbout(context, user, { operation, typed })) };
}

interface CommandTarget {
  readonly operation: Operation;
  readonly typed: ParsedCommand;
}

/** An operation that only answers: its answer, or the apps that may have been meant, as a message. */
async function answerAbout(
  context: SlackContext,
  user: SlackUser,
  about: CommandTarget,
  place: ReplyTarget,
): Promise<void> {
  const { found, operation, typed } = await resolveApp(context, about);
  if ('app' in found) {
    await openOperation(
      context,
      user,
      { operation: operation.name, sdkAppId: found.app.sdkAppId, values: typed.values },
      place,
    );
    return;
  }
  const { text, steps } = notFound(user, { operation, typed }, found.near);
  await place.respondEphemeral?.(sentence(user.translator, text, steps));
}

/** The same in a modal; without a target, the app is asked for first. */
async function modalAbout(context: SlackContext, user: SlackUser, about: CommandTarget) {
  if (about.typed.target === '') return pickView(user.translator, about.operation, about.typed);
  const { found, operation, typed } = await resolveApp(context, about);
  if ('app' in found) {
    const asked = { operation: operation.name, sdkAppId: found.app.sdkAppId, values: typed.values };
    return renderView(context, user, await context.changes.open(user.actor, asked));
  }
  const { text, steps } = notFound(user, { operation, typed }, found.near);
  return infoView(user.translator, operation.text.title, [...sentence(user.translator, text).blocks, ...steps]);
}

type Found = Awaited<ReturnType<SlackContext['queries']['findApp']>>;

/**
 * The app that was named. Where the operation has an argument, words that belong to no app's name are it: the longest
 * name wins, and where there is none, the first word is what may have been misspelt.
 */
async function resolveApp(
  { queries }: SlackContext,
  about: CommandTarget,
): Promise<CommandTarget & { readonly found: Found }> {
  const { operation, typed } = about;
  const words = typed.target.split(' ');
  const whole = { ...about, found: await queries.findApp(typed.target) };
  if ('app' in whole.found || operation.argument === undefined || words.length === 1) return whole;
  let shortest: CommandTarget & { readonly found: Found } = whole;
  for (let count = Math.min(words.length - 1, longestName); count > 0; count--) {
    const target = words.slice(0, count).join(' ');
    const values = { [operation.argument]: words.slice(count).join(' '), ...typed.values };
    shortest = { operation, typed: { ...typed, target, values }, found: await queries.findApp(target) };
    if ('app' in shortest.found) return shortest;
  }
  return shortest;
}

/** As many words of an app's name are looked for when others follow it. */
const longestName = 5;

function notFound({ translator }: SlackUser, { operation, typed }: CommandTarget, near: readonly App[]) {
  const name = typed.target.slice(0, 100);
  const several = near.length > 1 && near.every((app) => app.name === typed.target.normalize('NFC'));
  const none: Text = phrase('unknownAppNone', { name });
  const text = near.length === 0 ? none : several ? phrase('severalApps', { name }) : phrase('unknownApp', { name });
  return { text, steps: appSteps(translator, operation, near, typed.values) };
}

interface Unknown {
  /** What was typed for an operation. */
  readonly name: string;
  /** What is asked of the one that was meant. */
  readonly ask: (meant: Operation) => NextAction;
}

function unknownOperation(
  { operations }: SlackContext,
  { translator }: SlackUser,
  { name: typed, ask }: Unknown,
): Message {
  const name = typed.slice(0, 100);
  const near = suggestOperations(typed, operations);
  if (near.length === 0) return sentence(translator, phrase('unknownOperationNone', { name }));
  return sentence(translator, phrase('unknownOperation', { name }), nextSteps(translator, near.map(ask), operations));
}

/** The operation that was meant, on the app that was typed where it is an id. */
function asTyped({ target }: ParsedCommand): Unknown['ask'] {
  const sdkAppId = parseAppId(target);
  return ({ name, subject }) => ({ operation: name, ...(subject === 'app' && sdkAppId && { sdkAppId }) });
}

const rendered = new WeakMap<MessageTranslator, Map<ReadonlySet<Role>, Message>>();

/** Help about the operation that was named, or about all. */
async function help(context: SlackContext, user: SlackUser, { target }: ParsedCommand): Promise<Message> {
  const name = resolveOperation(target.split(' ')[0] ?? '');
  if (name === '') return helpWithAll(context, user);
  if (findOperation(context.operations, name)) return helpWith(context, user, { operation: name });
  const ask = ({ name: operation, text }: Operation) => ({
    operation: 'help',
    prefill: { operation },
    label: text.label,
  });
  return unknownOperation(context, user, { name, ask });
}

/** The same for everybody who speaks alike and may do the same: drawn once. */
async function helpWithAll(context: SlackContext, user: SlackUser): Promise<Message> {
  const { translator, actor } = user;
  const alike = rendered.get(translator) ?? new Map<ReadonlySet<Role>, Message>();
  rendered.set(translator, alike);
  const known = alike.get(actor.roles);
  if (known) return known;
  const message = await helpWith(context, user, {});
  alike.set(actor.roles, message);
  return message;
}

async function helpWith(context: SlackContext, user: SlackUser, answers: FormValues): Promise<Message> {
  const outcome = await context.changes.open(user.actor, { operation: 'help', sdkAppId: null, values: answers });
  return outcomeMessage(context, user, outcome);
}
