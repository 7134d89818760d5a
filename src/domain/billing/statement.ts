import type { Configuration } from '../app.js';
import type { Calendar } from '../calendar.js';
import { type Catalogue, ruleSetOf } from '../catalogue/catalogue.js';
import { billableDays, configurationPeriods } from './billing-periods.js';
import { dayLines } from './daily-fees.js';
import type { LineItem, Peak } from './line-item.js';
import { monthLines } from './monthly-fees.js';
import { overageLines } from './overage.js';

/** What fees are worked out by. */
export interface FeeRules {
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
}

/** What an app is charged for a month. JSON-safe. */
export interface Statement {
  readonly month: string;
  readonly currency: string;
  /** The day of the price list. */
  readonly listed: string;
  readonly lines: readonly LineItem[];
  readonly total: number;
}

/** What is known of the app: its configurations as they were written, and the peaks of the month. */
export interface BillingInput {
  readonly history: readonly Configuration[];
  readonly peaks: readonly Peak[];
  /** Counts the days up to this one only (YYYY-MM-DD): what has come together so far. */
  readonly through?: string;
}

/**
 * The statement of a month: the one function behind previews, running statements and frozen ones. Amounts are exact,
 * and rounded once per line, half up.
 *
 * Decision: in a month in which an app migrates from whole months to days, the plan costs what is dearer: the whole
 * month by the rules with which it began, or the days since the migration. So nobody pays twice for one day, and what
 * was upgraded to after the migration is not free.
 */
export function statementOf(month: string, charged: BillingInput, rules: FeeRules): Statement {
  const { catalogue, calendar } = rules;
  const { currency, listed } = catalogue.prices;
  const span = calendar.spanOf(month);
  const stretches = upTo(billableDays(charged.history, span), month, charged.through);
  const [first] = configurationPeriods(charged.history, span);
  if (!first || (charged.through !== undefined && charged.through < `${month}-01`)) return emptyStatement(month, rules);
  const ruleSet = ruleSetOf(catalogue, first.configuration.ruleSet);
  const work = { span, ruleSet, catalogue };
  const byMonth = ({ ruleSet: id }: Configuration) => ruleSetOf(catalogue, id).feeMode === 'by-month';
  const lines = [
    ...dearest([
      ...(byMonth(first.configuration) ? monthLines(charged.history.filter(byMonth), work) : []),
      ...dayLines(
        stretches.filter(({ configuration }) => !byMonth(configuration)),
        work,
      ),
    ]),
    ...overageLines(charged.peaks, stretches, work),
  ];
  return { month, currency, listed, lines, total: lines.reduce((sum, { amount }) => sum + amount, 0) };
}

/** The statement of a month in which there was nothing to charge. */
export function emptyStatement(month: string, { catalogue }: Pick<FeeRules, 'catalogue'>): Statement {
  const { currency, listed } = catalogue.prices;
  return { month, currency, listed, lines: [], total: 0 };
}

/** Of two lines about the same the dearer one. */
function dearest(lines: readonly LineItem[]): LineItem[] {
  return lines.filter(({ id, amount }, i) =>
    lines.every(
      (other, j) => other.id !== id || i === j || other.amount < amount || (other.amount === amount && i < j),
    ),
  );
}

/** The stretches as far as the day `through`. */
function upTo(stretches: ReturnType<typeof billableDays>, month: string, through: string | undefined) {
  if (through === undefined || through.slice(0, 7) > month) return stretches;
  const day = Number(through.slice(8));
  return stretches
    .filter(({ first }) => first <= day)
    .map((stretch) => (stretch.last > day ? { ...stretch, last: day } : stretch));
}
