import { ruleSetOf } from '../catalogue/catalogue.js';
import type { BillingPeriod } from './billing-periods.js';
import { type BillingMonth, billingDate, type LineItem, type Peak } from './line-item.js';
import { roundedHalfUp } from './money.js';

/**
 * What a paid plan's free quota did not cover: by the highest value of the month, for each unit begun. A free plan
 * refuses instead, and a day without service does not count.
 *
 * Decision: overage is charged whole, whatever the fee mode, in the month in which it occurs, and billed with the
 * plan; where the plan was changed, each day is held against the quota of its own plan.
 */
export function overageLines(
  peaks: readonly Peak[],
  stretches: readonly BillingPeriod[],
  work: BillingMonth,
): LineItem[] {
  return Object.entries(work.catalogue.prices.overage).flatMap(([metric, { price, per }]) => {
    const used = peaks.filter((it) => it.metric === metric).flatMap((peak) => above(peak, stretches, work));
    const [first, ...others] = used;
    if (!first) return [];
    const most = others.reduce((a, b) => (b.peak - b.free > a.peak - a.free ? b : a), first);
    const units = (BigInt(most.peak - most.free) + BigInt(per) - 1n) / BigInt(per);
    const amount = roundedHalfUp(price * units, work.catalogue.prices.perMinor);
    const { plan, ...usage } = { ...most, units: Number(units) };
    const parts = [{ plan, value: null, days: used.length }];
    return [{ kind: 'overage', id: metric, parts, usage, amount, billedOn: billingDate('plan', work) }];
  });
}

/** The day's value and the quota that it is above; none when it is not. */
function above({ metric, day, value }: Peak, stretches: readonly BillingPeriod[], { catalogue, span }: BillingMonth) {
  const number = Number(day.slice(8));
  const at = day.startsWith(span.month)
    ? stretches.find(({ first, last }) => first <= number && number <= last)
    : undefined;
  if (!at) return [];
  const { plan, ruleSet } = at.configuration;
  const free = catalogue.plans[plan]?.limits[metric] ?? null;
  const paid = plan !== ruleSetOf(catalogue, ruleSet).freePlan;
  return paid && free !== null && value > free ? [{ plan, peak: value, free }] : [];
}
