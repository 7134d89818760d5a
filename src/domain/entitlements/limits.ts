import type { Label } from '../../i18n/phrase.js';
import type { App, AppState, Subscription } from '../app.js';
import { type Catalogue, type Metric, ruleSetOf } from '../catalogue/catalogue.js';
import { offersOf } from './add-ons.js';

/**
 * What an app may have of a metric: its plan's limit, or what a value-added item makes of it. Null is without limit;
 * undefined, that the plan knows no such metric.
 */
export function limitOf(catalogue: Catalogue, app: Subscription, metric: string): number | null | undefined {
  const item = catalogue.metrics[metric]?.extendedBy;
  const held = item === null || item === undefined ? undefined : app.addOns[item];
  if (held === true) return null;
  return held ?? catalogue.plans[app.plan]?.limits[metric];
}

/** A limit with the metric that it is for; null is without limit. */
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

/** May the app have `asked` more of a metric of which it has `current`? Or does it have a feature? */
export type EntitlementCheck =
  | { readonly metric: string; readonly current: number; readonly asked: number }
  | { readonly feature: string };

/** The answer, with the vendor's error code for a no and what would help: an upgrade, or a value-added item. */
export type EntitlementResult =
  | { readonly allowed: true; readonly limit: number | null }
  | {
      readonly allowed: false;
      readonly errorCode: number | string;
      readonly limit: number | null;
      readonly remedy: Remedy;
    };
export type Remedy =
  | { readonly upgrade: boolean; readonly item: string | null }
  | 'extend-or-upgrade'
  | 'restore'
  | 'none';

/** The vendor's error codes for an app that is not in service, or lacks a feature. */
const codes = { suspended: 60020, disabled: 60016, purged: 60016, feature: 10059 } as const;
const remedies = { suspended: 'extend-or-upgrade', disabled: 'restore', purged: 'none' } as const;

/**
 * Whether a new creation, join or use is allowed for an app in `state`. Nothing existing is taken away: refused is
 * only what would leave more than the limit. What is merely charged above its quota is allowed. A metric or feature
 * that the catalogue does not know is refused.
 */
export function check(
  catalogue: Catalogue,
  app: Subscription & { readonly state: AppState },
  question: EntitlementCheck,
): EntitlementResult {
  if (app.state !== 'active') {
    return { allowed: false, errorCode: codes[app.state], limit: null, remedy: remedies[app.state] };
  }
  if ('feature' in question) return checkFeature(catalogue, app, question.feature);
  return checkMetric(catalogue, app, question);
}

/** What happens beyond the limit of a metric: more is refused, charged as overage, or neither. */
export type Consequence = 'refused' | 'charged' | 'none';

/** What happens to an app in service beyond the limit of a metric. A free plan is never charged. */
export function consequenceOf(catalogue: Catalogue, app: Subscription, metric: Metric): Consequence {
  const free = app.plan === ruleSetOf(catalogue, app.ruleSet).freePlan;
  if (metric.refusedOn === 'every-plan' || (metric.refusedOn === 'free-plan' && free)) return 'refused';
  return free ? 'none' : 'charged';
}

function checkFeature(catalogue: Catalogue, app: Subscription, feature: string): EntitlementResult {
  if (hasFeature(catalogue, app, feature)) return { allowed: true, limit: null };
  const upgrade = otherPlans(catalogue, app).some((plan) => hasFeature(catalogue, { plan }, feature));
  const remedy = catalogue.features[feature] === undefined ? 'none' : { upgrade, item: null };
  return { allowed: false, errorCode: codes.feature, limit: null, remedy };
}

function checkMetric(
  catalogue: Catalogue,
  app: Subscription,
  { metric: id, current, asked }: Exclude<EntitlementCheck, { readonly feature: string }>,
): EntitlementResult {
  const metric = catalogue.metrics[id];
  const limit = limitOf(catalogue, app, id);
  if (metric === undefined || limit === undefined) {
    return { allowed: false, errorCode: codes.feature, limit: null, remedy: 'none' };
  }
  if (limit === null || current + asked <= limit) return { allowed: true, limit };
  if (metric.errorCode === null || consequenceOf(catalogue, app, metric) !== 'refused') return { allowed: true, limit };
  const raises = (plan: string) => {
    const most = mostOf(catalogue, { ...app, plan }, metric);
    return most === null || most > limit;
  };
  const upgrade = otherPlans(catalogue, app).some(raises);
  return {
    allowed: false,
    errorCode: metric.errorCode,
    limit,
    remedy: { upgrade, item: raises(app.plan) ? metric.extendedBy : null },
  };
}

/** The paid plans that the app is not on. */
function otherPlans(catalogue: Catalogue, { ruleSet, plan }: Subscription): string[] {
  return ruleSetOf(catalogue, ruleSet).paidPlans.filter((it) => it !== plan);
}

/** The most that a plan can have of a metric, with a value-added item where it offers one. */
function mostOf(catalogue: Catalogue, { ruleSet, plan }: Subscription, metric: Metric): number | null {
  const offer = offersOf(catalogue, ruleSet, plan).find((it) => it.item === metric.extendedBy);
  const included = catalogue.plans[plan]?.limits[metric.id];
  if (included === null || offer?.kind === 'toggle') return null;
  return Math.max(included ?? 0, ...(offer?.options ?? []));
}
