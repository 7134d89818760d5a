import type { Button, KnownBlock, TableBlock } from '@slack/types';
import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import type { Text } from '../../i18n/phrase.js';
import type { Due, Said } from '../../notices/due.js';
import { notices } from '../../notices/kinds.js';
import type { NoticeKind } from '../../notices/notice.js';
import type { Operation } from '../../operations/operation.js';
import type { Table } from '../../operations/table.js';
import { write } from '../metadata.js';
import { cut, nextSteps, plainText, section } from './blocks.js';
import { linesMessage, type Message } from './messages.js';
import { noticesBook } from './notices.phrases.js';
import type { Voice } from './translator.js';

const { say } = noticesBook;

/** What notices are drawn with. */
interface Easel {
  /** The message that they stand in. */
  readonly message: string;
  /** Whether one may want silence about anything that it says. */
  readonly snoozable: boolean;
  readonly kind: NoticeKind;
  readonly catalogue: Catalogue;
  readonly operations: readonly Operation[];
}

/** Null where there is no such kind (any more). */
export function easelOf(
  due: Pick<Due, 'id' | 'kind' | 'snoozable'>,
  catalogue: Catalogue,
  operations: readonly Operation[],
): Easel | null {
  const kind = notices.find((it) => it.kind === due.kind);
  return kind ? { message: due.id, snoozable: due.snoozable, kind, catalogue, operations } : null;
}

/** One notice: what happened and the steps that remedy it; or that it is over. */
export function noticeMessage(voice: Voice, easel: Easel, { sdkAppId, facts, over }: Said): Message {
  const { message, snoozable, kind, catalogue, operations } = easel;
  const show = { operation: 'show', sdkAppId };
  if (over) return linesMessage(voice, [kind.over(facts, catalogue)], nextSteps(voice, [show], operations));
  const { lines, next } = kind.draw(facts, catalogue);
  const steps = nextSteps(voice, [...next.map((step) => ({ ...step, sdkAppId })), show], operations);
  return linesMessage(voice, lines, snoozable ? withSnooze(voice, steps, message) : steps);
}

const snoozes = [1, 7] as const;

/** The steps, and silence about all that the message says. */
function withSnooze(voice: Voice, steps: KnownBlock[], message: string): KnownBlock[] {
  const buttons = snoozes.map(
    (days): Button => ({
      type: 'button',
      action_id: `snooze/${days}`,
      text: plainText(voice.plain(say('snooze', { count: days })), 75),
      value: write({ message, days }),
    }),
  );
  const elements = steps.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return [{ type: 'actions', block_id: 'next', elements: [...elements, ...buttons] }];
}

/** How much of a cell a message holds: Slack counts its characters too. */
const longestCell = 80;

/** Many notices of a kind: a table, the worst first. What is settled meanwhile is ticked. */
export function digestMessage(voice: Voice, easel: Easel, due: Due): Message {
  const { kind, message, snoozable } = easel;
  const { notices: first, count, settled } = due;
  const steps = nextSteps(voice, [{ operation: 'list' }], easel.operations);
  const headline = kind.headline(count);
  const rows = [headOf(easel), ...first.map((said) => rowOf(easel, said))];
  const table: TableBlock = {
    type: 'table',
    rows: rows.map((cells) =>
      cells.map((cell) => ({ type: 'raw_text' as const, text: cut(voice.plain(cell), longestCell) || ' ' })),
    ),
  };
  return {
    text: voice.mrkdwn(headline),
    blocks: [
      section(voice, headline),
      table,
      section(voice, count > first.length ? say('restHere', { count: first.length }) : say('listHere')),
      ...(settled > 0 ? [section(voice, say('settledHere', { count: settled }))] : []),
      ...(snoozable ? withSnooze(voice, steps, message) : steps),
    ],
  };
}

/** All of a digest as a list, for a file. */
export function digestTable(easel: Easel, said: readonly Said[]): Table {
  const { kind } = easel;
  const rows = said.map((it) => rowOf(easel, it));
  return { name: kind.kind, title: kind.headline(said.length), columns: headOf(easel), rows };
}

function headOf({ kind }: Easel): readonly Text[] {
  return [say('idColumn'), ...kind.columns];
}

function rowOf({ kind, catalogue }: Easel, { sdkAppId, facts, over }: Said): readonly Text[] {
  const [first = '', ...rest] = kind.row(facts, catalogue);
  return [String(sdkAppId), over ? say('settledRow', { what: first }) : first, ...rest];
}
