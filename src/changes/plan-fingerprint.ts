import { createHash } from 'node:crypto';
import type { Money, Value } from '../i18n/phrase.js';
import type { ChangePlan } from '../operations/change-plan.js';
import type { Change, ShownPlan } from './change.js';

/** Whether a plan made now is the one that was agreed to, as far as it is fingerprinted. */
export function isSamePlan(agreed: ChangePlan, now: ChangePlan): boolean {
  return stableJson(fingerprintedPart(agreed)) === stableJson(fingerprintedPart(now));
}

/** A short fingerprint of a plan, 22 characters of base64url. */
export function planFingerprint(plan: ChangePlan): string {
  return createHash('sha256')
    .update(stableJson(fingerprintedPart(plan)))
    .digest('base64url')
    .slice(0, 22);
}

/** What a button or modal carries of the change that it shows. */
export function shownPlanOf({ id, agreedPlan }: Change): ShownPlan {
  return { changeId: id, fingerprint: planFingerprint(agreedPlan) };
}

/**
 * What must not change between the screen and the commit: the apps after the change, and the amounts of money. Left out
 * are warnings, which quote live numbers, all words, and instants that follow from the moment of the commit (when it is
 * disabled, one month from now). The keys stay as they are: messages in Slack carry fingerprints of every version. So
 * what an app has had only since a later version counts only where it is set.
 */
function fingerprintedPart(plan: ChangePlan): unknown {
  return {
    moves: plan.updates.map(({ after, usesAllowance }) => {
      const { validity: _validity, disabledAt: _disabledAt, heldSince: _heldSince, ...rest } = after;
      const { registeredAt: _registeredAt, retiredAt, owner, tags, ...bound } = rest;
      const addedLater = {
        ...(owner && { owner }),
        ...(tags.length > 0 && { tags }),
        ...(retiredAt && { retired: true }),
      };
      return { after: { ...bound, ...addedLater }, changed: [...usesAllowance].sort() };
    }),
    fees:
      plan.fees?.lines.map(({ values = {} }) =>
        Object.entries(values)
          .filter(([, it]) => isMoney(it))
          .sort(),
      ) ?? null,
  };
}

function isMoney(value: Value): value is Money {
  return typeof value === 'object' && 'minor' in value;
}

/** JSON with sorted keys, since the database returns them in another order. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
