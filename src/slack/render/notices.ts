import type { Button, KnownBlock, TableBlock } from '@slack/types';
import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import type { Text } from '../../i18n/phrase.js';
import { noticeTraits } from '../../notices/kinds.js';
import type { NoticeKind } from '../../notices/notice.js';
import type { MessageNotice, PendingMessage } from '../../notices/pending-message.js';
import type { Table } from '../../operations/attachments.js';
import type { Operation } from '../../operations/operation.js';
import { slackLimits } from '../limits.js';
import { encode } from '../metadata.js';
import { nextSteps, plainText, section, truncate } from './blocks.js';
import { linesMessage, type Message } from './messages.js';
import { noticePhrases } from './notices.phrases.js';
import type { MessageTranslator } from './translator.js';

const { phrase } = noticePhrases;

interface NoticeRenderContext {
  /** The id of the message that contains the notices. */
  readonly message: string;
  /** Whether any of its notices can be snoozed. */
  readonly snoozable: boolean;
  readonly kindId: string;
  readonly kind: NoticeKind;
  readonly catalogue: Catalogue;
  readonly operations: readonly Operation[];
}

/** Null if there is no such kind (any more). */
export function noticeRenderContext(
  pending: Pick<PendingMessage, 'id' | 'kind' | 'snoozable'>,
  catalogue: Catalogue,
  operations: readonly Operation[],
): NoticeRenderContext | null {
  const traits = noticeTraits(pending.kind);
  if (traits?.about !== 'app') return null;
  const { id: message, kind: kindId, snoozable } = pending;
  return { message, snoozable, kindId, kind: traits.kind, catalogue, operations };
}

/** One notice: what happened, and actions that remedy it; or that it is resolved. */
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

const snoozeDays = [1, 7] as const;

/** The actions, with buttons that snooze all notices of the message. */
function withSnooze(translator: MessageTranslator, steps: KnownBlock[], message: string): KnownBlock[] {
  const buttons = snoozeDays.map(
    (days): Button => ({
      type: 'button',
      action_id: `snooze/${days}`,
      text: plainText(translator.plain(phrase('snooze', { count: days })), slackLimits.button),
      value: encode({ message, days }),
    }),
  );
  const elements = steps.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return [{ type: 'actions', block_id: 'next', elements: [...elements, ...buttons] }];
}

/** Slack counts the characters of cells towards its limit for the message. */
const maxCellLength = 80;

/** Several notices of a kind: a table, the most severe first. Those resolved meanwhile have a tick. */
export function digestMessage(
  translator: MessageTranslator,
  context: NoticeRenderContext,
  pending: PendingMessage,
): Message {
  const { kind, message, snoozable } = context;
  const { notices: first, count, resolvedCount } = pending;
  const steps = nextSteps(translator, [{ operation: 'list' }], context.operations);
  const headline = kind.headline(count);
  const rows = [tableHeader(context), ...first.map((notice) => tableRow(context, notice))];
  const table: TableBlock = {
    type: 'table',
    rows: rows.map((cells) =>
      cells.map((cell) => ({
        type: 'raw_text' as const,
        text: truncate(translator.plain(cell), maxCellLength) || ' ',
      })),
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

/** All notices of a digest, for a file. */
export function digestTable(context: NoticeRenderContext, notices: readonly MessageNotice[]): Table {
  const { kind, kindId } = context;
  const rows = notices.map((notice) => tableRow(context, notice));
  return { name: kindId, title: kind.headline(notices.length), columns: tableHeader(context), rows };
}

function tableHeader({ kind }: NoticeRenderContext): readonly Text[] {
  return [phrase('idColumn'), ...kind.columns];
}

function tableRow(
  { kind, catalogue }: NoticeRenderContext,
  { sdkAppId, payload, resolved }: MessageNotice,
): readonly Text[] {
  const [first = '', ...rest] = kind.tableRow(payload, catalogue);
  return [String(sdkAppId), resolved ? phrase('settledRow', { what: first }) : first, ...rest];
}
