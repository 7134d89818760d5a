import type { App } from '../domain/app.js';
import { ruleSetOf } from '../domain/catalogue/catalogue.js';
import type { Policy, Rules } from './operation.js';

/**
 * The policy of disabling, which also holds for retiring an app and for correcting its record: the author types its name,
 * an approver agrees. Where a disabled app can never be restored, the approver types the name as well.
 */
export function disablePolicy({ ruleSet }: Pick<App, 'ruleSet'>, { catalogue }: Rules): Policy {
  const permanent = ruleSetOf(catalogue, ruleSet).restoreDays === null;
  return { confirm: 'app-name', approval: 'on-call', approverConfirms: permanent ? 'app-name' : 'none' };
}
