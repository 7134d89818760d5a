import type { InputBlock, KnownBlock, ModalView, SectionBlock } from '@slack/types';
import type { Text } from '../../i18n/phrase.js';
import type { NextAction, Refusal } from '../../operations/change-plan.js';
import type { Operation } from '../../operations/operation.js';
import { type ActionReference, encode } from '../metadata.js';
import { slackPhrases } from '../phrases.js';
import { alert, nextSteps, plainText, section, sections, title } from './blocks.js';
import type { MessageTranslator } from './translator.js';

const { phrase } = slackPhrases;

/** A modal that only says something. */
export function infoView(translator: MessageTranslator, heading: Text, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: 'notice',
    title: title(translator, heading),
    close: title(translator, phrase('close')),
    blocks,
  };
}

/** What stands there while the answer is looked up: a trigger lives for three seconds only. */
export function loadingView(translator: MessageTranslator): ModalView {
  return infoView(translator, phrase('manage'), [section(translator, phrase('loading'))]);
}

/** A modal that says why not, and what to do instead. */
export function refusalView(
  translator: MessageTranslator,
  operations: readonly Operation[],
  refusal: Refusal,
): ModalView {
  return infoView(translator, phrase('refusedTitle'), [
    alert(translator, refusal.reason, 'warning'),
    ...nextSteps(translator, refusal.nextActions ?? startOverActions, operations),
  ]);
}

/** Where to begin when nothing else is known. */
export const startOverActions: readonly NextAction[] = [{ operation: 'list' }, { operation: 'help' }];

/** What was pressed or submitted is no longer there. */
export function staleView(translator: MessageTranslator, operations: readonly Operation[]): ModalView {
  return infoView(translator, phrase('staleTitle'), [
    section(translator, phrase('stale')),
    ...nextSteps(translator, startOverActions, operations),
  ]);
}

export function failedView(translator: MessageTranslator, reference: string): ModalView {
  return infoView(translator, phrase('failedTitle'), [section(translator, phrase('failed', { reference }))]);
}

/** Problems with fields that are no longer on the screen. */
export function lateView(translator: MessageTranslator, errors: Readonly<Record<string, string>>): ModalView {
  return infoView(translator, phrase('refusedTitle'), [alert(translator, Object.values(errors).join(' '), 'warning')]);
}

/** An app is asked for, among all there are. */
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

/** What to do, and with which app. */
export function manageView(translator: MessageTranslator, operations: readonly Operation[]): ModalView {
  const options = operations
    .filter((operation) => operation.subject === 'app')
    .map((operation) => ({ value: operation.name, text: plainText(translator.plain(operation.text.label), 75) }));
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
        label: plainText(translator.plain(phrase('operation')), 2000),
        element: { type: 'static_select', action_id: 'operation', options },
      },
      appInput(translator),
    ],
  };
}

function appInput({ plain }: MessageTranslator): InputBlock {
  return {
    type: 'input',
    block_id: 'app',
    label: plainText(plain(phrase('app')), 2000),
    element: {
      type: 'external_select',
      action_id: 'app',
      min_query_length: 0,
      placeholder: plainText(plain(phrase('appPlaceholder')), 150),
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
  { plain }: MessageTranslator,
  { name, label, hint, max = 500 }: { name: string; label: Text; hint?: Text; max?: number },
): InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: plainText(plain(label), 2000),
    element: { type: 'plain_text_input', action_id: name, max_length: max, multiline: name !== 'typedName' },
    ...(hint && { hint: plainText(plain(hint), 2000) }),
  };
}

/** What a modal holds. */
const room = { blocks: 100, characters: 100_000 } as const;

/** An answer in a modal. */
export function answerView(
  translator: MessageTranslator,
  operation: Operation,
  content: { lines: Parameters<typeof sections>[1]; next: KnownBlock[] },
): ModalView {
  const { lines, next } = content;
  return infoView(
    translator,
    operation.text.title,
    fitToLimits(translator, sections(translator, lines), { next, ...room }),
  );
}

/** As much as the place holds; how many lines more there are is said, never left out in silence. */
export function fitToLimits(
  translator: MessageTranslator,
  lines: readonly SectionBlock[],
  { next, blocks, characters }: { next: readonly KnownBlock[]; blocks: number; characters: number },
): KnownBlock[] {
  const whole = (upTo: number) => lines.slice(0, upTo).reduce((sum, { text }) => sum + (text?.text.length ?? 0), 0);
  const fits = (upTo: number) => upTo + next.length < blocks && whole(upTo) <= characters;
  if (fits(lines.length)) return [...lines, ...next];
  const shown = lines.findLastIndex((_line, i) => fits(i + 1)) + 1;
  const count = lines.slice(shown).reduce((sum, { text }) => sum + (text?.text.split('\n').length ?? 0), 0);
  return [...lines.slice(0, shown), section(translator, phrase('more', { count })), ...next];
}
