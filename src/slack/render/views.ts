import type { InputBlock, KnownBlock, ModalView, SectionBlock } from '@slack/types';
import type { Text } from '../../i18n/phrase.js';
import type { NextAction, Refusal } from '../../operations/change-plan.js';
import type { Operation } from '../../operations/operation.js';
import { slackLimits } from '../limits.js';
import { type ActionReference, encode } from '../metadata.js';
import { slackPhrases } from '../phrases.js';
import {
  alert,
  labelText,
  nextSteps,
  optionText,
  placeholderText,
  plainText,
  section,
  sections,
  title,
} from './blocks.js';
import type { MessageTranslator } from './translator.js';

const { phrase } = slackPhrases;

/** A modal with nothing to submit. */
export function infoView(translator: MessageTranslator, heading: Text, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: 'notice',
    title: title(translator, heading),
    close: title(translator, phrase('close')),
    blocks,
  };
}

/** Shown while the real view is prepared, because a trigger expires after three seconds. */
export function loadingView(translator: MessageTranslator): ModalView {
  return infoView(translator, phrase('manage'), [section(translator, phrase('loading'))]);
}

/** Why it is not possible, and what to do instead. */
export function refusalView(
  translator: MessageTranslator,
  operations: readonly Operation[],
  refusal: Refusal,
): ModalView {
  return infoView(translator, phrase('refusedTitle'), [
    ...alert(translator, refusal.reason, 'warning'),
    ...nextSteps(translator, refusal.nextActions ?? startOverActions, operations),
  ]);
}

/** The next actions when nothing more specific is known. */
export const startOverActions: readonly NextAction[] = [{ operation: 'list' }, { operation: 'help' }];

/** What was clicked or submitted no longer exists. */
export function staleView(translator: MessageTranslator, operations: readonly Operation[]): ModalView {
  return infoView(translator, phrase('staleTitle'), [
    section(translator, phrase('stale')),
    ...nextSteps(translator, startOverActions, operations),
  ]);
}

export function failedView(translator: MessageTranslator, reference: string): ModalView {
  return infoView(translator, phrase('failedTitle'), [section(translator, phrase('failed', { reference }))]);
}

/** Errors of fields that are no longer on the screen. */
export function lateErrorsView(translator: MessageTranslator, errors: Readonly<Record<string, string>>): ModalView {
  return infoView(translator, phrase('refusedTitle'), alert(translator, Object.values(errors).join(' '), 'warning'));
}

/** A menu of all apps, for an operation that needs one. */
export function pickView(
  translator: MessageTranslator,
  operation: Operation,
  { values }: Pick<ActionReference, 'values'>,
): ModalView {
  return {
    type: 'modal',
    callback_id: 'pick',
    title: title(translator, operation.text.title),
    submit: title(translator, phrase('pick')),
    close: title(translator, phrase('cancel')),
    private_metadata: encode({ operation: operation.name, sdkAppId: null, values }),
    blocks: [appInput(translator)],
  };
}

/** A menu of operations and one of apps. */
export function manageView(translator: MessageTranslator, operations: readonly Operation[]): ModalView {
  const options = operations
    .filter((operation) => operation.subject === 'app')
    .map((operation) => ({ value: operation.name, text: optionText(translator, operation.text.label) }));
  return {
    type: 'modal',
    callback_id: 'manage',
    title: title(translator, phrase('manage')),
    submit: title(translator, phrase('pick')),
    close: title(translator, phrase('cancel')),
    blocks: [
      {
        type: 'input',
        block_id: 'operation',
        label: labelText(translator, phrase('operation')),
        element: { type: 'static_select', action_id: 'operation', options },
      },
      appInput(translator),
    ],
  };
}

function appInput(translator: MessageTranslator): InputBlock {
  return {
    type: 'input',
    block_id: 'app',
    label: labelText(translator, phrase('app')),
    element: {
      type: 'external_select',
      action_id: 'app',
      min_query_length: 0,
      placeholder: placeholderText(translator, phrase('appPlaceholder')),
    },
  };
}

export function nameInput(translator: MessageTranslator, name: string): InputBlock {
  return textInput(translator, {
    name: 'typedName',
    label: phrase('typeName'),
    hint: phrase('typeNameHint', { name }),
    max: 200,
  });
}

export function textInput(
  translator: MessageTranslator,
  { name, label, hint, max = 500 }: { name: string; label: Text; hint?: Text; max?: number },
): InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: labelText(translator, label),
    element: { type: 'plain_text_input', action_id: name, max_length: max, multiline: name !== 'typedName' },
    ...(hint && { hint: plainText(translator.plain(hint), slackLimits.hint) }),
  };
}

/** The result of a read-only operation. */
export function answerView(
  translator: MessageTranslator,
  operation: Operation,
  content: { lines: Parameters<typeof sections>[1]; next: KnownBlock[] },
): ModalView {
  const { lines, next } = content;
  return infoView(
    translator,
    operation.text.title,
    fitToLimits(translator, sections(translator, lines), { next, ...slackLimits.modal }),
  );
}

/** As many lines as fit, and a last one that says how many more there are. */
export function fitToLimits(
  translator: MessageTranslator,
  lines: readonly SectionBlock[],
  { next, maxBlocks, maxCharacters }: { next: readonly KnownBlock[]; maxBlocks: number; maxCharacters: number },
): KnownBlock[] {
  const textLength = (upTo: number) =>
    lines.slice(0, upTo).reduce((sum, { text }) => sum + (text?.text.length ?? 0), 0);
  const fits = (upTo: number) => upTo + next.length < maxBlocks && textLength(upTo) <= maxCharacters;
  if (fits(lines.length)) return [...lines, ...next];
  const shownCount = lines.findLastIndex((_line, i) => fits(i + 1)) + 1;
  const count = lines.slice(shownCount).reduce((sum, { text }) => sum + (text?.text.split('\n').length ?? 0), 0);
  return [...lines.slice(0, shownCount), section(translator, phrase('more', { count })), ...next];
}
