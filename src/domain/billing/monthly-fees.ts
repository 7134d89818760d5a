import { type Configuration, isCharged } from '../app.js';
import { monthlyPrice } from '../catalogue/catalogue.js';
import { configurationPeriods } from './billing-periods.js';
import { type BillingMonth, billingDate, type LineItem, type LineItemPart } from './line-item.js';
import { roundedHalfUp } from './money.js';

/**
 * Fees by whole months: the plan in force at the start of the month, and each value-added item that was in force at any
 * time in the month; in a month in which the plan was changed, only the items in force at its start. So the month of
 * activation is free, and an item that is added in a later month is charged for the whole month.
 *
 * Decision, where the sources leave it open: one day of service is charged as the whole month, and nothing is refunded.
 * A contract that is registered here counts as activated when it was first held, which its first configuration says.
 *
 * `history` must contain only configurations whose rule set charges by month.
 */
export function monthlyFees(history: readonly Configuration[], billingMonth: BillingMonth): LineItem[] {
  const active = configurationPeriods(history, billingMonth.span).filter(({ configuration }) =>
    isCharged(configuration),
  );
  const { start } = billingMonth.span;
  // Who is activated on the first day, be it in its first instant, is not in force when the month begins.
  const isActivated = (configuration: Configuration) =>
    configuration === history[0] && configuration.effectiveFrom >= start;
  const atStart = active.filter(
    ({ configuration }) => configuration.effectiveFrom <= start && !isActivated(configuration),
  );
  const charged = planChanged(history, billingMonth) ? atStart : active;
  const items = [...new Set(charged.flatMap(({ configuration }) => Object.keys(configuration.addOns)))];
  return [
    ...atStart.map(({ configuration: { plan } }) => planLine(plan, billingMonth)),
    ...items.map((item) =>
      itemLine(
        item,
        charged.map(({ configuration }) => configuration),
        billingMonth,
      ),
    ),
  ];
}

/** Whether the app was registered, or its plan changed, within the month. */
function planChanged(history: readonly Configuration[], { span }: BillingMonth): boolean {
  return history.some(
    ({ effectiveFrom, plan }, i) =>
      effectiveFrom >= span.start && effectiveFrom < span.end && history[i - 1]?.plan !== plan,
  );
}

function planLine(plan: string, billingMonth: BillingMonth): LineItem {
  const parts = [{ plan, value: null, days: billingMonth.span.days }];
  return {
    kind: 'plan',
    id: 'plan',
    parts,
    amount: inMinor(monthlyPrice(billingMonth.catalogue.prices, 'plans', plan), billingMonth),
    billedOn: billingDate('plan', billingMonth),
  };
}

function itemLine(item: string, configurations: readonly Configuration[], billingMonth: BillingMonth): LineItem {
  const parts = configurations.flatMap(({ plan, addOns }): LineItemPart[] => {
    const value = addOns[item];
    return value === undefined ? [] : [{ plan, value, days: billingMonth.span.days }];
  });
  const amount = inMinor(monthlyPrice(billingMonth.catalogue.prices, 'addOns', item), billingMonth);
  // The price of an item does not depend on its value: the last value represents the month.
  return { kind: 'item', id: item, parts: parts.slice(-1), amount, billedOn: billingDate('items', billingMonth) };
}

function inMinor(price: bigint, { catalogue }: BillingMonth): number {
  return roundedHalfUp(price, catalogue.prices.perMinor);
}
