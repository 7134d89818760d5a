import type { App } from '../domain/app.js';
import { ruleSetOf } from '../domain/catalogue/catalogue.js';
import { planLabel } from '../domain/labels.js';
import type { Obstacle } from '../domain/states.js';
import type { Ask, Refusal } from './change-plan.js';
import type { Rules } from './operation.js';
import { named } from './plan-form.js';
import { refusalBook } from './refusal.phrases.js';

const { say } = refusalBook;

/** What stands in the way of an operation, in words, with what to do instead. */
export function refusal(obstacle: Obstacle, app: App, { catalogue }: Rules): Refusal {
  const to = (...operations: string[]): Ask[] => operations.map((operation) => ({ operation, sdkAppId: app.sdkAppId }));
  const values = { app: named(app), plan: planLabel(catalogue, app.plan) };
  const ruleSet = ruleSetOf(catalogue, app.ruleSet).label;
  switch (obstacle.code) {
    case 'already-paid':
      return { reason: say('alreadyPaid', values), next: to('configure', 'show') };
    case 'free-plan':
      return { reason: say('freePlan', values), next: to('upgrade', 'show') };
    case 'disabled':
      return { reason: say('disabled', values), next: to('restore', 'show') };
    case 'suspended':
      return { reason: say('suspended', values), next: to('extend', 'upgrade') };
    case 'purged':
      return { reason: say('purged', values), next: to('history') };
    case 'other-plan':
      return { reason: say('otherPlan', values), next: to('show') };
    case 'too-early':
      return {
        reason: say('tooEarly', { ...values, from: obstacle.from, until: obstacle.until }),
        next: to('upgrade', 'show'),
      };
    case 'already-disabled':
      return { reason: say('alreadyDisabled', values), next: to('restore', 'show') };
    case 'not-disabled':
      return { reason: say('notDisabled', values), next: to('show') };
    case 'never-recoverable':
      return { reason: say('neverRecoverable', { ...values, ruleSet }), next: to('history') };
    case 'too-late':
      return {
        reason: say('tooLateToRestore', { ...values, disabledAt: obstacle.disabledAt, until: obstacle.until }),
        next: to('history'),
      };
  }
}
