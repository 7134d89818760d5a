import type { Button, ConfirmationDialog, KnownBlock } from '@slack/types';
import type { Change } from '../../changes/change.js';
import { shownOf } from '../../changes/shown.js';
import type { App } from '../../domain/app.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import type { Ask } from '../../operations/change-plan.js';
import { totalsOf } from '../../operations/fees.js';
import type { Operation } from '../../operations/operation.js';
import { isChange } from '../../operations/plan-form.js';
import { write } from '../metadata.js';
import { slackBook } from '../phrases.js';
import { appText, cutMrkdwn, header, longest, nextSteps, plainText, section, sections } from './blocks.js';
import { requestBook } from './change-messages.phrases.js';
import { again, appOf, declineButton, planBlocks, requestBlocks, standing } from './outcome.js';
import type { Voice } from './translator.js';
import { fitting } from './views.js';

const { say } = requestBook;

/** A message: blocks, and the text that notifications and screen readers use. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** What a message holds: Slack counts blocks, and refuses a posted one of more than about 12,000 characters. */
const room = { blocks: 50, characters: 10_000 } as const;

/** Lines, with the steps that may follow. */
export function linesMessage(voice: Voice, lines: readonly Phrase[], next: KnownBlock[] = []): Message {
  const [first] = lines;
  return {
    text: first ? summary(voice, first) : '',
    blocks: fitting(voice, sections(voice, lines), { next, ...room }),
  };
}

/** One sentence, with the steps that may follow. */
export function sentence(voice: Voice, text: Text, next: KnownBlock[] = []): Message {
  return { text: summary(voice, text), blocks: [section(voice, text), ...next] };
}

function summary({ mrkdwn }: Voice, text: Text): string {
  return cutMrkdwn(mrkdwn(text), 3000);
}

/** A request as the approvers see it: with its buttons while it waits, with its outcome afterwards. */
export function approvalMessage(voice: Voice, operation: Operation, change: Change): Message {
  if (change.state !== 'awaiting') return settledMessage(voice, operation, change);
  const asked = say('approvalAsked', { author: change.author, operation: operation.text.label, app: appOf(change) });
  return {
    text: summary(voice, asked),
    blocks: [
      header(voice, say('approvalHeader', { operation: operation.text.title })),
      ...requestBlocks(voice, operation, change),
      ...(change.agreed.loss ? [section(voice, say('loss', { loss: change.agreed.loss }))] : []),
      ...planBlocks(voice, change),
      section(voice, say('approvalUntil', { until: change.expiresAt })),
      decision(voice, operation, change),
    ],
  };
}

/** A request that nobody waits for any more: the outcome first, then what it was about. */
function settledMessage(voice: Voice, operation: Operation, change: Change): Message {
  const outcome = standing(operation, change);
  return {
    text: summary(voice, outcome),
    blocks: [
      header(voice, operation.text.title),
      section(voice, outcome),
      section(voice, say('askedFor', { author: change.author, reason: change.reason ?? '' })),
      ...sections(voice, [...(change.state === 'applied' ? [] : [slackBook.say('notDone')]), ...change.agreed.lines]),
    ],
  };
}

/** The buttons by which a request is decided, where all of it is shown. */
function decision(voice: Voice, operation: Operation, change: Change): KnownBlock {
  const value = write(shownOf(change));
  const text = (phrase: Text, most: number = longest.button) => plainText(voice.plain(phrase), most);
  // Where the approver types the name, the next step is a modal anyway.
  const confirm: ConfirmationDialog | false = change.policy.approverConfirms === 'none' && {
    title: text(say('approveTitle'), longest.confirmTitle),
    text: text(approveText(operation, change), longest.confirmText),
    confirm: text(say('approve'), longest.confirmButton),
    deny: text(slackBook.say('cancel'), longest.confirmButton),
  };
  const approve = {
    type: 'button',
    action_id: 'approve',
    text: text(say('approve')),
    value,
    style: 'primary',
  } as const;
  return {
    type: 'actions',
    block_id: 'decision',
    elements: [{ ...approve, ...(confirm && { confirm }) }, declineButton(voice, change), showButton(voice, change)],
  };
}

/** What is lost names what it is lost of; without a loss the app is named. */
function approveText({ text }: Operation, change: Change): Phrase {
  return say('approveText', { operation: text.label, loss: change.agreed.loss ?? appOf(change) });
}

/** The way to the whole request, where little of it is shown: what bears no mark cannot be agreed to. */
export function reviewing(voice: Voice, change: Change): KnownBlock {
  const text = plainText(voice.plain(say('review')), longest.button);
  const review = {
    type: 'button',
    action_id: 'approve',
    text,
    value: write({ change: change.id, shown: '' }),
  } as const;
  return { type: 'actions', elements: [review, showButton(voice, change)] };
}

function showButton({ plain }: Voice, { sdkAppId }: Change): Button {
  const value = write({ operation: 'show', sdkAppId, answers: {} });
  return {
    type: 'button',
    action_id: 'ask/show',
    text: plainText(plain({ key: 'show.label' }), longest.button),
    value,
  };
}

/** To the author: how it was decided, and a way to start again where nothing came of it. */
export function decisionMessage(
  voice: Voice,
  operations: readonly Operation[],
  operation: Operation,
  change: Change,
): Message {
  const show: Ask = { operation: 'show', sdkAppId: change.sdkAppId };
  const done = change.state === 'applied' ? change.agreed.done : null;
  const steps = nextSteps(voice, change.state === 'applied' ? [show] : [again(change), show], operations);
  const message = sentence(voice, standing(operation, change), steps);
  return done
    ? { ...message, blocks: [section(voice, standing(operation, change)), section(voice, done), ...steps] }
    : message;
}

/** To the team: an app was changed, by whom, and how it stands now. */
export function appliedMessage(voice: Voice, operations: readonly Operation[], change: Change): Message {
  const { agreed, author, decidedBy, policy, sdkAppId } = change;
  const said = { by: author, done: agreed.done ?? '' };
  const text =
    policy.approval === 'none'
      ? say('appChanged', said)
      : say('appChangedWith', { ...said, approver: decidedBy ?? '' });
  const lines = [text, ...agreed.lines.filter(isChange), ...(agreed.fees ? totalsOf(agreed.fees) : [])];
  return linesMessage(voice, lines, nextSteps(voice, [{ operation: 'show', sdkAppId }], operations));
}

/** Near misses of an app's name, as buttons that go on with the right one. */
export function appSteps(
  voice: Voice,
  operation: Operation,
  apps: readonly App[],
  answers: Ask['draft'],
): KnownBlock[] {
  const asks = apps.map((app) => ({
    operation: operation.name,
    sdkAppId: app.sdkAppId,
    ...(answers && { draft: answers }),
    label: appText(voice, app).text,
  }));
  return nextSteps(voice, asks, [operation]);
}
