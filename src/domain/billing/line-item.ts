import type { MonthSpan } from '../calendar.js';
import type { Catalogue, RuleSet } from '../catalogue/catalogue.js';

/** The highest value of a metric on a day of the billing time zone. */
export interface Peak {
  readonly metric: string;
  /** YYYY-MM-DD */
  readonly day: string;
  readonly value: number;
}

/** What a line is about: for how many days the plan, or the item at this value, was charged. */
export interface LineItemPart {
  readonly plan: string;
  /** What the item was at; null for the plan itself. */
  readonly value: number | true | null;
  readonly days: number;
}

/** One line of a statement. `amount` is in minor units of the statement's currency; `billedOn` a day. */
export interface LineItem {
  readonly kind: 'plan' | 'item' | 'overage';
  /** `plan`, the value-added item, or the metric. */
  readonly id: string;
  readonly parts: readonly LineItemPart[];
  /** What was used above the free quota, and how many begun units that is. */
  readonly usage?: { readonly peak: number; readonly free: number; readonly units: number };
  readonly amount: number;
  readonly billedOn: string;
}

/** What fees of a month are worked out with. */
export interface BillingMonth {
  readonly span: MonthSpan;
  readonly ruleSet: RuleSet;
  readonly catalogue: Catalogue;
}

/** The date on which a month's plan or add-ons are billed, YYYY-MM-DD: in the next month, on the rule set's day. */
export function billingDate(what: 'plan' | 'items', { span, ruleSet }: Pick<BillingMonth, 'span' | 'ruleSet'>): string {
  return `${span.next}-${String(ruleSet.bills[what]).padStart(2, '0')}`;
}
