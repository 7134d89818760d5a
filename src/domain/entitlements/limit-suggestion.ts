import type { Subscription } from '../app.js';
import { type Catalogue, ruleSetOf } from '../catalogue/catalogue.js';
import { carryOver, offersOf } from './add-ons.js';
import { limitOf } from './limits.js';

/** What to set so that a limit gives way: a plan, with a value of the item that extends it unless the plan alone does. */
interface LimitSuggestion {
  readonly plan: string;
  readonly item: string | null;
  readonly value: number | true | null;
}

/** What a relief would make of the limit; null is without limit. */
type Candidate = LimitSuggestion & { readonly limit: number | null };

/**
 * The least that lifts an app's limit of a metric above what is `used`: its own plan before others. Where nothing
 * suffices, what comes closest. Null where nothing lifts it at all.
 */
export function smallestSufficientChange(
  catalogue: Catalogue,
  app: Subscription,
  { metric, used }: { readonly metric: string; readonly used: number },
): LimitSuggestion | null {
  const present = limitOf(catalogue, app, metric);
  if (present === undefined || present === null) return null;
  const others = ruleSetOf(catalogue, app.ruleSet).paidPlans.filter((plan) => plan !== app.plan);
  const all = [
    ...itemsOf(catalogue, app, metric),
    ...others.flatMap((plan) => ofPlan(catalogue, app, { plan, metric })),
  ];
  const above = (least: number) => all.filter(({ limit }) => limit === null || limit > least);
  const enough = above(Math.max(present, used))[0];
  const found = enough ?? above(present).sort((a, b) => (b.limit ?? 0) - (a.limit ?? 0))[0];
  return found ? { plan: found.plan, item: found.item, value: found.value } : null;
}

/** The plan by itself, then with its items. */
function ofPlan(
  catalogue: Catalogue,
  app: Subscription,
  { plan, metric }: { plan: string; metric: string },
): Candidate[] {
  const { kept: addOns } = carryOver(catalogue, { ruleSet: app.ruleSet, plan }, app.addOns);
  const limit = limitOf(catalogue, { ...app, plan, addOns }, metric);
  if (limit === undefined) return [];
  return [{ plan, item: null, value: null, limit }, ...itemsOf(catalogue, { ...app, plan }, metric)];
}

/** The values of the item that extends the metric, the least first. */
function itemsOf(catalogue: Catalogue, { ruleSet, plan }: Subscription, metric: string): Candidate[] {
  const offer = offersOf(catalogue, ruleSet, plan).find(({ item }) => item === catalogue.metrics[metric]?.extendedBy);
  if (!offer) return [];
  const { item, kind, options } = offer;
  return kind === 'toggle'
    ? [{ plan, item, value: true, limit: null }]
    : options.map((value) => ({ plan, item, value, limit: value }));
}
