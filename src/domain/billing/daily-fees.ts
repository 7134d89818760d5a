import type { MinorUnits } from '../../i18n/currency.js';
import { itemPrice, type PriceList, planPrice } from '../catalogue/price-list.js';
import type { BillingPeriod } from './billing-periods.js';
import { type BillingMonth, billingDate, type LineItem, type LineItemPart, listAtStart } from './line-item.js';
import { type Price, roundedHalfUp } from './money.js';

/**
 * Fees by day: for each day, the monthly price of the configuration in force, by the price list of that day, divided by
 * the days of the month.
 */
export function dailyFees(periods: readonly BillingPeriod[], billingMonth: BillingMonth): LineItem[] {
  const items = [...new Set(periods.flatMap(({ configuration }) => Object.keys(configuration.addOns)))];
  return ['plan', ...items].flatMap((id) => feeLine(id, periods, billingMonth));
}

/** The line of the plan (`plan`) or of an item; none if it was not held. */
function feeLine(id: string, periods: readonly BillingPeriod[], billingMonth: BillingMonth): LineItem[] {
  const parts: LineItemPart[] = [];
  let weighted: Price = 0n;
  let ruleSet: string | null = null;
  for (const period of periods) {
    const { plan, addOns } = period.configuration;
    const value = id === 'plan' ? null : addOns[id];
    if (value === undefined) continue;
    parts.push({ plan, value, days: period.last - period.first + 1 });
    weighted += priceOfDays(period, billingMonth, (list) =>
      value === null
        ? planPrice(list, plan, billingMonth.dataCenter)
        : itemPrice(list, { item: id, plan, value }, billingMonth.dataCenter),
    );
    ruleSet = period.configuration.ruleSet;
  }
  if (ruleSet === null) return [];
  const kind = id === 'plan' ? 'plan' : 'item';
  const billedOn = billingDate(kind === 'plan' ? 'plan' : 'items', ruleSet, billingMonth);
  return [{ kind, id, parts: mergeParts(parts), amount: inMinor(weighted, billingMonth), billedOn }];
}

/** The sum of the prices of the days, each by the list in force. */
function priceOfDays(
  { first, last }: BillingPeriod,
  { prices }: BillingMonth,
  priceIn: (list: PriceList) => Price,
): Price {
  let sum: Price = 0n;
  for (const period of prices) {
    const days = Math.min(last, period.last) - Math.max(first, period.first) + 1;
    if (days > 0) sum += priceIn(period.list) * BigInt(days);
  }
  return sum;
}

/** Consecutive parts with the same plan and value become one. */
function mergeParts(parts: readonly LineItemPart[]): LineItemPart[] {
  const merged: LineItemPart[] = [];
  for (const part of parts) {
    const previous = merged.at(-1);
    if (previous?.plan === part.plan && previous.value === part.value) {
      merged[merged.length - 1] = { ...part, days: previous.days + part.days };
    } else merged.push(part);
  }
  return merged;
}

function inMinor(weighted: Price, billingMonth: BillingMonth): MinorUnits {
  return roundedHalfUp(weighted, BigInt(billingMonth.span.days) * listAtStart(billingMonth).perMinor);
}
