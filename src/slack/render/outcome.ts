import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { Change, Outcome } from '../../changes/change.js';
import { shownPlanOf } from '../../changes/plan-fingerprint.js';
import type { Phrase } from '../../i18n/phrase.js';
import type { NextAction } from '../../operations/change-plan.js';
import { type Operation, wantsReason } from '../../operations/operation.js';
import { slackLimits } from '../limits.js';
import { encode } from '../metadata.js';
import { slackPhrases } from '../phrases.js';
import { alert, nextSteps, plainText, section, sections, title } from './blocks.js';
import { changeMessagePhrases } from './change-messages.phrases.js';
import { formView } from './form.js';
import type { MessageTranslator } from './translator.js';
import { answerView, infoView, nameInput, refusalView, textInput } from './views.js';

const { phrase } = slackPhrases;

/** An outcome as a modal. */
export function outcomeView(
  translator: MessageTranslator,
  operations: readonly Operation[],
  outcome: Outcome,
): ModalView {
  const steps = (actions: readonly NextAction[]) => nextSteps(translator, actions, operations);
  switch (outcome.step) {
    case 'form':
      return formView(translator, outcome);
    case 'preview':
      return previewView(translator, outcome);
    case 'result':
      return answerView(translator, outcome.operation, {
        lines: outcome.plan.lines,
        next: steps(outcome.plan.nextActions),
      });
    case 'refused':
      return refusalView(translator, operations, outcome.refusal);
    case 'pending':
      return infoView(translator, changeMessagePhrases.phrase('waitingTitle'), [
        section(translator, pendingText(outcome.operation, outcome.change)),
        withdrawButton(translator, outcome.change),
      ]);
    case 'applied': {
      const { done, nextActions } = outcome.change.agreedPlan;
      return infoView(translator, phrase('done'), [
        ...alert(translator, done ?? phrase('done'), 'success'),
        ...steps(nextActions),
      ]);
    }
    case 'declined': {
      const { operation, change } = outcome;
      const own = change.decidedBy === change.author;
      return infoView(translator, own ? phrase('withdrawnTitle') : phrase('declinedTitle'), [
        section(translator, changeStatusText(operation, change)),
        ...steps([...(own ? [startAgainAction(change)] : []), { operation: 'show', sdkAppId: change.sdkAppId }]),
      ]);
    }
    case 'alreadyDecided':
      return infoView(translator, changeMessagePhrases.phrase('settledTitle'), [
        section(translator, changeStatusText(outcome.operation, outcome.change)),
        ...steps([{ operation: 'show', sdkAppId: outcome.change.sdkAppId }]),
      ]);
  }
}

function withdrawButton({ plain }: MessageTranslator, change: Change): KnownBlock {
  const text = plainText(plain(changeMessagePhrases.phrase('withdraw')), slackLimits.button);
  const button = { type: 'button', action_id: 'withdraw', text, value: encode(shownPlanOf(change)) } as const;
  return { type: 'actions', block_id: 'withdraw', elements: [button] };
}

/** The plan before the author confirms it: what changes, fees, warnings, how to undo it, and what to type. */
function previewView(
  translator: MessageTranslator,
  { operation, change, moved }: Extract<Outcome, { step: 'preview' }>,
): ModalView {
  const { policy } = change;
  const actions = policy.approval === 'on-call';
  return {
    type: 'modal',
    callback_id: 'preview',
    title: title(translator, operation.text.title),
    submit: title(translator, actions ? changeMessagePhrases.phrase('askApproval') : operation.text.label),
    close: title(translator, phrase('cancel')),
    private_metadata: encode(shownPlanOf(change)),
    blocks: [
      section(
        translator,
        moved ? phrase('moved') : phrase(change.before ? 'preview' : 'previewNew', { app: changedAppName(change) }),
      ),
      ...(change.agreedPlan.loss ? alert(translator, change.agreedPlan.loss, 'error') : []),
      ...planBlocks(translator, change),
      ...(policy.confirm === 'app-name' && change.before ? [nameInput(translator, change.before.name)] : []),
      ...(wantsReason(policy)
        ? [
            textInput(translator, {
              name: 'reason',
              label: changeMessagePhrases.phrase('reason'),
              ...(actions && { hint: changeMessagePhrases.phrase('reasonHint') }),
            }),
          ]
        : []),
    ],
  };
}

/**
 * The plan before an approver decides: who asks, what is lost, what it does, until when, and the app's name to type if
 * the policy requires it.
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
      ...(agreedPlan.loss ? alert(translator, agreedPlan.loss, 'error') : []),
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
  const requestText = changeMessagePhrases.phrase('approvalAsked', {
    author: change.author,
    operation: operation.text.label,
    app: changedAppName(change),
  });
  return [
    section(translator, requestText),
    section(translator, changeMessagePhrases.phrase('approvalReason', { reason: change.reason ?? '' })),
  ];
}

/** An approver has to give a reason for declining; the author (`own`) withdraws and need not. */
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

/** What a change does: lines, fees, warnings, how to undo it. */
export function planBlocks(translator: MessageTranslator, { agreedPlan }: Change): KnownBlock[] {
  const { lines, fees, warnings, undo } = agreedPlan;
  return [
    ...sections(translator, lines),
    ...(fees ? sections(translator, [phrase('fees'), ...fees.lines]) : []),
    ...(warnings.length > 0 ? sections(translator, [phrase('warnings'), ...warnings]) : []),
    ...(undo ? [section(translator, undo)] : []),
  ];
}

/** Name and id of the app: its name before the change, or after it for a new app. */
export function changedAppName({ before, agreedPlan, sdkAppId }: Change): string {
  const app = before ?? agreedPlan.updates[0]?.after;
  return `${app?.name ?? ''} (${sdkAppId})`;
}

/** The same request again. */
export function startAgainAction({ operation, sdkAppId, formValues }: Change): NextAction {
  return { operation, sdkAppId, prefill: formValues, label: changeMessagePhrases.phrase('startAgain') };
}

function pendingText(operation: Operation, change: Change): Phrase {
  return changeMessagePhrases.phrase('waiting', {
    operation: operation.text.label,
    app: changedAppName(change),
    until: change.expiresAt,
  });
}

/** The state of a change in one sentence. */
export function changeStatusText(operation: Operation, change: Change): Phrase {
  const values = { operation: operation.text.label, app: changedAppName(change) };
  const decidedValues = { ...values, by: change.decidedBy ?? '', at: change.decidedAt ?? change.expiresAt };
  switch (change.state) {
    case 'proposed':
      return changeMessagePhrases.phrase('proposed');
    case 'pending':
      return changeMessagePhrases.phrase('awaitingBy', { ...values, until: change.expiresAt });
    case 'applied':
      return changeMessagePhrases.phrase(change.policy.approval === 'none' ? 'doneBy' : 'approvedBy', decidedValues);
    case 'declined':
      return change.decidedBy === change.author
        ? changeMessagePhrases.phrase('withdrawnBy', decidedValues)
        : changeMessagePhrases.phrase('declinedBy', { ...decidedValues, answer: change.declineReason ?? '' });
    case 'expired':
      return changeMessagePhrases.phrase('expiredAt', { ...values, at: decidedValues.at });
    case 'outdated':
      return change.voidCause === 'author_role'
        ? changeMessagePhrases.phrase('unauthorizedAt', { ...values, at: decidedValues.at, author: change.author })
        : changeMessagePhrases.phrase('outdatedAt', { ...values, at: decidedValues.at });
  }
}
