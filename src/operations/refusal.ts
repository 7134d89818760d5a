import type { App } from '../domain/app.js';
import { ruleSetOf } from '../domain/catalogue/catalogue.js';
import { planLabel } from '../domain/labels.js';
import type { Obstacle } from '../domain/states.js';
import type { NextAction, Refusal } from './change-plan.js';
import type { Rules } from './operation.js';
import { appName } from './phrases.js';
import { refusalPhrases } from './refusal.phrases.js';

const { phrase } = refusalPhrases;

/** Why an operation is not possible for the app, and what to do instead. */
export function refusal(obstacle: Obstacle, app: App, { catalogue }: Rules): Refusal {
  const actions = (...operations: string[]): NextAction[] =>
    operations.map((operation) => ({ operation, sdkAppId: app.sdkAppId }));
  const values = { app: appName(app), plan: planLabel(catalogue, app.plan) };
  const ruleSet = ruleSetOf(catalogue, app.ruleSet).label;
  switch (obstacle.code) {
    case 'already-paid':
      return { reason: phrase('alreadyPaid', values), nextActions: actions('configure', 'show') };
    case 'free-plan':
      return { reason: phrase('freePlan', values), nextActions: actions('upgrade', 'show') };
    case 'disabled':
      return { reason: phrase('disabled', values), nextActions: actions('restore', 'show') };
    case 'suspended':
      return { reason: phrase('suspended', values), nextActions: actions('extend', 'upgrade') };
    case 'purged':
      return { reason: phrase('purged', values), nextActions: actions('history') };
    case 'retired':
      return { reason: phrase('retired', values), nextActions: actions('history') };
    case 'other-plan':
      return { reason: phrase('otherPlan', values), nextActions: actions('show') };
    case 'too-early':
      return {
        reason: phrase('tooEarly', { ...values, from: obstacle.from, until: obstacle.until }),
        nextActions: actions('upgrade', 'show'),
      };
    case 'already-disabled':
      return { reason: phrase('alreadyDisabled', values), nextActions: actions('restore', 'show') };
    case 'not-disabled':
      return { reason: phrase('notDisabled', values), nextActions: actions('show') };
    case 'never-recoverable':
      return { reason: phrase('neverRecoverable', { ...values, ruleSet }), nextActions: actions('history') };
    case 'too-late':
      return {
        reason: phrase('tooLateToRestore', { ...values, disabledAt: obstacle.disabledAt, until: obstacle.until }),
        nextActions: actions('history'),
      };
  }
}
