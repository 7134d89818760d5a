import type { InputBlock, KnownBlock, ModalView, SectionBlock } from '@slack/types';
import type { Text } from '../../i18n/phrase.js';
import type { Ask } from '../../operations/change-plan.js';
import type { Operation } from '../../operations/operation.js';
import { type AskReference, write } from '../metadata.js';
import { slackBook } from '../phrases.js';
import { alert, nextSteps, plainText, section, sections, title } from './blocks.js';
import type { Voice } from './translator.js';

const { say } = slackBook;

/** A modal that only says something. */
export function notice(voice: Voice, heading: Text, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: 'notice',
    title: title(voice, heading),
    close: title(voice, say('close')),
    blocks,
  };
}

/** What stands there while the answer is looked up: a trigger lives for three seconds only. */
export function loadingView(voice: Voice): ModalView {
  return notice(voice, say('manage'), [section(voice, say('loading'))]);
}

/** A modal that says why not, and what to do instead. */
export function refusalView(
  voice: Voice,
  operations: readonly Operation[],
  refusal: { reason: Text; next?: readonly Ask[] },
): ModalView {
  return notice(voice, say('refusedTitle'), [
    alert(voice, refusal.reason, 'warning'),
    ...nextSteps(voice, refusal.next ?? afresh, operations),
  ]);
}

/** Where to begin when nothing else is known. */
export const afresh: readonly Ask[] = [{ operation: 'list' }, { operation: 'help' }];

/** What was pressed or submitted is no longer there. */
export function staleView(voice: Voice, operations: readonly Operation[]): ModalView {
  return notice(voice, say('staleTitle'), [section(voice, say('stale')), ...nextSteps(voice, afresh, operations)]);
}

export function failedView(voice: Voice, reference: string): ModalView {
  return notice(voice, say('failedTitle'), [section(voice, say('failed', { reference }))]);
}

/** Problems with fields that are no longer on the screen. */
export function lateView(voice: Voice, errors: Readonly<Record<string, string>>): ModalView {
  return notice(voice, say('refusedTitle'), [alert(voice, Object.values(errors).join(' '), 'warning')]);
}

/** An app is asked for, among all there are. */
export function pickView(voice: Voice, operation: Operation, { answers }: Pick<AskReference, 'answers'>): ModalView {
  return {
    type: 'modal',
    callback_id: 'pick',
    title: title(voice, operation.text.title),
    submit: title(voice, say('pick')),
    close: title(voice, say('cancel')),
    private_metadata: write({ operation: operation.name, sdkAppId: null, answers }),
    blocks: [appInput(voice)],
  };
}

/** What to do, and with which app. */
export function manageView(voice: Voice, operations: readonly Operation[]): ModalView {
  const options = operations
    .filter((operation) => operation.subject === 'app')
    .map((operation) => ({ value: operation.name, text: plainText(voice.plain(operation.text.label), 75) }));
  return {
    type: 'modal',
    callback_id: 'manage',
    title: title(voice, say('manage')),
    submit: title(voice, say('pick')),
    close: title(voice, say('cancel')),
    blocks: [
      {
        type: 'input',
        block_id: 'operation',
        label: plainText(voice.plain(say('operation')), 2000),
        element: { type: 'static_select', action_id: 'operation', options },
      },
      appInput(voice),
    ],
  };
}

function appInput({ plain }: Voice): InputBlock {
  return {
    type: 'input',
    block_id: 'app',
    label: plainText(plain(say('app')), 2000),
    element: {
      type: 'external_select',
      action_id: 'app',
      min_query_length: 0,
      placeholder: plainText(plain(say('appPlaceholder')), 150),
    },
  };
}

export function nameInput(voice: Voice, name: string): InputBlock {
  return textInput(voice, { name: 'typedName', label: say('typeName'), hint: say('typeNameHint', { name }), max: 200 });
}

export function textInput(
  { plain }: Voice,
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
  voice: Voice,
  operation: Operation,
  content: { lines: Parameters<typeof sections>[1]; next: KnownBlock[] },
): ModalView {
  const { lines, next } = content;
  return notice(voice, operation.text.title, fitting(voice, sections(voice, lines), { next, ...room }));
}

/** As much as the place holds; how many lines more there are is said, never left out in silence. */
export function fitting(
  voice: Voice,
  lines: readonly SectionBlock[],
  { next, blocks, characters }: { next: readonly KnownBlock[]; blocks: number; characters: number },
): KnownBlock[] {
  const whole = (upTo: number) => lines.slice(0, upTo).reduce((sum, { text }) => sum + (text?.text.length ?? 0), 0);
  const fits = (upTo: number) => upTo + next.length < blocks && whole(upTo) <= characters;
  if (fits(lines.length)) return [...lines, ...next];
  const shown = lines.findLastIndex((_line, i) => fits(i + 1)) + 1;
  const count = lines.slice(shown).reduce((sum, { text }) => sum + (text?.text.split('\n').length ?? 0), 0);
  return [...lines.slice(0, shown), section(voice, say('more', { count })), ...next];
}
