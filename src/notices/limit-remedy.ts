import type { App } from '../domain/app.js';
import { type Catalogue, ruleSetOf } from '../domain/catalogue/catalogue.js';
import { type LimitUsage, limitUsages, thresholds, type UsageReading } from '../domain/entitlements/limit-usage.js';
import { type Consequence, check, consequenceOf, limitOf, type Remedy } from '../domain/entitlements/limits.js';
import type { NextStep } from './notice.js';

/** What is said at a limit: what happens beyond it, and the step that gives more. */
interface AtLimit {
  readonly beyond: Consequence;
  readonly remedy: NextStep | null;
}

/** What happens beyond an app's limit of a metric, and what helps. */
export function atLimit(catalogue: Catalogue, app: App, metric: string): AtLimit {
  const known = catalogue.metrics[metric];
  const limit = limitOf(catalogue, app, metric) ?? 0;
  const verdict = check(catalogue, { ...app, state: 'active' }, { metric, current: limit, asked: 1 });
  return {
    beyond: known ? consequenceOf(catalogue, app, known) : 'none',
    remedy: verdict.allowed ? null : nextStepFor(catalogue, app, { metric, remedy: verdict.remedy }),
  };
}

/** A limit that is tight, with what is said at it. */
export type LimitNeedingAction = AtLimit & { readonly usage: LimitUsage };

/** The limits of an app that somebody must see to, most urgent first. One beyond which nothing happens is none. */
export function limitsNeedingAction(
  catalogue: Catalogue,
  app: App,
  present: readonly UsageReading[],
): LimitNeedingAction[] {
  const tightOnes = limitUsages(catalogue, app, present).filter(({ percent }) => (percent ?? 0) >= thresholds.warning);
  return tightOnes
    .map((usage) => ({ usage, ...atLimit(catalogue, app, usage.metric) }))
    .filter(({ beyond }) => beyond !== 'none')
    .sort(byUrgency);
}

/** Where more is refused before where more is charged, then the tighter one. */
export function byUrgency(a: LimitNeedingAction, b: LimitNeedingAction): number {
  const refuses = ({ beyond }: LimitNeedingAction) => Number(beyond === 'refused');
  return refuses(b) - refuses(a) || (b.usage.percent ?? 0) - (a.usage.percent ?? 0);
}

/** The operation that remedies it. It is handed the metric only: what helps, it reckons when it is opened. */
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
  const other = paidPlans.find((plan) => plan !== app.plan);
  return { operation, ...(other !== undefined && operation === 'configure' && { prefill: { plan: other } }) };
}
