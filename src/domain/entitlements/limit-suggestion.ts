import type { Subscription } from '../app.js';
import { type Catalogue, ruleSetOf } from '../catalogue/catalogue.js';
import { carryOver, offersOf } from './add-ons.js';
import { limitOf } from './entitlement-check.js';

/** A change that raises a limit: to a plan, and to a value of the item that extends the limit if the plan is not enough. */
interface LimitSuggestion {
  readonly plan: string;
  readonly item: string | null;
  readonly value: number | true | null;
}

/** A possible change with the limit that it results in; null is unlimited. */
type Candidate = LimitSuggestion & { readonly limit: number | null };

/**
 * The smallest change that raises an app's limit of a metric above `used`; the present plan comes before other plans.
 * If no change is sufficient, the one with the highest limit. Null if the limit cannot be raised.
 */
export function smallestSufficientChange(
  catalogue: Catalogue,
  app: Subscription,
  { metric, used }: { readonly metric: string; readonly used: number },
): LimitSuggestion | null {
  const present = limitOf(catalogue, app, metric);
  if (present === undefined || present === null) return null;
  const others = ruleSetOf(catalogue, app.ruleSet).paidPlans.filter((plan) => plan !== app.plan);
  const candidates = [
    ...itemCandidates(catalogue, app, metric),
    ...others.flatMap((plan) => planCandidates(catalogue, app, { plan, metric })),
  ];
  const above = (value: number) => candidates.filter(({ limit }) => limit === null || limit > value);
  const sufficient = above(Math.max(present, used))[0];
  const found = sufficient ?? above(present).sort((a, b) => (b.limit ?? 0) - (a.limit ?? 0))[0];
  return found ? { plan: found.plan, item: found.item, value: found.value } : null;
}

/** The plan alone, then the plan with each value of the item. */
function planCandidates(
  catalogue: Catalogue,
  app: Subscription,
  { plan, metric }: { plan: string; metric: string },
): Candidate[] {
  const { kept: addOns } = carryOver(catalogue, { ruleSet: app.ruleSet, plan }, app.addOns);
  const limit = limitOf(catalogue, { ...app, plan, addOns }, metric);
  if (limit === undefined) return [];
  return [{ plan, item: null, value: null, limit }, ...itemCandidates(catalogue, { ...app, plan }, metric)];
}

/** The values of the item that extends the metric, in ascending order. */
function itemCandidates(catalogue: Catalogue, { ruleSet, plan }: Subscription, metric: string): Candidate[] {
  const offer = offersOf(catalogue, ruleSet, plan).find(({ item }) => item === catalogue.metrics[metric]?.extendedBy);
  if (!offer) return [];
  const { item, kind, options } = offer;
  return kind === 'toggle'
    ? [{ plan, item, value: true, limit: null }]
    : options.map((value) => ({ plan, item, value, limit: value }));
}
