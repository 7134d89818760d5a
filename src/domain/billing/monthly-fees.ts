import type { Configuration } from '../app.js';
import { monthlyPrice } from '../catalogue/catalogue.js';
import { configurationPeriods } from './billing-periods.js';
import { type BillingMonth, billingDate, type LineItem, type LineItemPart } from './line-item.js';
import { roundedHalfUp } from './money.js';

/**
 * By month, whole months: the plan that was in force when the month began; of each value-added item, in a month in
 * which the plan was changed, what was in force when it began, and otherwise the dearest that was held in it. So the
 * month of activation is free, and an item that is added in a later month costs for the whole of it.
 *
 * Decision, where the sources leave it open: a day of service is enough for the month, and nothing is refunded. A
 * contract that is registered here after it began counts as activated in the month in which it is: what ran before is on
 * the bill from before.
 *
 * `history` has the configurations under such rules only.
 */
export function monthLines(history: readonly Configuration[], work: BillingMonth): LineItem[] {
  const held = configurationPeriods(history, work.span).filter(({ configuration }) => configuration.state === 'active');
  const began = held.filter(({ configuration }) => configuration.from <= work.span.start);
  const counted = planChanged(history, work) ? began : held;
  const items = [...new Set(counted.flatMap(({ configuration }) => Object.keys(configuration.addOns)))];
  return [
    ...began.map(({ configuration: { plan } }) => planLine(plan, work)),
    ...items.map((item) =>
      itemLine(
        item,
        counted.map(({ configuration }) => configuration),
        work,
      ),
    ),
  ];
}

/** Whether the app came, or its plan was changed, within the month. */
function planChanged(history: readonly Configuration[], { span }: BillingMonth): boolean {
  return history.some(({ from, plan }, i) => from >= span.start && from < span.end && history[i - 1]?.plan !== plan);
}

function planLine(plan: string, work: BillingMonth): LineItem {
  const parts = [{ plan, value: null, days: work.span.days }];
  return {
    kind: 'plan',
    id: 'plan',
    parts,
    amount: whole(monthlyPrice(work.catalogue.prices, 'plans', plan), work),
    billedOn: billingDate('plan', work),
  };
}

function itemLine(item: string, held: readonly Configuration[], work: BillingMonth): LineItem {
  const parts = held.flatMap(({ plan, addOns }): LineItemPart[] => {
    const value = addOns[item];
    return value === undefined ? [] : [{ plan, value, days: work.span.days }];
  });
  const amount = whole(monthlyPrice(work.catalogue.prices, 'addOns', item), work);
  // Every value of an item costs the same: the last one stands for the month.
  return { kind: 'item', id: item, parts: parts.slice(-1), amount, billedOn: billingDate('items', work) };
}

function whole(price: bigint, { catalogue }: BillingMonth): number {
  return roundedHalfUp(price, catalogue.prices.perMinor);
}
