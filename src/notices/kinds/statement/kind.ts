import type { Money } from '../../../i18n/phrase.js';
import type { NoticeKind } from '../../notice.js';
import { statementBook } from './phrases.js';

const { say } = statementBook;

/** `month` is YYYY-MM in the billing time zone. */
type StatementFacts = {
  readonly app: string;
  readonly month: string;
  readonly total: Money;
};

/** A month has closed: what an app costs for it. */
export const statement: NoticeKind<StatementFacts> = {
  kind: 'statement',
  book: statementBook,
  label: say('label'),
  draw: (facts) => ({
    lines: [say('closed', facts)],
    next: [{ operation: 'bill', draft: { month: facts.month } }],
  }),
  over: (facts) => say('closed', facts),
  headline: (count) => say('many', { count }),
  columns: [say('app'), say('month'), say('total')],
  row: ({ app, month, total }) => [app, say('ofMonth', { month }), say('amount', { total })],
};
