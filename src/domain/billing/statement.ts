import { type MinorUnits, sumOf } from '../../i18n/currency.js';
import type { Configuration } from '../app.js';
import type { Calendar } from '../calendar.js';
import { type Catalogue, ruleSetOf } from '../catalogue/catalogue.js';
import { type PricePeriod, priceListOn, pricePeriods } from '../catalogue/price-list.js';
import { billableDays, configurationPeriods } from './billing-periods.js';
import { dailyFees } from './daily-fees.js';
import { type BillingMonth, type LineItem, listAtStart, type Peak } from './line-item.js';
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
  /** The date of the vendor's price list; null if other prices were used too. */
  readonly listed: string | null;
  readonly lines: readonly LineItem[];
  readonly total: MinorUnits;
}

/** The history of the app, in the order of writing, and the daily peaks of its usage in the month. */
export interface BillingInput {
  readonly history: readonly Configuration[];
  readonly peaks: readonly Peak[];
  /** The data center of the app. Without it, the prices of data centers that have none of their own hold. */
  readonly dataCenter?: string;
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
  const span = calendar.spanOf(month);
  const periods = periodsThrough(billableDays(input.history, span), month, input.through);
  const [first] = configurationPeriods(input.history, span);
  if (!first || (input.through !== undefined && input.through < `${month}-01`)) return emptyStatement(month, rules);
  const prices = pricePeriods(catalogue, span);
  const billingMonth = { span, catalogue, prices, dataCenter: input.dataCenter };
  const byMonth = ({ ruleSet: id }: Configuration) => ruleSetOf(catalogue, id).feeMode === 'by-month';
  const days = periods.filter(({ configuration }) => !byMonth(configuration));
  const withOverage = isFreeMonth(first.configuration, billingMonth) ? days : periods;
  const lines = [
    ...highestPerItem([
      ...(byMonth(first.configuration) ? monthlyFees(input.history.filter(byMonth), billingMonth) : []),
      ...dailyFees(days, billingMonth),
    ]),
    ...overageLines(input.peaks, withOverage, billingMonth),
  ];
  const { currency } = listAtStart(billingMonth);
  const listed = listedOn(days.length > 0 ? prices : prices.slice(0, 1));
  return { month, currency, listed, lines, total: sumOf(lines.map(({ amount }) => amount)) };
}

/**
 * Whether a month by whole months is that of the activation: it did not begin with a paid plan. Decision: then there is
 * no fee at all, overage included, as the source says: "No fees will be incurred until the first day of the next month".
 */
function isFreeMonth(first: Configuration, { span, catalogue }: BillingMonth): boolean {
  const { freePlan } = ruleSetOf(catalogue, first.ruleSet);
  return first.effectiveFrom > span.start || first.plan === freePlan || first.state !== 'active';
}

/** The statement of a month in which there was nothing to charge. */
export function emptyStatement(month: string, { catalogue }: Pick<FeeRules, 'catalogue'>): Statement {
  const { currency, listed } = priceListOn(catalogue, `${month}-01`);
  return { month, currency, listed, lines: [], total: 0 };
}

/** The date of the vendor's price list; null if not all prices are from one such list. */
function listedOn(used: readonly PricePeriod[]): string | null {
  const [listed = null, ...others] = new Set(used.map(({ list }) => list.listed));
  return others.length > 0 ? null : listed;
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
