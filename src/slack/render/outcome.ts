import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { Change, Outcome } from '../../changes/change.js';
import { shownPlanOf } from '../../changes/shown.js';
import type { Phrase } from '../../i18n/phrase.js';
import type { NextAction } from '../../operations/change-plan.js';
import type { Operation } from '../../operations/operation.js';
import { encode } from '../metadata.js';
import { slackPhrases } from '../phrases.js';
import { alert, nextSteps, plainText, section, sections, slackLimits, title } from './blocks.js';
import { changeMessagePhrases } from './change-messages.phrases.js';
import { formView } from './form.js';
import type { MessageTranslator } from './translator.js';
import { answerView, infoView, nameInput, refusalView, textInput } from './views.js';

const { phrase } = slackPhrases;

/** Where a step through the corridor ended, as a modal. */
export function outcomeView(
  translator: MessageTranslator,
  operations: readonly Operation[],
  outcome: Outcome,
): ModalView {
  const steps = (asks: readonly NextAction[]) => nextSteps(translator, asks, operations);
  switch (outcome.step) {
    case 'form':
      return formView(translator, outcome);
    case 'preview':
      return previewView(translator, outcome);
    case 'answer':
      return answerView(translator, outcome.operation, {
        lines: outcome.plan.lines,
        next: steps(outcome.plan.nextActions),
      });
    case 'refused':
      return refusalView(translator, operations, outcome.refusal);
    case 'pending':
      return infoView(translator, changeMessagePhrases.phrase('waitingTitle'), [
        section(translator, waitingText(outcome.operation, outcome.change)),
        withdrawal(translator, outcome.change),
      ]);
    case 'applied': {
      const { done, nextActions } = outcome.change.agreedPlan;
      return infoView(translator, phrase('done'), [
        alert(translator, done ?? phrase('done'), 'success'),
        ...steps(nextActions),
      ]);
    }
    case 'declined': {
      const { operation, change } = outcome;
      const own = change.decidedBy === change.author;
      return infoView(translator, own ? phrase('withdrawnTitle') : phrase('declinedTitle'), [
        section(translator, changeStatusText(operation, change)),
        ...steps([...(own ? [again(change)] : []), { operation: 'show', sdkAppId: change.sdkAppId }]),
      ]);
    }
    case 'settled':
      return infoView(translator, changeMessagePhrases.phrase('settledTitle'), [
        section(translator, changeStatusText(outcome.operation, outcome.change)),
        ...steps([{ operation: 'show', sdkAppId: outcome.change.sdkAppId }]),
      ]);
  }
}

function withdrawal({ plain }: MessageTranslator, change: Change): KnownBlock {
  const text = plainText(plain(changeMessagePhrases.phrase('withdraw')), slackLimits.button);
  const button = { type: 'button', action_id: 'withdraw', text, value: encode(shownPlanOf(change)) } as const;
  return { type: 'actions', block_id: 'withdraw', elements: [button] };
}

/** The plan before the last click: what, what it costs, what to mind, whether it can be undone, and what to type. */
function previewView(
  translator: MessageTranslator,
  { operation, change, moved }: Extract<Outcome, { step: 'preview' }>,
): ModalView {
  const { policy } = change;
  const asks = policy.approval === 'on-call';
  return {
    type: 'modal',
    callback_id: 'preview',
    title: title(translator, operation.text.title),
    submit: title(translator, asks ? changeMessagePhrases.phrase('askApproval') : operation.text.label),
    close: title(translator, phrase('cancel')),
    private_metadata: encode(shownPlanOf(change)),
    blocks: [
      section(
        translator,
        moved ? phrase('moved') : phrase(change.before ? 'preview' : 'previewNew', { app: appOf(change) }),
      ),
      ...(change.agreedPlan.loss ? [alert(translator, change.agreedPlan.loss, 'error')] : []),
      ...planBlocks(translator, change),
      ...(policy.confirm === 'app-name' && change.before ? [nameInput(translator, change.before.name)] : []),
      ...(asks
        ? [
            textInput(translator, {
              name: 'reason',
              label: changeMessagePhrases.phrase('reason'),
              hint: changeMessagePhrases.phrase('reasonHint'),
            }),
          ]
        : []),
    ],
  };
}

/**
 * The plan before an approver says yes or no: who asks, what is lost, what it does, until when, and, where the policy
 * wants it, the name.
 */
export function approvalView(translator: MessageTranslator, operation: Operation, change: Change): ModalView {
  const { policy, agreedPlan, before } = change;
  return {
    type: 'modal',
    callback_id: 'approve',
    title: title(translator, changeMessagePhrases.phrase('review')),
    submit: title(translator, changeMessagePhrases.phrase('approve')),
    close: title(translator, phrase('close')),
    private_metadata: encode(shownPlanOf(change)),
    blocks: [
      ...requestBlocks(translator, operation, change),
      ...(agreedPlan.loss ? [alert(translator, agreedPlan.loss, 'error')] : []),
      ...planBlocks(translator, change),
      section(translator, changeMessagePhrases.phrase('approvalUntil', { until: change.expiresAt })),
      ...(policy.approverConfirms === 'app-name' && before ? [nameInput(translator, before.name)] : []),
      { type: 'actions', block_id: 'decision', elements: [declineButton(translator, change)] },
    ],
  };
}

export function declineButton({ plain }: MessageTranslator, change: Change): Button {
  const text = plainText(plain(changeMessagePhrases.phrase('decline')), slackLimits.button);
  return { type: 'button', action_id: 'decline', text, value: encode(shownPlanOf(change)) };
}

/** Who asks for what, and why. */
export function requestBlocks(translator: MessageTranslator, operation: Operation, change: Change): KnownBlock[] {
  const asked = changeMessagePhrases.phrase('approvalAsked', {
    author: change.author,
    operation: operation.text.label,
    app: appOf(change),
  });
  return [
    section(translator, asked),
    section(translator, changeMessagePhrases.phrase('approvalReason', { reason: change.reason ?? '' })),
  ];
}

/** Whoever declines says why; the author withdraws, and need not. */
export function declineView(
  translator: MessageTranslator,
  operation: Operation,
  { change, own }: { readonly change: Change; readonly own: boolean },
): ModalView {
  const verb = title(
    translator,
    own ? changeMessagePhrases.phrase('withdraw') : changeMessagePhrases.phrase('decline'),
  );
  const why = textInput(translator, {
    name: 'why',
    label: own ? changeMessagePhrases.phrase('reason') : changeMessagePhrases.phrase('whyDecline'),
  });
  return {
    type: 'modal',
    callback_id: 'decline',
    title: verb,
    submit: verb,
    close: title(translator, phrase('cancel')),
    private_metadata: encode(shownPlanOf(change)),
    blocks: [...requestBlocks(translator, operation, change), { ...why, optional: own }],
  };
}

/** What a change does, for whoever decides on it. */
export function planBlocks(translator: MessageTranslator, { agreedPlan }: Change): KnownBlock[] {
  const { lines, fees, warnings, undo } = agreedPlan;
  return [
    ...sections(translator, lines),
    ...(fees ? sections(translator, [phrase('fees'), ...fees.lines]) : []),
    ...(warnings.length > 0 ? sections(translator, [phrase('warnings'), ...warnings]) : []),
    ...(undo ? [section(translator, undo)] : []),
  ];
}

/** The app of a change as it is called: before it, or after it where it was not there yet. */
export function appOf({ before, agreedPlan, sdkAppId }: Change): string {
  const app = before ?? agreedPlan.updates[0]?.after;
  return `${app?.name ?? ''} (${sdkAppId})`;
}

/** The same, asked anew. */
export function again({ operation, sdkAppId, formValues }: Change): NextAction {
  return { operation, sdkAppId, prefill: formValues, label: changeMessagePhrases.phrase('startAgain') };
}

function waitingText(operation: Operation, change: Change): Phrase {
  return changeMessagePhrases.phrase('waiting', {
    operation: operation.text.label,
    app: appOf(change),
    until: change.expiresAt,
  });
}

/** How a change stands, in one sentence. */
export function changeStatusText(operation: Operation, change: Change): Phrase {
  const what = { operation: operation.text.label, app: appOf(change) };
  const settled = { ...what, by: change.decidedBy ?? '', at: change.decidedAt ?? change.expiresAt };
  switch (change.state) {
    case 'proposed':
      return changeMessagePhrases.phrase('proposed');
    case 'pending':
      return changeMessagePhrases.phrase('awaitingBy', { ...what, until: change.expiresAt });
    case 'applied':
      return changeMessagePhrases.phrase(change.policy.approval === 'none' ? 'doneBy' : 'approvedBy', settled);
    case 'declined':
      return change.decidedBy === change.author
        ? changeMessagePhrases.phrase('withdrawnBy', settled)
        : changeMessagePhrases.phrase('declinedBy', { ...settled, answer: change.declineReason ?? '' });
    case 'expired':
      return changeMessagePhrases.phrase('expiredAt', { ...what, at: settled.at });
    case 'outdated':
      return changeMessagePhrases.phrase('outdatedAt', { ...what, at: settled.at });
  }
}
