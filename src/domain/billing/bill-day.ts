import type { BillingMonth } from './line-item.js';

/** The day on which a month's plan, or its value-added items, are billed: in the next month, by the rule set. */
export function billingDate(what: 'plan' | 'items', { span, ruleSet }: Pick<BillingMonth, 'span' | 'ruleSet'>): string {
  return `${span.next}-${String(ruleSet.bills[what]).padStart(2, '0')}`;
}
