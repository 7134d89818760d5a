import type { Actor, Change } from '../changes/change.js';
import { shownPlanOf } from '../changes/plan-fingerprint.js';
import type { FormValues } from '../operations/change-plan.js';
import { rolesOf } from '../operations/roles.js';
import { Problem, pointerTo } from './problem.js';
import type { ApiDeps } from './route.js';

const tooManyConflicts = 'The records kept changing meanwhile. Try again.';
const maxAttempts = 3;

/** The actor for a token: programs act as operators. */
export function programActor(caller: string): Actor {
  return { id: `api:${caller}`, source: 'api', roles: rolesOf(['operator']) };
}

interface AppliedRequest {
  readonly operation: string;
  readonly sdkAppId: number | null;
  readonly values: FormValues;
  readonly reason?: string;
}

/**
 * Applies an operation through the change service, like a user in Slack. Every preview is confirmed, because a program
 * has none to check: the plan may change between proposal and confirmation. Null: there is nothing to change. Throws a
 * problem when it is refused; `pointerOf` says where a field is in the body.
 */
export async function applyOperation(
  { changes, translate }: ApiDeps,
  actor: Actor,
  { reason = '', ...request }: AppliedRequest,
  pointerOf: (field: string) => string = (field) => pointerTo([field]),
): Promise<Change | null> {
  let outcome = await changes.propose(actor, request);
  for (let attempt = 0; outcome.step === 'preview' && attempt < maxAttempts; attempt++) {
    outcome = await changes.confirm(actor, { ...shownPlanOf(outcome.change), reason });
  }
  if (outcome.step === 'applied') return outcome.change;
  if (outcome.step === 'result') return null;
  if (outcome.step !== 'refused') throw new Problem('conflict', { detail: tooManyConflicts });
  const { reason: why, field } = outcome.refusal;
  if (why.key === 'changes.unknownApp') throw new Problem('unknown-app');
  if (why.key === 'operation.noChange') return null;
  const detail = translate(why);
  throw new Problem('refused', { detail, ...(field && { errors: [{ pointer: pointerOf(field), detail }] }) });
}
