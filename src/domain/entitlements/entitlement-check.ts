import type { Label } from '../../i18n/phrase.js';
import type { App, AppState, Subscription } from '../app.js';
import { type Catalogue, type Metric, ruleSetOf } from '../catalogue/catalogue.js';
import { offersOf } from './add-ons.js';

/** The limit of an app: its plan's, or the value of a value-added item. Null: unlimited. Undefined: not in the plan. */
export function limitOf(catalogue: Catalogue, app: Subscription, metric: string): number | null | undefined {
  const item = catalogue.metrics[metric]?.extendedBy;
  const value = item === null || item === undefined ? undefined : app.addOns[item];
  if (value === true) return null;
  return value ?? catalogue.plans[app.plan]?.limits[metric];
}

/** A limit with the id and name of its metric; null is unlimited. */
export interface Limit {
  readonly id: string;
  readonly metric: Label;
  readonly limit: number | null;
}

/** Every limit of an app, in the catalogue's order. */
export function limitsOf(catalogue: Catalogue, app: Subscription): Limit[] {
  return Object.values(catalogue.metrics).flatMap(({ id, label }) => {
    const limit = limitOf(catalogue, app, id);
    return limit === undefined ? [] : [{ id, metric: label, limit }];
  });
}

/** Whether the app's plan has a feature. */
export function hasFeature(catalogue: Catalogue, app: Pick<App, 'plan'>, feature: string): boolean {
  return catalogue.plans[app.plan]?.features[feature] === true;
}

/** The features of an app's plan, in the catalogue's order. */
export function featuresOf(catalogue: Catalogue, app: Pick<App, 'plan'>): Label[] {
  return Object.values(catalogue.features).flatMap(({ id, label }) => (hasFeature(catalogue, app, id) ? [label] : []));
}

/** Whether the app may have `asked` more of a metric of which it has `current`; or whether it has a feature. */
export type EntitlementCheck =
  | { readonly metric: string; readonly current: number; readonly asked: number }
  | { readonly feature: string };

/** Whether it is allowed; if not, the vendor's error code and what would help. */
export type EntitlementResult =
  /** `applies: false`: the plan has no such metric. */
  | { readonly allowed: true; readonly limit: number | null; readonly applies?: false }
  | {
      readonly allowed: false;
      readonly errorCode: number | string;
      readonly limit: number | null;
      readonly remedy: Remedy;
    };
/** What would help: another plan, a value-added item, or an operation on the app. */
export type Remedy =
  | { readonly upgrade: boolean; readonly item: string | null }
  | 'extend-or-upgrade'
  | 'restore'
  | 'none';

/** The vendor's error codes for an app that is not active, or that lacks a feature. */
const errorCodes = { suspended: 60020, disabled: 60016, purged: 60016, feature: 10059 } as const;
const remedies = { suspended: 'extend-or-upgrade', disabled: 'restore', purged: 'none' } as const;

/**
 * Whether a new creation, join or use is allowed for an app in `state`. It is refused if it would exceed a limit, or if
 * the catalogue does not have the metric or feature. Usage that is charged above a free quota is allowed, and so is usage
 * of a metric that the plan does not have.
 */
export function check(
  catalogue: Catalogue,
  app: Subscription & { readonly state: AppState },
  query: EntitlementCheck,
): EntitlementResult {
  if (app.state !== 'active') {
    return { allowed: false, errorCode: errorCodes[app.state], limit: null, remedy: remedies[app.state] };
  }
  if ('feature' in query) return checkFeature(catalogue, app, query.feature);
  return checkMetric(catalogue, app, query);
}

/** What happens above the limit of a metric: usage is refused, charged as overage, or neither. */
export type Consequence = 'refused' | 'charged' | 'none';

/** What happens to an active app above the limit of a metric. A free plan is never charged. */
export function consequenceOf(catalogue: Catalogue, app: Subscription, metric: Metric): Consequence {
  if (metric.per === 'message') return 'none';
  const free = app.plan === ruleSetOf(catalogue, app.ruleSet).freePlan;
  if (metric.refusedOn === 'every-plan' || (metric.refusedOn === 'free-plan' && free)) return 'refused';
  return free ? 'none' : 'charged';
}

/** A feature of the plan, or a value-added item that extends no metric. */
function checkFeature(catalogue: Catalogue, app: Subscription, feature: string): EntitlementResult {
  if (catalogue.addOns[feature]?.extends === null) return checkItem(catalogue, app, feature);
  if (hasFeature(catalogue, app, feature)) return { allowed: true, limit: null };
  const upgrade = otherPlans(catalogue, app).some((plan) => hasFeature(catalogue, { plan }, feature));
  const remedy = catalogue.features[feature] === undefined ? 'none' : { upgrade, item: null };
  return { allowed: false, errorCode: errorCodes.feature, limit: null, remedy };
}

function checkItem(catalogue: Catalogue, app: Subscription, item: string): EntitlementResult {
  if (app.addOns[item] !== undefined) return { allowed: true, limit: null };
  const isOfferedBy = (plan: string) => offersOf(catalogue, app.ruleSet, plan).some((offer) => offer.item === item);
  const upgrade = otherPlans(catalogue, app).some(isOfferedBy);
  const offered = isOfferedBy(app.plan);
  const remedy = offered || upgrade ? { upgrade, item: offered ? item : null } : 'none';
  return { allowed: false, errorCode: errorCodes.feature, limit: null, remedy };
}

function checkMetric(
  catalogue: Catalogue,
  app: Subscription,
  { metric: id, current, asked }: Exclude<EntitlementCheck, { readonly feature: string }>,
): EntitlementResult {
  const metric = catalogue.metrics[id];
  const limit = limitOf(catalogue, app, id);
  if (metric === undefined || catalogue.plans[app.plan] === undefined)
    return { allowed: false, errorCode: errorCodes.feature, limit: null, remedy: 'none' };
  if (limit === undefined) return { allowed: true, limit: null, applies: false };
  if (limit === null || current + asked <= limit) return { allowed: true, limit };
  if (metric.errorCode === null || consequenceOf(catalogue, app, metric) !== 'refused') return { allowed: true, limit };
  const canRaise = (plan: string) => {
    const highest = highestLimitOf(catalogue, { ...app, plan }, metric);
    return highest === null || highest > limit;
  };
  const upgrade = otherPlans(catalogue, app).some(canRaise);
  return {
    allowed: false,
    errorCode: metric.errorCode,
    limit,
    remedy: { upgrade, item: canRaise(app.plan) ? metric.extendedBy : null },
  };
}

/** The paid plans that the app is not on. */
function otherPlans(catalogue: Catalogue, { ruleSet, plan }: Subscription): string[] {
  return ruleSetOf(catalogue, ruleSet).paidPlans.filter((paidPlan) => paidPlan !== plan);
}

/** The highest limit of a metric on a plan, with a value-added item if it offers one; null is unlimited. */
function highestLimitOf(catalogue: Catalogue, { ruleSet, plan }: Subscription, metric: Metric): number | null {
  const offer = offersOf(catalogue, ruleSet, plan).find(({ item }) => item === metric.extendedBy);
  const included = catalogue.plans[plan]?.limits[metric.id];
  if (included === null || offer?.kind === 'toggle') return null;
  return Math.max(included ?? 0, ...(offer?.options ?? []));
}
