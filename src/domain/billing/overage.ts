import { ruleSetOf } from '../catalogue/catalogue.js';
import { overagePrice } from '../catalogue/price-list.js';
import type { BillingPeriod } from './billing-periods.js';
import { type BillingMonth, billingDate, type LineItem, listAtStart, type Peak } from './line-item.js';
import { roundedHalfUp } from './money.js';

/**
 * Usage above the free quota of a paid plan, charged by the highest daily value of the month, per started unit. A free
 * plan refuses the usage instead. Days on which the app was not active do not count.
 *
 * Decision: overage is charged in full in either fee mode, in the month in which it occurs, and billed with the plan. If
 * the plan was changed, each day is compared with the quota of the plan of that day.
 */
export function overageLines(
  peaks: readonly Peak[],
  periods: readonly BillingPeriod[],
  billingMonth: BillingMonth,
): LineItem[] {
  const { prices, dataCenter, catalogue } = billingMonth;
  const { perMinor } = listAtStart(billingMonth);
  const metrics = new Set(prices.flatMap(({ list }) => Object.keys(list.overage)));
  return [...metrics].flatMap((metric) => {
    const exceeded = peaks
      .filter((peak) => peak.metric === metric)
      .flatMap((peak) => usageAboveQuota(peak, periods, billingMonth));
    const [first, ...others] = exceeded;
    if (!first) return [];
    const { period, dayOfMonth, plan, ...usage } = others.reduce(
      (a, b) => (b.peak - b.free > a.peak - a.free ? b : a),
      first,
    );
    const { ruleSet } = period.configuration;
    const byDay = ruleSetOf(catalogue, ruleSet).feeMode === 'by-day';
    const list = prices.find(({ last }) => byDay && dayOfMonth <= last)?.list ?? listAtStart(billingMonth);
    const price = overagePrice(list, metric, dataCenter);
    if (!price) return [];
    const units = (BigInt(usage.peak - usage.free) + BigInt(price.per) - 1n) / BigInt(price.per);
    const line: LineItem = {
      kind: 'overage',
      id: metric,
      parts: [{ plan, value: null, days: exceeded.length }],
      usage: { ...usage, units: Number(units), per: price.per },
      amount: roundedHalfUp(price.price * units, perMinor),
      billedOn: billingDate('plan', ruleSet, billingMonth),
    };
    return [line];
  });
}

/** The value of a day and the quota that it exceeds; empty if it does not. */
function usageAboveQuota(
  { metric, day, value }: Peak,
  periods: readonly BillingPeriod[],
  { catalogue, span }: BillingMonth,
) {
  const dayOfMonth = Number(day.slice(8));
  const period = day.startsWith(span.month)
    ? periods.find(({ first, last }) => first <= dayOfMonth && dayOfMonth <= last)
    : undefined;
  if (!period) return [];
  const { plan, ruleSet } = period.configuration;
  const free = catalogue.plans[plan]?.limits[metric] ?? null;
  const paid = plan !== ruleSetOf(catalogue, ruleSet).freePlan;
  return paid && free !== null && value > free ? [{ period, dayOfMonth, plan, peak: value, free }] : [];
}
