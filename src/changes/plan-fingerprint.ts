import { createHash } from 'node:crypto';
import type { Money, Value } from '../i18n/phrase.js';
import type { ChangePlan } from '../operations/change-plan.js';

/**
 * What binds of a plan: the apps after it and the amounts of money. Warnings quote live numbers and do not bind, nor do
 * words, nor instants that follow from the moment it is carried out (when it is disabled, one month from now).
 */
export function isSamePlan(agreed: ChangePlan, now: ChangePlan): boolean {
  return stableJson(fingerprintedPart(agreed)) === stableJson(fingerprintedPart(now));
}

/** A short mark of what binds of a plan: another plan, another mark. */
export function planFingerprint(plan: ChangePlan): string {
  return createHash('sha256')
    .update(stableJson(fingerprintedPart(plan)))
    .digest('base64url')
    .slice(0, 22);
}

function fingerprintedPart(plan: ChangePlan): unknown {
  return {
    moves: plan.updates.map(({ after, usesAllowance }) => {
      const { validity: _validity, disabledAt: _disabledAt, ...bound } = after;
      return { after: bound, changed: [...usesAllowance].sort() };
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

/** JSON with sorted keys: what comes back from the database in another order is the same. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
