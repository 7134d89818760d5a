import type { Change, ShownPlan } from './change.js';
import { planFingerprint } from './plan-fingerprint.js';

/** What a button or modal carries of the change that it shows. */
export function shownPlanOf({ id, agreedPlan }: Change): ShownPlan {
  return { changeId: id, fingerprint: planFingerprint(agreedPlan) };
}
