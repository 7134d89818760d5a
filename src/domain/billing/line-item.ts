import type { MinorUnits } from '../../i18n/currency.js';
import type { MonthSpan } from '../calendar.js';
import type { Catalogue, RuleSet } from '../catalogue/catalogue.js';

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
  /** Of an overage line: the usage, the free quota, and the started units above it. */
  readonly usage?: { readonly peak: number; readonly free: number; readonly units: number };
  readonly amount: MinorUnits;
  readonly billedOn: string;
}

/** A month with the rules that its fees are computed by. */
export interface BillingMonth {
  readonly span: MonthSpan;
  readonly ruleSet: RuleSet;
  readonly catalogue: Catalogue;
}

/** The date on which a month's plan or add-ons are billed, YYYY-MM-DD: in the next month, on the rule set's day. */
export function billingDate(what: 'plan' | 'items', { span, ruleSet }: Pick<BillingMonth, 'span' | 'ruleSet'>): string {
  return `${span.next}-${String(ruleSet.bills[what]).padStart(2, '0')}`;
}
