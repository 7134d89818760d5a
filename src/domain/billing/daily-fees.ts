import type { MinorUnits } from '../../i18n/currency.js';
import { monthlyPrice } from '../catalogue/catalogue.js';
import type { BillingPeriod } from './billing-periods.js';
import { type BillingMonth, billingDate, type LineItem, type LineItemPart } from './line-item.js';
import { type Price, roundedHalfUp } from './money.js';

/** Fees by day: for each day, the monthly price of the configuration in force, divided by the days of the month. */
export function dailyFees(periods: readonly BillingPeriod[], billingMonth: BillingMonth): LineItem[] {
  const items = [...new Set(periods.flatMap(({ configuration }) => Object.keys(configuration.addOns)))];
  const lines = [planLine(periods, billingMonth), ...items.map((item) => itemLine(item, periods, billingMonth))];
  return lines.filter((line) => line.parts.length > 0);
}

function planLine(periods: readonly BillingPeriod[], billingMonth: BillingMonth): LineItem {
  const parts = periods.map(({ configuration: { plan }, ...days }) => ({
    plan,
    value: null,
    days: lengthInDays(days),
  }));
  const weighted = sum(
    parts.map(({ plan, days }) => monthlyPrice(billingMonth.catalogue.prices, 'plans', plan) * BigInt(days)),
  );
  return {
    kind: 'plan',
    id: 'plan',
    parts: mergeParts(parts),
    amount: inMinor(weighted, billingMonth),
    billedOn: billingDate('plan', billingMonth),
  };
}

function itemLine(item: string, periods: readonly BillingPeriod[], billingMonth: BillingMonth): LineItem {
  const parts = periods.flatMap(({ configuration: { plan, addOns }, ...days }): LineItemPart[] => {
    const value = addOns[item];
    return value === undefined ? [] : [{ plan, value, days: lengthInDays(days) }];
  });
  const days = parts.reduce((total, part) => total + part.days, 0);
  const weighted = monthlyPrice(billingMonth.catalogue.prices, 'addOns', item) * BigInt(days);
  return {
    kind: 'item',
    id: item,
    parts: mergeParts(parts),
    amount: inMinor(weighted, billingMonth),
    billedOn: billingDate('items', billingMonth),
  };
}

function lengthInDays({ first, last }: Pick<BillingPeriod, 'first' | 'last'>): number {
  return last - first + 1;
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

function sum(prices: readonly Price[]): Price {
  return prices.reduce((total, price) => total + price, 0n);
}

function inMinor(weighted: Price, { span, catalogue }: BillingMonth): MinorUnits {
  return roundedHalfUp(weighted, BigInt(span.days) * catalogue.prices.perMinor);
}
