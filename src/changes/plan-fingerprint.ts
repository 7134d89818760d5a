import { createHash } from 'node:crypto';
import type { Money, Value } from '../i18n/phrase.js';
import type { Plan } from '../operations/change-plan.js';

/**
 * What binds of a plan: the apps after it and the amounts of money. Warnings quote live numbers and do not bind, nor do
 * words, nor instants that follow from the moment it is carried out (when it is disabled, one month from now).
 */
export function sameBinding(agreed: Plan, now: Plan): boolean {
  return canonical(binding(agreed)) === canonical(binding(now));
}

/** A short mark of what binds of a plan: another plan, another mark. */
export function markOf(plan: Plan): string {
  return createHash('sha256')
    .update(canonical(binding(plan)))
    .digest('base64url')
    .slice(0, 22);
}

function binding(plan: Plan): unknown {
  return {
    moves: plan.moves.map(({ after, changed }) => {
      const { validity: _validity, disabledAt: _disabledAt, ...bound } = after;
      return { after: bound, changed: [...changed].sort() };
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
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
