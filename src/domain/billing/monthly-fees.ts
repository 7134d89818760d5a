import type { MinorUnits } from '../../i18n/currency.js';
import { type Configuration, isCharged } from '../app.js';
import { itemPrice, planPrice } from '../catalogue/price-list.js';
import { configurationPeriods } from './billing-periods.js';
import { type BillingMonth, billingDate, type LineItem, listAtStart } from './line-item.js';
import { type Price, roundedHalfUp } from './money.js';

/**
 * Fees by whole months, by the price list in force when the month began: the plan in force at the start of the month, and
 * each value-added item that was in force at any time in the month, by its dearest option; in a month in which the plan
 * was changed, only the items in force at its start. So the month of activation is free, and an item that is added in a
 * later month is charged for the whole month.
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
  const configurations = charged.map(({ configuration }) => configuration);
  return [
    ...atStart.map(({ configuration }) => planLine(configuration, billingMonth)),
    ...items.flatMap((item) => itemLine(item, configurations, billingMonth)),
  ];
}

/** Whether the app was registered, or its plan changed, within the month. */
function planChanged(history: readonly Configuration[], { span }: BillingMonth): boolean {
  return history.some(
    ({ effectiveFrom, plan }, i) =>
      effectiveFrom >= span.start && effectiveFrom < span.end && history[i - 1]?.plan !== plan,
  );
}

function planLine({ plan, ruleSet }: Configuration, billingMonth: BillingMonth): LineItem {
  const parts = [{ plan, value: null, days: billingMonth.span.days }];
  const price = planPrice(listAtStart(billingMonth), plan, billingMonth.dataCenter);
  const billedOn = billingDate('plan', ruleSet, billingMonth);
  return { kind: 'plan', id: 'plan', parts, amount: inMinor(price, billingMonth), billedOn };
}

/** The dearest option that was held; of equally dear ones the last. */
function itemLine(item: string, configurations: readonly Configuration[], billingMonth: BillingMonth): LineItem[] {
  const { dataCenter, span } = billingMonth;
  const held = configurations.flatMap(({ plan, addOns, ruleSet }) => {
    const value = addOns[item];
    if (value === undefined) return [];
    return [{ plan, value, ruleSet, price: itemPrice(listAtStart(billingMonth), { item, plan, value }, dataCenter) }];
  });
  const [first, ...others] = held;
  if (!first) return [];
  const { plan, value, ruleSet, price } = others.reduce((a, b) => (b.price >= a.price ? b : a), first);
  const billedOn = billingDate('items', ruleSet, billingMonth);
  const parts = [{ plan, value, days: span.days }];
  return [{ kind: 'item', id: item, parts, amount: inMinor(price, billingMonth), billedOn }];
}

function inMinor(price: Price, billingMonth: BillingMonth): MinorUnits {
  return roundedHalfUp(price, listAtStart(billingMonth).perMinor);
}
