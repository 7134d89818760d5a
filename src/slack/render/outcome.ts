import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { Change, Outcome } from '../../changes/change.js';
import { shownOf } from '../../changes/shown.js';
import type { Phrase } from '../../i18n/phrase.js';
import type { Ask } from '../../operations/change-plan.js';
import type { Operation } from '../../operations/operation.js';
import { write } from '../metadata.js';
import { slackBook } from '../phrases.js';
import { alert, longest, nextSteps, plainText, section, sections, title } from './blocks.js';
import { requestBook } from './change-messages.phrases.js';
import { formView } from './form.js';
import type { Voice } from './translator.js';
import { answerView, nameInput, notice, refusalView, textInput } from './views.js';

const { say } = slackBook;

/** Where a step through the corridor ended, as a modal. */
export function outcomeView(voice: Voice, operations: readonly Operation[], outcome: Outcome): ModalView {
  const steps = (asks: readonly Ask[]) => nextSteps(voice, asks, operations);
  switch (outcome.step) {
    case 'form':
      return formView(voice, outcome);
    case 'preview':
      return previewView(voice, outcome);
    case 'answer':
      return answerView(voice, outcome.operation, { lines: outcome.plan.lines, next: steps(outcome.plan.next) });
    case 'refused':
      return refusalView(voice, operations, outcome.refusal);
    case 'awaiting':
      return notice(voice, requestBook.say('waitingTitle'), [
        section(voice, waitingText(outcome.operation, outcome.change)),
        withdrawal(voice, outcome.change),
      ]);
    case 'applied': {
      const { done, next } = outcome.change.agreed;
      return notice(voice, say('done'), [alert(voice, done ?? say('done'), 'success'), ...steps(next)]);
    }
    case 'declined': {
      const { operation, change } = outcome;
      const own = change.decidedBy === change.author;
      return notice(voice, own ? say('withdrawnTitle') : say('declinedTitle'), [
        section(voice, standing(operation, change)),
        ...steps([...(own ? [again(change)] : []), { operation: 'show', sdkAppId: change.sdkAppId }]),
      ]);
    }
    case 'settled':
      return notice(voice, requestBook.say('settledTitle'), [
        section(voice, standing(outcome.operation, outcome.change)),
        ...steps([{ operation: 'show', sdkAppId: outcome.change.sdkAppId }]),
      ]);
  }
}

function withdrawal({ plain }: Voice, change: Change): KnownBlock {
  const text = plainText(plain(requestBook.say('withdraw')), longest.button);
  const button = { type: 'button', action_id: 'withdraw', text, value: write(shownOf(change)) } as const;
  return { type: 'actions', block_id: 'withdraw', elements: [button] };
}

/** The plan before the last click: what, what it costs, what to mind, whether it can be undone, and what to type. */
function previewView(voice: Voice, { operation, change, moved }: Extract<Outcome, { step: 'preview' }>): ModalView {
  const { policy } = change;
  const asks = policy.approval === 'on-call';
  return {
    type: 'modal',
    callback_id: 'preview',
    title: title(voice, operation.text.title),
    submit: title(voice, asks ? requestBook.say('askApproval') : operation.text.label),
    close: title(voice, say('cancel')),
    private_metadata: write(shownOf(change)),
    blocks: [
      section(voice, moved ? say('moved') : say(change.before ? 'preview' : 'previewNew', { app: appOf(change) })),
      ...(change.agreed.loss ? [alert(voice, change.agreed.loss, 'error')] : []),
      ...planBlocks(voice, change),
      ...(policy.confirm === 'app-name' && change.before ? [nameInput(voice, change.before.name)] : []),
      ...(asks
        ? [textInput(voice, { name: 'reason', label: requestBook.say('reason'), hint: requestBook.say('reasonHint') })]
        : []),
    ],
  };
}

/**
 * The plan before an approver says yes or no: who asks, what is lost, what it does, until when, and, where the policy
 * wants it, the name.
 */
export function approvalView(voice: Voice, operation: Operation, change: Change): ModalView {
  const { policy, agreed, before } = change;
  return {
    type: 'modal',
    callback_id: 'approve',
    title: title(voice, requestBook.say('review')),
    submit: title(voice, requestBook.say('approve')),
    close: title(voice, say('close')),
    private_metadata: write(shownOf(change)),
    blocks: [
      ...requestBlocks(voice, operation, change),
      ...(agreed.loss ? [alert(voice, agreed.loss, 'error')] : []),
      ...planBlocks(voice, change),
      section(voice, requestBook.say('approvalUntil', { until: change.expiresAt })),
      ...(policy.approverConfirms === 'app-name' && before ? [nameInput(voice, before.name)] : []),
      { type: 'actions', block_id: 'decision', elements: [declineButton(voice, change)] },
    ],
  };
}

export function declineButton({ plain }: Voice, change: Change): Button {
  const text = plainText(plain(requestBook.say('decline')), longest.button);
  return { type: 'button', action_id: 'decline', text, value: write(shownOf(change)) };
}

/** Who asks for what, and why. */
export function requestBlocks(voice: Voice, operation: Operation, change: Change): KnownBlock[] {
  const asked = requestBook.say('approvalAsked', {
    author: change.author,
    operation: operation.text.label,
    app: appOf(change),
  });
  return [section(voice, asked), section(voice, requestBook.say('approvalReason', { reason: change.reason ?? '' }))];
}

/** Whoever declines says why; the author withdraws, and need not. */
export function declineView(
  voice: Voice,
  operation: Operation,
  { change, own }: { readonly change: Change; readonly own: boolean },
): ModalView {
  const verb = title(voice, own ? requestBook.say('withdraw') : requestBook.say('decline'));
  const why = textInput(voice, { name: 'why', label: own ? requestBook.say('reason') : requestBook.say('whyDecline') });
  return {
    type: 'modal',
    callback_id: 'decline',
    title: verb,
    submit: verb,
    close: title(voice, say('cancel')),
    private_metadata: write(shownOf(change)),
    blocks: [...requestBlocks(voice, operation, change), { ...why, optional: own }],
  };
}

/** What a change does, for whoever decides on it. */
export function planBlocks(voice: Voice, { agreed }: Change): KnownBlock[] {
  const { lines, fees, warnings, undo } = agreed;
  return [
    ...sections(voice, lines),
    ...(fees ? sections(voice, [say('fees'), ...fees.lines]) : []),
    ...(warnings.length > 0 ? sections(voice, [say('warnings'), ...warnings]) : []),
    ...(undo ? [section(voice, undo)] : []),
  ];
}

/** The app of a change as it is called: before it, or after it where it was not there yet. */
export function appOf({ before, agreed, sdkAppId }: Change): string {
  const app = before ?? agreed.moves[0]?.after;
  return `${app?.name ?? ''} (${sdkAppId})`;
}

/** The same, asked anew. */
export function again({ operation, sdkAppId, answers }: Change): Ask {
  return { operation, sdkAppId, draft: answers, label: requestBook.say('startAgain') };
}

function waitingText(operation: Operation, change: Change): Phrase {
  return requestBook.say('waiting', { operation: operation.text.label, app: appOf(change), until: change.expiresAt });
}

/** How a change stands, in one sentence. */
export function standing(operation: Operation, change: Change): Phrase {
  const what = { operation: operation.text.label, app: appOf(change) };
  const settled = { ...what, by: change.decidedBy ?? '', at: change.decidedAt ?? change.expiresAt };
  switch (change.state) {
    case 'proposed':
      return requestBook.say('proposed');
    case 'awaiting':
      return requestBook.say('awaitingBy', { ...what, until: change.expiresAt });
    case 'applied':
      return requestBook.say(change.policy.approval === 'none' ? 'doneBy' : 'approvedBy', settled);
    case 'declined':
      return change.decidedBy === change.author
        ? requestBook.say('withdrawnBy', settled)
        : requestBook.say('declinedBy', { ...settled, answer: change.answer ?? '' });
    case 'expired':
      return requestBook.say('expiredAt', { ...what, at: settled.at });
    case 'outdated':
      return requestBook.say('outdatedAt', { ...what, at: settled.at });
  }
}
