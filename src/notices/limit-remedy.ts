import type { App } from '../domain/app.js';
import { type Catalogue, ruleSetOf } from '../domain/catalogue/catalogue.js';
import {
  type Consequence,
  check,
  consequenceOf,
  limitOf,
  type Remedy,
} from '../domain/entitlements/entitlement-check.js';
import { type LimitUsage, limitUsages, thresholds, type UsageReading } from '../domain/entitlements/limit-usage.js';
import type { NextStep } from './notice.js';

/** What happens beyond a limit, and the operation that raises it; null if there is none. */
interface LimitRemedy {
  readonly beyond: Consequence;
  readonly remedy: NextStep | null;
}

/** What happens beyond an app's limit of a metric, and what helps. */
export function limitRemedy(catalogue: Catalogue, app: App, metric: string): LimitRemedy {
  const knownMetric = catalogue.metrics[metric];
  const limit = limitOf(catalogue, app, metric) ?? 0;
  const result = check(catalogue, { ...app, state: 'active' }, { metric, current: limit, asked: 1 });
  return {
    beyond: knownMetric ? consequenceOf(catalogue, app, knownMetric) : 'none',
    remedy: result.allowed ? null : nextStepFor(catalogue, app, { metric, remedy: result.remedy }),
  };
}

/** A limit whose usage has reached the warning threshold. */
export type LimitNeedingAction = LimitRemedy & { readonly usage: LimitUsage };

/** The limits of an app that need action, most urgent first. Limits that have no consequence are left out. */
export function limitsNeedingAction(
  catalogue: Catalogue,
  app: App,
  readings: readonly UsageReading[],
): LimitNeedingAction[] {
  return limitUsages(catalogue, app, readings)
    .filter(({ percent }) => (percent ?? 0) >= thresholds.warning)
    .map((usage) => ({ usage, ...limitRemedy(catalogue, app, usage.metric) }))
    .filter(({ beyond }) => beyond !== 'none')
    .sort(byUrgency);
}

/** Limits beyond which requests are refused come before limits beyond which more is charged; then by usage. */
export function byUrgency(a: LimitNeedingAction, b: LimitNeedingAction): number {
  const refuses = ({ beyond }: LimitNeedingAction) => Number(beyond === 'refused');
  return refuses(b) - refuses(a) || (b.usage.percent ?? 0) - (a.usage.percent ?? 0);
}

/**
 * The operation that carries out a remedy, or null. It is prefilled with the metric only: how much is needed is
 * computed when the form is opened.
 */
export function nextStepFor(
  catalogue: Catalogue,
  app: App,
  { metric, remedy }: { metric: string | null; remedy: Remedy },
): NextStep | null {
  if (remedy === 'none') return null;
  if (remedy === 'restore') return { operation: 'restore' };
  if (remedy === 'extend-or-upgrade') return { operation: 'extend' };
  if (!remedy.upgrade && remedy.item === null) return null;
  const { freePlan, paidPlans } = ruleSetOf(catalogue, app.ruleSet);
  const operation = app.plan === freePlan ? 'upgrade' : 'configure';
  if (metric !== null) return { operation, prefill: { metric } };
  const otherPlan = paidPlans.find((plan) => plan !== app.plan);
  return { operation, ...(otherPlan !== undefined && operation === 'configure' && { prefill: { plan: otherPlan } }) };
}
