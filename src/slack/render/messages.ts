import type { Button, ConfirmationDialog, KnownBlock } from '@slack/types';
import type { Change } from '../../changes/change.js';
import { shownPlanOf } from '../../changes/plan-fingerprint.js';
import type { App } from '../../domain/app.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import type { NextAction } from '../../operations/change-plan.js';
import { totalsOf } from '../../operations/fees.js';
import type { Operation } from '../../operations/operation.js';
import { isChangedLine } from '../../operations/plan-form.js';
import { slackLimits } from '../limits.js';
import { encode } from '../metadata.js';
import { slackPhrases } from '../phrases.js';
import { appText, header, nextSteps, plainText, section, sections, truncateMrkdwn } from './blocks.js';
import { changeMessagePhrases } from './change-messages.phrases.js';
import {
  changedAppName,
  changeStatusText,
  declineButton,
  planBlocks,
  requestBlocks,
  startAgainAction,
} from './outcome.js';
import type { MessageTranslator } from './translator.js';
import { fitToLimits } from './views.js';

const { phrase } = changeMessagePhrases;

/** Blocks, and the text for notifications and screen readers. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Lines, with buttons for next actions. */
export function linesMessage(
  translator: MessageTranslator,
  lines: readonly Phrase[],
  next: KnownBlock[] = [],
): Message {
  const [first] = lines;
  return {
    text: first ? summary(translator, first) : '',
    blocks: fitToLimits(translator, sections(translator, lines), { next, ...slackLimits.message }),
  };
}

/** One sentence, with buttons for next actions. */
export function sentence(translator: MessageTranslator, text: Text, next: KnownBlock[] = []): Message {
  return { text: summary(translator, text), blocks: [section(translator, text), ...next] };
}

function summary({ mrkdwn }: MessageTranslator, text: Text): string {
  return truncateMrkdwn(mrkdwn(text), slackLimits.messageText);
}

/** A request for the approvers: with buttons while it is pending, with its outcome afterwards. */
export function approvalMessage(translator: MessageTranslator, operation: Operation, change: Change): Message {
  if (change.state !== 'pending') return decidedMessage(translator, operation, change);
  const requestText = phrase('approvalAsked', {
    author: change.author,
    operation: operation.text.label,
    app: changedAppName(change),
  });
  return {
    text: summary(translator, requestText),
    blocks: [
      header(translator, phrase('approvalHeader', { operation: operation.text.title })),
      ...requestBlocks(translator, operation, change),
      ...(change.agreedPlan.loss ? [section(translator, phrase('loss', { loss: change.agreedPlan.loss }))] : []),
      ...planBlocks(translator, change),
      section(translator, phrase('approvalUntil', { until: change.expiresAt })),
      decisionButtons(translator, operation, change),
    ],
  };
}

/** A request that was decided or has expired: the outcome first, then what it was about. */
function decidedMessage(translator: MessageTranslator, operation: Operation, change: Change): Message {
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

/** The buttons to decide a request, below a message that shows all of it. */
function decisionButtons(translator: MessageTranslator, operation: Operation, change: Change): KnownBlock {
  const value = encode(shownPlanOf(change));
  const text = (phrase: Text, maxLength: number = slackLimits.button) => plainText(translator.plain(phrase), maxLength);
  // If the approver has to type the name, a modal follows anyway.
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

/** The text about a loss names the app; without a loss, the app is named instead. */
function approveText({ text }: Operation, change: Change): Phrase {
  return phrase('approveText', { operation: text.label, loss: change.agreedPlan.loss ?? changedAppName(change) });
}

/** Buttons below a summary of a request. Without a fingerprint, `approve` opens the whole plan instead of approving. */
export function reviewButtons(translator: MessageTranslator, change: Change): KnownBlock {
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

/** For the author: how the request was decided and, unless it was applied, a button to start again. */
export function decisionMessage(
  translator: MessageTranslator,
  operations: readonly Operation[],
  operation: Operation,
  change: Change,
): Message {
  const show: NextAction = { operation: 'show', sdkAppId: change.sdkAppId };
  const done = change.state === 'applied' ? change.agreedPlan.done : null;
  const steps = nextSteps(
    translator,
    change.state === 'applied' ? [show] : [startAgainAction(change), show],
    operations,
  );
  const message = sentence(translator, changeStatusText(operation, change), steps);
  return done
    ? {
        ...message,
        blocks: [section(translator, changeStatusText(operation, change)), section(translator, done), ...steps],
      }
    : message;
}

/** For the team: who changed the app, and what is different now. */
export function appliedMessage(
  translator: MessageTranslator,
  operations: readonly Operation[],
  change: Change,
): Message {
  const { agreedPlan, author, decidedBy, policy, sdkAppId } = change;
  const values = { by: author, done: agreedPlan.done ?? '' };
  const text =
    policy.approval === 'none'
      ? phrase('appChanged', values)
      : phrase('appChangedWith', { ...values, approver: decidedBy ?? '' });
  const lines = [
    text,
    ...agreedPlan.lines.filter(isChangedLine),
    ...(agreedPlan.fees ? totalsOf(agreedPlan.fees) : []),
  ];
  return linesMessage(translator, lines, nextSteps(translator, [{ operation: 'show', sdkAppId }], operations));
}

/** Buttons for apps with a similar name, which continue the operation with that app. */
export function appSteps(
  translator: MessageTranslator,
  operation: Operation,
  apps: readonly App[],
  answers: NextAction['prefill'],
): KnownBlock[] {
  const actions = apps.map((app) => ({
    operation: operation.name,
    sdkAppId: app.sdkAppId,
    ...(answers && { prefill: answers }),
    label: appText(translator, app).text,
  }));
  return nextSteps(translator, actions, [operation]);
}
