import { monthlyPrice } from '../catalogue/catalogue.js';
import type { BillingPeriod } from './billing-periods.js';
import { type BillingMonth, billingDate, type LineItem, type LineItemPart } from './line-item.js';
import { type Price, roundedHalfUp } from './money.js';

/** By day: for each day the monthly price of what is in force, shared out over the days of the month. */
export function dayLines(stretches: readonly BillingPeriod[], work: BillingMonth): LineItem[] {
  const items = [...new Set(stretches.flatMap(({ configuration }) => Object.keys(configuration.addOns)))];
  const lines = [planLine(stretches, work), ...items.map((item) => itemLine(item, stretches, work))];
  return lines.filter((line) => line.parts.length > 0);
}

function planLine(stretches: readonly BillingPeriod[], work: BillingMonth): LineItem {
  const parts = stretches.map(({ configuration: { plan }, ...days }) => ({ plan, value: null, days: lengthOf(days) }));
  const weighted = sum(
    parts.map(({ plan, days }) => monthlyPrice(work.catalogue.prices, 'plans', plan) * BigInt(days)),
  );
  return {
    kind: 'plan',
    id: 'plan',
    parts: merged(parts),
    amount: inMinor(weighted, work),
    billedOn: billingDate('plan', work),
  };
}

function itemLine(item: string, stretches: readonly BillingPeriod[], work: BillingMonth): LineItem {
  const parts = stretches.flatMap(({ configuration: { plan, addOns }, ...days }): LineItemPart[] => {
    const value = addOns[item];
    return value === undefined ? [] : [{ plan, value, days: lengthOf(days) }];
  });
  const days = parts.reduce((all, part) => all + part.days, 0);
  const weighted = monthlyPrice(work.catalogue.prices, 'addOns', item) * BigInt(days);
  return {
    kind: 'item',
    id: item,
    parts: merged(parts),
    amount: inMinor(weighted, work),
    billedOn: billingDate('items', work),
  };
}

function lengthOf({ first, last }: Pick<BillingPeriod, 'first' | 'last'>): number {
  return last - first + 1;
}

/** Neighbours that say the same are one. */
function merged(parts: readonly LineItemPart[]): LineItemPart[] {
  const found: LineItemPart[] = [];
  for (const part of parts) {
    const before = found.at(-1);
    if (before?.plan === part.plan && before.value === part.value) {
      found[found.length - 1] = { ...part, days: before.days + part.days };
    } else found.push(part);
  }
  return found;
}

function sum(prices: readonly Price[]): Price {
  return prices.reduce((all, price) => all + price, 0n);
}

function inMinor(weighted: Price, { span, catalogue }: BillingMonth): number {
  return roundedHalfUp(weighted, BigInt(span.days) * catalogue.prices.perMinor);
}
