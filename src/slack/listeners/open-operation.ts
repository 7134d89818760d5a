import type { View } from '@slack/types';
import type { Asked, Outcome } from '../../changes/change.js';
import type { Ask } from '../../operations/change-plan.js';
import { type Operation, operationNamed } from '../../operations/operation.js';
import { slackError } from '../client.js';
import { type Context, orReference } from '../context.js';
import { slackBook } from '../phrases.js';
import { nextSteps, section } from '../render/blocks.js';
import { linesMessage, type Message, sentence } from '../render/messages.js';
import { outcomeView, standing } from '../render/outcome.js';
import { afresh, failedView, loadingView, pickView, staleView } from '../render/views.js';
import type { Person } from '../users.js';
import { showFile } from './upload-result.js';

const { say } = slackBook;

/** Where a person pressed or typed, and so where the answer can go. */
export interface Place {
  /** Opens a modal, once, within three seconds. */
  readonly trigger: string;
  /** The modal that is open already: it is replaced. */
  readonly viewId?: string;
  /** Says something that only this person sees; not where there is no conversation. */
  readonly whisper?: (message: Message) => Promise<unknown>;
  /** The conversation itself, for what everybody in it may see. */
  readonly conversation?: string;
}

/** Leads a person into an operation: an answer comes as a message where it can, everything else in a modal. */
export async function goTo(context: Context, person: Person, asked: Asked, place: Place): Promise<void> {
  const operation = operationNamed(context.operations, asked.operation);
  if (operation?.answers && place.whisper && !(operation.subject === 'app' && asked.sdkAppId === null)) {
    const outcome = await context.corridor.open(person.asker, asked);
    await place.whisper(outcomeMessage(context, person, outcome));
    const note = await showFile(context, person, { outcome, conversation: place.conversation });
    if (note) await place.whisper(sentence(person.voice, note));
    return;
  }
  await inModal(context, person, place, async () => viewFor(context, person, operation, asked));
}

/** A modal with a loading view at once, replaced by what `draw` comes to. */
export async function inModal(
  context: Context,
  person: Person,
  place: Place,
  draw: () => Promise<View>,
): Promise<void> {
  const { web } = context;
  const viewId = place.viewId ?? (await openLoading(context, person, place));
  if (viewId === null) return;
  await orReference(
    context,
    async () => web.updateView(viewId, await draw()),
    (reference) => web.updateView(viewId, failedView(person.voice, reference)),
  );
}

async function openLoading(
  { web, log }: Context,
  { voice }: Person,
  { trigger, whisper }: Place,
): Promise<string | null> {
  try {
    return await web.openView(trigger, loadingView(voice));
  } catch (error) {
    log.warn({ err: error, slack: slackError(error) }, 'a modal could not be opened');
    await whisper?.(sentence(voice, say('noWindow')));
    return null;
  }
}

async function viewFor(
  context: Context,
  person: Person,
  operation: Operation | undefined,
  asked: Asked,
): Promise<View> {
  if (!operation) return staleView(person.voice, context.operations);
  if (operation.subject === 'app' && asked.sdkAppId === null) return pickView(person.voice, operation, asked);
  return drawnView(context, person, await context.corridor.open(person.asker, asked));
}

/** Where a step ended, as a modal. A modal shows no pictures: they go to the direct conversation, and it says so. */
export async function drawnView(context: Context, person: Person, outcome: Outcome): Promise<View> {
  const view = outcomeView(person.voice, context.operations, outcome);
  const note = await showFile(context, person, { outcome, conversation: undefined });
  return note ? { ...view, blocks: [...view.blocks, section(person.voice, note)] } : view;
}

/** Where a step ended, as a message. What only a modal can show, or null, is out of date by now. */
export function outcomeMessage({ operations }: Context, { voice }: Person, outcome: Outcome | null): Message {
  const steps = (asks: readonly Ask[]) => nextSteps(voice, asks, operations);
  switch (outcome?.step) {
    case 'answer':
      return linesMessage(voice, outcome.plan.lines, steps(outcome.plan.next));
    case 'refused':
      return sentence(voice, outcome.refusal.reason, steps(outcome.refusal.next ?? afresh));
    case 'awaiting':
    case 'applied':
    case 'declined':
    case 'settled': {
      const { operation, change } = outcome;
      return sentence(voice, standing(operation, change), steps([{ operation: 'show', sdkAppId: change.sdkAppId }]));
    }
    default:
      return sentence(voice, say('stale'), steps(afresh));
  }
}
