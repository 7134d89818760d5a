import type { MinorUnits } from '../../i18n/currency.js';
import type { MonthSpan } from '../calendar.js';
import { type Catalogue, type RuleSet, ruleSetOf } from '../catalogue/catalogue.js';
import type { PriceList, PricePeriod } from '../catalogue/price-list.js';

/** The highest value of a metric on a day of the billing time zone. */
export interface Peak {
  readonly metric: string;
  /** YYYY-MM-DD */
  readonly day: string;
  readonly value: number;
}

/** For how many days the plan, or the item with this value, was charged. */
export interface LineItemPart {
  readonly plan: string;
  /** The value of the item; null for the plan. */
  readonly value: number | true | null;
  readonly days: number;
}

/** One line of a statement. `amount` is in the statement's currency; `billedOn` is YYYY-MM-DD. */
export interface LineItem {
  readonly kind: 'plan' | 'item' | 'overage';
  /** `plan`, or the id of the value-added item or metric. */
  readonly id: string;
  readonly parts: readonly LineItemPart[];
  /** Of an overage line: the usage, the free quota, and the started units of `per` above it (not in older statements). */
  readonly usage?: { readonly peak: number; readonly free: number; readonly units: number; readonly per?: number };
  readonly amount: MinorUnits;
  readonly billedOn: string;
}

/** A month with what its fees are computed by. */
export interface BillingMonth {
  readonly span: MonthSpan;
  readonly catalogue: Catalogue;
  /** The price lists of its days. At least one; all in one currency. */
  readonly prices: readonly PricePeriod[];
  /** Where the app is, if prices may depend on it. */
  readonly dataCenter: string | undefined;
}

/** The date on which a month's plan or add-ons are billed, YYYY-MM-DD: in the next month, on the rule set's day. */
export function billingDate(
  what: keyof RuleSet['bills'],
  ruleSet: string,
  { span, catalogue }: Pick<BillingMonth, 'span' | 'catalogue'>,
): string {
  return `${span.next}-${String(ruleSetOf(catalogue, ruleSet).bills[what]).padStart(2, '0')}`;
}

/** The price list in force when the month began: whole months are priced by it. */
export function listAtStart({ prices: [first] }: Pick<BillingMonth, 'prices'>): PriceList {
  if (!first) throw new Error('A month has at least one price list.');
  return first.list;
}
