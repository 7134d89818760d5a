import type { App } from '../../domain/app.js';
import { foldName } from '../../domain/app-name.js';
import type { FormValues, NextAction } from '../../operations/change-plan.js';
import { findOperation, type Operation } from '../../operations/operation.js';
import type { Role } from '../../operations/roles.js';
import { parseAppId } from '../../operations/text-input.js';
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

/** What to answer to a command: a message in the acknowledgement, or work that goes on after it. */
export type CommandResponse =
  | { readonly message: Message }
  | { readonly work: (replyTarget: ReplyTarget) => Promise<void> };

/** Whether the acknowledgement can contain the whole answer. */
export function respondsInAck(context: SlackContext, { operation }: ParsedCommand): boolean {
  return operation === 'help' || !findOperation(context.operations, operation);
}

/** Decides how to answer a slash command. */
export async function onCommand(
  context: SlackContext,
  user: SlackUser,
  command: ParsedCommand,
): Promise<CommandResponse> {
  const operation = findOperation(context.operations, command.operation);
  if (!operation)
    return { message: unknownOperation(context, user, { name: command.operation, actionFor: sameTarget(command) }) };
  if (operation.name === 'help') return { message: await help(context, user, command) };
  if (operation.subject !== 'app') {
    const values = {
      ...(operation.argument && command.target && { [operation.argument]: command.target }),
      ...command.values,
    };
    const request = { operation: operation.name, sdkAppId: null, values };
    return { work: (replyTarget) => openOperation(context, user, request, replyTarget) };
  }
  const appCommand = { operation, command };
  if (operation.readOnly && command.target !== '')
    return { work: (replyTarget) => respondWithResult(context, user, appCommand, replyTarget) };
  return { work: (replyTarget) => openModal(context, user, replyTarget, () => viewFor(context, user, appCommand)) };
}

/** A command for an operation on an app. */
interface AppCommand {
  readonly operation: Operation;
  readonly command: ParsedCommand;
}

/** For read-only operations: the result as a message, or buttons with similar apps if there is no such app. */
async function respondWithResult(
  context: SlackContext,
  user: SlackUser,
  appCommand: AppCommand,
  replyTarget: ReplyTarget,
): Promise<void> {
  const { found, operation, command } = await resolveApp(context, appCommand);
  if ('app' in found) {
    const request = { operation: operation.name, sdkAppId: found.app.sdkAppId, values: command.values };
    await openOperation(context, user, request, replyTarget);
    return;
  }
  const { text, steps } = notFound(user, { operation, command }, found.near);
  await replyTarget.respondEphemeral?.(sentence(user.translator, text, steps));
}

/** For all other operations: the same in a modal; without a target, a menu of apps. */
async function viewFor(context: SlackContext, user: SlackUser, appCommand: AppCommand) {
  if (appCommand.command.target === '') return pickView(user.translator, appCommand.operation, appCommand.command);
  const { found, operation, command } = await resolveApp(context, appCommand);
  if ('app' in found) {
    const request = { operation: operation.name, sdkAppId: found.app.sdkAppId, values: command.values };
    return renderView(context, user, await context.changes.open(user.actor, request));
  }
  const { text, steps } = notFound(user, { operation, command }, found.near);
  return infoView(user.translator, operation.text.title, [...sentence(user.translator, text).blocks, ...steps]);
}

type Found = Awaited<ReturnType<SlackContext['appSearch']['findApp']>>;

/**
 * Finds the app that the target names. If the operation has an argument, the target may be a name followed by the
 * argument: the longest name that exists wins. If none exists, the first word is taken for a misspelt name.
 */
async function resolveApp(
  { appSearch }: SlackContext,
  appCommand: AppCommand,
): Promise<AppCommand & { readonly found: Found }> {
  const { operation, command } = appCommand;
  const words = command.target.split(' ');
  const { target, quotedTarget } = command;
  const unquoted = await appSearch.findApp(target);
  const quoted = quotedTarget === undefined || 'app' in unquoted ? unquoted : await appSearch.findApp(quotedTarget);
  const exact = { ...appCommand, found: 'app' in quoted ? quoted : unquoted };
  if ('app' in exact.found || operation.argument === undefined || words.length === 1) return exact;
  let candidate: AppCommand & { readonly found: Found } = exact;
  for (let count = Math.min(words.length - 1, maxNameWords); count > 0; count--) {
    const target = words.slice(0, count).join(' ');
    const values = { [operation.argument]: words.slice(count).join(' '), ...command.values };
    candidate = { operation, command: { ...command, target, values }, found: await appSearch.findApp(target) };
    if ('app' in candidate.found) return candidate;
  }
  return candidate;
}

/** The longest app name, in words, that is looked for in front of an argument. */
const maxNameWords = 5;

/** Names in replies are cut to this length. */
const maxQuotedLength = 100;

function notFound({ translator }: SlackUser, { operation, command }: AppCommand, similar: readonly App[]) {
  const name = command.target.slice(0, maxQuotedLength);
  const steps = appSteps(translator, operation, similar, command.values);
  if (similar.length === 0) return { text: phrase('unknownAppNone', { name }), steps };
  const sameName = similar.length > 1 && similar.every((app) => foldName(app.name) === foldName(command.target));
  return { text: sameName ? phrase('severalApps', { name }) : phrase('unknownApp', { name }), steps };
}

interface UnknownOperation {
  readonly name: string;
  /** What the button of a suggested operation does. */
  readonly actionFor: (suggested: Operation) => NextAction;
}

function unknownOperation(
  { operations }: SlackContext,
  { translator }: SlackUser,
  { name: typedName, actionFor }: UnknownOperation,
): Message {
  const name = typedName.slice(0, maxQuotedLength);
  const suggested = suggestOperations(typedName, operations);
  if (suggested.length === 0) return sentence(translator, phrase('unknownOperationNone', { name }));
  const steps = nextSteps(translator, suggested.map(actionFor), operations);
  return sentence(translator, phrase('unknownOperation', { name }), steps);
}

/** The suggested operation on the app that was typed, if that was an id. */
function sameTarget({ target }: ParsedCommand): UnknownOperation['actionFor'] {
  const sdkAppId = parseAppId(target);
  return ({ name, subject }) => ({ operation: name, ...(subject === 'app' && sdkAppId && { sdkAppId }) });
}

/** Help with the operation that was named, or with all. */
async function help(context: SlackContext, user: SlackUser, { target }: ParsedCommand): Promise<Message> {
  const name = resolveOperation(target.split(' ')[0] ?? '');
  if (name === '') return helpWithAll(context, user);
  if (findOperation(context.operations, name)) return helpWith(context, user, { operation: name });
  const actionFor = ({ name: operation, text }: Operation): NextAction => ({
    operation: 'help',
    prefill: { operation },
    label: text.label,
  });
  return unknownOperation(context, user, { name, actionFor });
}

const helpMessages = new WeakMap<MessageTranslator, Map<ReadonlySet<Role>, Message>>();

/** Rendered once per translator and set of roles. */
async function helpWithAll(context: SlackContext, user: SlackUser): Promise<Message> {
  const { translator, actor } = user;
  const byRoles = helpMessages.get(translator) ?? new Map<ReadonlySet<Role>, Message>();
  helpMessages.set(translator, byRoles);
  const cached = byRoles.get(actor.roles);
  if (cached) return cached;
  const message = await helpWith(context, user, {});
  byRoles.set(actor.roles, message);
  return message;
}

async function helpWith(context: SlackContext, user: SlackUser, values: FormValues): Promise<Message> {
  const outcome = await context.changes.open(user.actor, { operation: 'help', sdkAppId: null, values });
  return outcomeMessage(context, user, outcome);
}
