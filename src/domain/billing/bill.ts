import type { Calendar } from '../calendar.js';
import type { Peak } from './line-item.js';
import { type BillingInput, emptyStatement, type FeeRules, type Statement, statementOf } from './statement.js';

/** The bill of an app for a month, as of an instant. */
export interface Bill {
  /** Running: the month is not over. Closing: it is over, the statement can still change. Closed: the statement is final. */
  readonly status: 'running' | 'closing' | 'closed';
  /** Of a running month: the fees so far. */
  readonly statement: Statement;
  /** The statement of the whole running month if nothing changes; null for a month that is over. */
  readonly forecast: Statement | null;
}

/** What is stored about a month of an app. */
export interface BillRecord {
  readonly closed: boolean;
  /** The final statement of a closed month; null if nothing was charged. */
  readonly frozen: Statement | null;
  readonly peaks: readonly Peak[];
}

/** The bill of the month at `at`. The final statement of a closed month is never computed again. */
export function billOf(
  month: string,
  { closed, frozen, ...input }: BillRecord & BillingInput,
  { at, ...rules }: FeeRules & { readonly at: string },
): Bill {
  if (closed) return { status: 'closed', statement: frozen ?? emptyStatement(month, rules), forecast: null };
  const wholeMonth = statementOf(month, input, rules);
  if (month < rules.calendar.monthOf(at)) return { status: 'closing', statement: wholeMonth, forecast: null };
  const statementSoFar = statementOf(month, { ...input, through: rules.calendar.dayOf(at) }, rules);
  return { status: 'running', statement: statementSoFar, forecast: wholeMonth };
}

const gracePeriodHours = 12;

/**
 * The instant at which a month is closed and its statements become final.
 *
 * Decision: at noon of the first day of the next month, so that the usage of the last day can still be reported.
 */
export function closesAt(month: string, calendar: Calendar): string {
  return new Date(Date.parse(calendar.spanOf(month).end) + gracePeriodHours * 3_600_000).toISOString();
}
