import type { App } from '../domain/app.js';
import { ruleSetOf } from '../domain/catalogue/catalogue.js';
import { planLabel } from '../domain/labels.js';
import type { Obstacle } from '../domain/states.js';
import type { NextAction, Refusal } from './change-plan.js';
import type { Rules } from './operation.js';
import { appName } from './phrases.js';
import { refusalPhrases } from './refusal.phrases.js';

const { phrase } = refusalPhrases;

/** What stands in the way of an operation, in words, with what to do instead. */
export function refusal(obstacle: Obstacle, app: App, { catalogue }: Rules): Refusal {
  const to = (...operations: string[]): NextAction[] =>
    operations.map((operation) => ({ operation, sdkAppId: app.sdkAppId }));
  const values = { app: appName(app), plan: planLabel(catalogue, app.plan) };
  const ruleSet = ruleSetOf(catalogue, app.ruleSet).label;
  switch (obstacle.code) {
    case 'already-paid':
      return { reason: phrase('alreadyPaid', values), nextActions: to('configure', 'show') };
    case 'free-plan':
      return { reason: phrase('freePlan', values), nextActions: to('upgrade', 'show') };
    case 'disabled':
      return { reason: phrase('disabled', values), nextActions: to('restore', 'show') };
    case 'suspended':
      return { reason: phrase('suspended', values), nextActions: to('extend', 'upgrade') };
    case 'purged':
      return { reason: phrase('purged', values), nextActions: to('history') };
    case 'other-plan':
      return { reason: phrase('otherPlan', values), nextActions: to('show') };
    case 'too-early':
      return {
        reason: phrase('tooEarly', { ...values, from: obstacle.from, until: obstacle.until }),
        nextActions: to('upgrade', 'show'),
      };
    case 'already-disabled':
      return { reason: phrase('alreadyDisabled', values), nextActions: to('restore', 'show') };
    case 'not-disabled':
      return { reason: phrase('notDisabled', values), nextActions: to('show') };
    case 'never-recoverable':
      return { reason: phrase('neverRecoverable', { ...values, ruleSet }), nextActions: to('history') };
    case 'too-late':
      return {
        reason: phrase('tooLateToRestore', { ...values, disabledAt: obstacle.disabledAt, until: obstacle.until }),
        nextActions: to('history'),
      };
  }
}
