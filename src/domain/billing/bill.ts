import type { Calendar } from '../calendar.js';
import type { Peak } from './line-item.js';
import { type BillingInput, emptyStatement, type FeeRules, type Statement, statementOf } from './statement.js';

/** A month's bill of an app as it stands at an instant. */
export interface Bill {
  /** The month runs; it is over but not closed yet; it is closed, and the statement is frozen. */
  readonly status: 'running' | 'closing' | 'closed';
  /** While the month runs: what has come together so far. */
  readonly statement: Statement;
  /** What the running month will come to if nothing else happens; null for a month that is over. */
  readonly forecast: Statement | null;
}

/**
 * What is on record of a month of an app: whether the month is closed, the frozen statement if there was anything to
 * charge, and the peaks of its usage.
 */
export interface BillRecord {
  readonly closed: boolean;
  readonly frozen: Statement | null;
  readonly peaks: readonly Peak[];
}

/** The bill of the month at `at`. A frozen statement is what it is; a closed month without one costs nothing, for good. */
export function billOf(
  month: string,
  { closed, frozen, peaks, history }: BillRecord & Pick<BillingInput, 'history'>,
  { at, ...rules }: FeeRules & { readonly at: string },
): Bill {
  if (closed) return { status: 'closed', statement: frozen ?? emptyStatement(month, rules), forecast: null };
  const whole = statementOf(month, { history, peaks }, rules);
  if (month < rules.calendar.monthOf(at)) return { status: 'closing', statement: whole, forecast: null };
  const soFar = statementOf(month, { history, peaks, through: rules.calendar.dayOf(at) }, rules);
  return { status: 'running', statement: soFar, forecast: whole };
}

const gracePeriodHours = 12;

/**
 * From when on a month is closed: then its statements are frozen.
 *
 * Decision: at noon of the first day of the next month, so that usage of the last day can still come in.
 */
export function closesAt(month: string, calendar: Calendar): string {
  return new Date(Date.parse(calendar.spanOf(month).end) + gracePeriodHours * 3_600_000).toISOString();
}
