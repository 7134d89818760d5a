import type { Money } from '../../../i18n/phrase.js';
import type { NoticeKind } from '../../notice.js';
import { statementPhrases } from './phrases.js';

const { phrase } = statementPhrases;

/** `month` is YYYY-MM in the billing time zone. */
type StatementPayload = {
  readonly app: string;
  readonly month: string;
  readonly total: Money;
};

/** A month has closed: what an app costs for it. */
export const statement: NoticeKind<StatementPayload> = {
  phrases: statementPhrases,
  label: phrase('label'),
  render: (payload) => ({
    lines: [phrase('closed', payload)],
    nextActions: [{ operation: 'bill', prefill: { month: payload.month } }],
  }),
  resolvedText: (payload) => phrase('closed', payload),
  headline: (count) => phrase('many', { count }),
  columns: [phrase('app'), phrase('month'), phrase('total')],
  tableRow: ({ app, month, total }) => [app, phrase('ofMonth', { month }), phrase('amount', { total })],
};
