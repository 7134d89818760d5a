import type { Button, ConfirmationDialog, KnownBlock } from '@slack/types';
import type { Change } from '../../changes/change.js';
import { shownPlanOf } from '../../changes/shown.js';
import type { App } from '../../domain/app.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import type { NextAction } from '../../operations/change-plan.js';
import { totalsOf } from '../../operations/fees.js';
import type { Operation } from '../../operations/operation.js';
import { isChangedLine } from '../../operations/plan-form.js';
import { encode } from '../metadata.js';
import { slackPhrases } from '../phrases.js';
import { appText, header, nextSteps, plainText, section, sections, slackLimits, truncateMrkdwn } from './blocks.js';
import { changeMessagePhrases } from './change-messages.phrases.js';
import { again, appOf, changeStatusText, declineButton, planBlocks, requestBlocks } from './outcome.js';
import type { MessageTranslator } from './translator.js';
import { fitToLimits } from './views.js';

const { phrase } = changeMessagePhrases;

/** A message: blocks, and the text that notifications and screen readers use. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** What a message holds: Slack counts blocks, and refuses a posted one of more than about 12,000 characters. */
const room = { blocks: 50, characters: 10_000 } as const;

/** Lines, with the steps that may follow. */
export function linesMessage(
  translator: MessageTranslator,
  lines: readonly Phrase[],
  next: KnownBlock[] = [],
): Message {
  const [first] = lines;
  return {
    text: first ? summary(translator, first) : '',
    blocks: fitToLimits(translator, sections(translator, lines), { next, ...room }),
  };
}

/** One sentence, with the steps that may follow. */
export function sentence(translator: MessageTranslator, text: Text, next: KnownBlock[] = []): Message {
  return { text: summary(translator, text), blocks: [section(translator, text), ...next] };
}

function summary({ mrkdwn }: MessageTranslator, text: Text): string {
  return truncateMrkdwn(mrkdwn(text), 3000);
}

/** A request as the approvers see it: with its buttons while it waits, with its outcome afterwards. */
export function approvalMessage(translator: MessageTranslator, operation: Operation, change: Change): Message {
  if (change.state !== 'awaiting') return settledMessage(translator, operation, change);
  const asked = phrase('approvalAsked', { author: change.author, operation: operation.text.label, app: appOf(change) });
  return {
    text: summary(translator, asked),
    blocks: [
      header(translator, phrase('approvalHeader', { operation: operation.text.title })),
      ...requestBlocks(translator, operation, change),
      ...(change.agreedPlan.loss ? [section(translator, phrase('loss', { loss: change.agreedPlan.loss }))] : []),
      ...planBlocks(translator, change),
      section(translator, phrase('approvalUntil', { until: change.expiresAt })),
      decision(translator, operation, change),
    ],
  };
}

/** A request that nobody waits for any more: the outcome first, then what it was about. */
function settledMessage(translator: MessageTranslator, operation: Operation, change: Change): Message {
  const outcome = changeStatusText(operation, change);
  return {
    text: summary(translator, outcome),
    blocks: [
      header(translator, operation.text.title),
      section(translator, outcome),
      section(translator, phrase('askedFor', { author: change.author, reason: change.reason ?? '' })),
      ...sections(translator, [
        ...(change.state === 'applied' ? [] : [slackPhrases.phrase('notDone')]),
        ...change.agreedPlan.lines,
      ]),
    ],
  };
}

/** The buttons by which a request is decided, where all of it is shown. */
function decision(translator: MessageTranslator, operation: Operation, change: Change): KnownBlock {
  const value = encode(shownPlanOf(change));
  const text = (phrase: Text, most: number = slackLimits.button) => plainText(translator.plain(phrase), most);
  // Where the approver types the name, the next step is a modal anyway.
  const confirm: ConfirmationDialog | false = change.policy.approverConfirms === 'none' && {
    title: text(phrase('approveTitle'), slackLimits.confirmTitle),
    text: text(approveText(operation, change), slackLimits.confirmText),
    confirm: text(phrase('approve'), slackLimits.confirmButton),
    deny: text(slackPhrases.phrase('cancel'), slackLimits.confirmButton),
  };
  const approve = {
    type: 'button',
    action_id: 'approve',
    text: text(phrase('approve')),
    value,
    style: 'primary',
  } as const;
  return {
    type: 'actions',
    block_id: 'decision',
    elements: [
      { ...approve, ...(confirm && { confirm }) },
      declineButton(translator, change),
      showButton(translator, change),
    ],
  };
}

/** What is lost names what it is lost of; without a loss the app is named. */
function approveText({ text }: Operation, change: Change): Phrase {
  return phrase('approveText', { operation: text.label, loss: change.agreedPlan.loss ?? appOf(change) });
}

/** The way to the whole request, where little of it is shown: what bears no mark cannot be agreed to. */
export function reviewing(translator: MessageTranslator, change: Change): KnownBlock {
  const text = plainText(translator.plain(phrase('review')), slackLimits.button);
  const review = {
    type: 'button',
    action_id: 'approve',
    text,
    value: encode({ changeId: change.id, fingerprint: '' }),
  } as const;
  return { type: 'actions', elements: [review, showButton(translator, change)] };
}

function showButton({ plain }: MessageTranslator, { sdkAppId }: Change): Button {
  const value = encode({ operation: 'show', sdkAppId, values: {} });
  return {
    type: 'button',
    action_id: 'ask/show',
    text: plainText(plain({ key: 'show.label' }), slackLimits.button),
    value,
  };
}

/** To the author: how it was decided, and a way to start again where nothing came of it. */
export function decisionMessage(
  translator: MessageTranslator,
  operations: readonly Operation[],
  operation: Operation,
  change: Change,
): Message {
  const show: NextAction = { operation: 'show', sdkAppId: change.sdkAppId };
  const done = change.state === 'applied' ? change.agreedPlan.done : null;
  const steps = nextSteps(translator, change.state === 'applied' ? [show] : [again(change), show], operations);
  const message = sentence(translator, changeStatusText(operation, change), steps);
  return done
    ? {
        ...message,
        blocks: [section(translator, changeStatusText(operation, change)), section(translator, done), ...steps],
      }
    : message;
}

/** To the team: an app was changed, by whom, and how it stands now. */
export function appliedMessage(
  translator: MessageTranslator,
  operations: readonly Operation[],
  change: Change,
): Message {
  const { agreedPlan, author, decidedBy, policy, sdkAppId } = change;
  const said = { by: author, done: agreedPlan.done ?? '' };
  const text =
    policy.approval === 'none'
      ? phrase('appChanged', said)
      : phrase('appChangedWith', { ...said, approver: decidedBy ?? '' });
  const lines = [
    text,
    ...agreedPlan.lines.filter(isChangedLine),
    ...(agreedPlan.fees ? totalsOf(agreedPlan.fees) : []),
  ];
  return linesMessage(translator, lines, nextSteps(translator, [{ operation: 'show', sdkAppId }], operations));
}

/** Near misses of an app's name, as buttons that go on with the right one. */
export function appSteps(
  translator: MessageTranslator,
  operation: Operation,
  apps: readonly App[],
  answers: NextAction['prefill'],
): KnownBlock[] {
  const asks = apps.map((app) => ({
    operation: operation.name,
    sdkAppId: app.sdkAppId,
    ...(answers && { prefill: answers }),
    label: appText(translator, app).text,
  }));
  return nextSteps(translator, asks, [operation]);
}
