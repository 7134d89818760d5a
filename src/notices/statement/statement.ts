import type { Money } from '../../i18n/phrase.js';
import type { NoticeKind } from '../notice.js';
import { statementBook } from './text.js';

const { say } = statementBook;

/** `month` is YYYY-MM in the billing time zone, `billDay` the day on which it is billed first. */
export type StatementFacts = {
  readonly app: string;
  readonly month: string;
  readonly total: Money;
  readonly billDay: string;
};

/** A month has closed: what an app costs for it. */
export const statement: NoticeKind<StatementFacts> = {
  kind: 'statement',
  book: statementBook,
  draw: (facts) => ({
    lines: [say('closed', facts)],
    next: [{ operation: 'bill', draft: { month: facts.month } }],
    snooze: false,
  }),
  over: (facts) => say('closed', facts),
  headline: (count) => say('many', { count }),
  columns: [say('app'), say('month'), say('total'), say('billDay')],
  row: ({ app, month, total, billDay }) => [
    app,
    say('ofMonth', { month }),
    say('amount', { total }),
    say('onDay', { billDay }),
  ],
};
