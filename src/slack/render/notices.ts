import type { Button, KnownBlock, TableBlock } from '@slack/types';
import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import type { Text } from '../../i18n/phrase.js';
import type { MessageNotice, PendingMessage } from '../../notices/due.js';
import { notices } from '../../notices/kinds.js';
import type { NoticeKind } from '../../notices/notice.js';
import type { Table } from '../../operations/attachments.js';
import type { Operation } from '../../operations/operation.js';
import { encode } from '../metadata.js';
import { nextSteps, plainText, section, truncate } from './blocks.js';
import { linesMessage, type Message } from './messages.js';
import { noticePhrases } from './notices.phrases.js';
import type { MessageTranslator } from './translator.js';

const { phrase } = noticePhrases;

/** What notices are drawn with. */
interface NoticeRenderContext {
  /** The message that they stand in. */
  readonly message: string;
  /** Whether one may want silence about anything that it says. */
  readonly snoozable: boolean;
  readonly kind: NoticeKind;
  readonly catalogue: Catalogue;
  readonly operations: readonly Operation[];
}

/** Null where there is no such kind (any more). */
export function noticeRenderContext(
  due: Pick<PendingMessage, 'id' | 'kind' | 'snoozable'>,
  catalogue: Catalogue,
  operations: readonly Operation[],
): NoticeRenderContext | null {
  const kind = notices.find((it) => it.kind === due.kind);
  return kind ? { message: due.id, snoozable: due.snoozable, kind, catalogue, operations } : null;
}

/** One notice: what happened and the steps that remedy it; or that it is over. */
export function noticeMessage(
  translator: MessageTranslator,
  context: NoticeRenderContext,
  { sdkAppId, payload, resolved }: MessageNotice,
): Message {
  const { message, snoozable, kind, catalogue, operations } = context;
  const show = { operation: 'show', sdkAppId };
  if (resolved)
    return linesMessage(translator, [kind.resolvedText(payload, catalogue)], nextSteps(translator, [show], operations));
  const { lines, nextActions } = kind.render(payload, catalogue);
  const steps = nextSteps(translator, [...nextActions.map((step) => ({ ...step, sdkAppId })), show], operations);
  return linesMessage(translator, lines, snoozable ? withSnooze(translator, steps, message) : steps);
}

const snoozes = [1, 7] as const;

/** The steps, and silence about all that the message says. */
function withSnooze(translator: MessageTranslator, steps: KnownBlock[], message: string): KnownBlock[] {
  const buttons = snoozes.map(
    (days): Button => ({
      type: 'button',
      action_id: `snooze/${days}`,
      text: plainText(translator.plain(phrase('snooze', { count: days })), 75),
      value: encode({ message, days }),
    }),
  );
  const elements = steps.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return [{ type: 'actions', block_id: 'next', elements: [...elements, ...buttons] }];
}

/** How much of a cell a message holds: Slack counts its characters too. */
const longestCell = 80;

/** Many notices of a kind: a table, the worst first. What is settled meanwhile is ticked. */
export function digestMessage(
  translator: MessageTranslator,
  context: NoticeRenderContext,
  due: PendingMessage,
): Message {
  const { kind, message, snoozable } = context;
  const { notices: first, count, resolvedCount } = due;
  const steps = nextSteps(translator, [{ operation: 'list' }], context.operations);
  const headline = kind.headline(count);
  const rows = [headOf(context), ...first.map((said) => rowOf(context, said))];
  const table: TableBlock = {
    type: 'table',
    rows: rows.map((cells) =>
      cells.map((cell) => ({ type: 'raw_text' as const, text: truncate(translator.plain(cell), longestCell) || ' ' })),
    ),
  };
  return {
    text: translator.mrkdwn(headline),
    blocks: [
      section(translator, headline),
      table,
      section(translator, count > first.length ? phrase('restHere', { count: first.length }) : phrase('listHere')),
      ...(resolvedCount > 0 ? [section(translator, phrase('settledHere', { count: resolvedCount }))] : []),
      ...(snoozable ? withSnooze(translator, steps, message) : steps),
    ],
  };
}

/** All of a digest as a list, for a file. */
export function digestTable(context: NoticeRenderContext, said: readonly MessageNotice[]): Table {
  const { kind } = context;
  const rows = said.map((it) => rowOf(context, it));
  return { name: kind.kind, title: kind.headline(said.length), columns: headOf(context), rows };
}

function headOf({ kind }: NoticeRenderContext): readonly Text[] {
  return [phrase('idColumn'), ...kind.columns];
}

function rowOf(
  { kind, catalogue }: NoticeRenderContext,
  { sdkAppId, payload, resolved }: MessageNotice,
): readonly Text[] {
  const [first = '', ...rest] = kind.tableRow(payload, catalogue);
  return [String(sdkAppId), resolved ? phrase('settledRow', { what: first }) : first, ...rest];
}
