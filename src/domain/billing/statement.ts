import { type MinorUnits, sumOf } from '../../i18n/currency.js';
import type { Configuration } from '../app.js';
import type { Calendar } from '../calendar.js';
import { type Catalogue, ruleSetOf } from '../catalogue/catalogue.js';
import { billableDays, configurationPeriods } from './billing-periods.js';
import { dailyFees } from './daily-fees.js';
import type { LineItem, Peak } from './line-item.js';
import { monthlyFees } from './monthly-fees.js';
import { overageLines } from './overage.js';

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
  readonly total: MinorUnits;
}

/** The history of the app, in the order of writing, and the daily peaks of its usage in the month. */
export interface BillingInput {
  readonly history: readonly Configuration[];
  readonly peaks: readonly Peak[];
  /** The last day to charge (YYYY-MM-DD): gives the fees so far. */
  readonly through?: string;
}

/**
 * The statement of a month. Previews, running bills and final statements all come from this function. Amounts are exact
 * and rounded once per line, half up.
 *
 * Decision: in a month in which an app migrates from fees by month to fees by day, the plan costs the higher of two
 * amounts: the whole month under the rules at its start, or the days since the migration. So no day is charged twice,
 * and a plan upgraded to after the migration is not free.
 */
export function statementOf(month: string, input: BillingInput, rules: FeeRules): Statement {
  const { catalogue, calendar } = rules;
  const { currency, listed } = catalogue.prices;
  const span = calendar.spanOf(month);
  const periods = periodsThrough(billableDays(input.history, span), month, input.through);
  const [first] = configurationPeriods(input.history, span);
  if (!first || (input.through !== undefined && input.through < `${month}-01`)) return emptyStatement(month, rules);
  const ruleSet = ruleSetOf(catalogue, first.configuration.ruleSet);
  const billingMonth = { span, ruleSet, catalogue };
  const byMonth = ({ ruleSet: id }: Configuration) => ruleSetOf(catalogue, id).feeMode === 'by-month';
  const lines = [
    ...highestPerItem([
      ...(byMonth(first.configuration) ? monthlyFees(input.history.filter(byMonth), billingMonth) : []),
      ...dailyFees(
        periods.filter(({ configuration }) => !byMonth(configuration)),
        billingMonth,
      ),
    ]),
    ...overageLines(input.peaks, periods, billingMonth),
  ];
  return { month, currency, listed, lines, total: sumOf(lines.map(({ amount }) => amount)) };
}

/** The statement of a month in which there was nothing to charge. */
export function emptyStatement(month: string, { catalogue }: Pick<FeeRules, 'catalogue'>): Statement {
  const { currency, listed } = catalogue.prices;
  return { month, currency, listed, lines: [], total: 0 };
}

/** Of several lines with the same id, the one with the highest amount. */
function highestPerItem(lines: readonly LineItem[]): LineItem[] {
  return lines.filter(({ id, amount }, i) =>
    lines.every(
      (other, j) => other.id !== id || i === j || isLess(other.amount, amount) || (other.amount === amount && i < j),
    ),
  );
}

function isLess(a: MinorUnits, b: MinorUnits): boolean {
  return BigInt(a) < BigInt(b);
}

/** The periods up to the day `through`, included. */
function periodsThrough(periods: ReturnType<typeof billableDays>, month: string, through: string | undefined) {
  if (through === undefined || through.slice(0, 7) > month) return periods;
  const day = Number(through.slice(8));
  return periods
    .filter(({ first }) => first <= day)
    .map((period) => (period.last > day ? { ...period, last: day } : period));
}
