import { type Outcome, systemActor, type VoidCause } from './change.js';
import { commitChange } from './commit.js';
import type { ChangeContext } from './context.js';
import { decided } from './lifecycle.js';

/** Closes a request that cannot be applied any more: its time is up, or it is void. */
export async function closeRequest(ctx: ChangeContext, why: 'time' | VoidCause): Promise<Outcome> {
  const { actor, operation, change, at } = ctx;
  const isExpired = why === 'time';
  const by = isExpired ? systemActor : actor;
  const closed = {
    ...decided(change, isExpired ? 'expire' : 'invalidate', { by: by.id, at }),
    voidCause: isExpired ? null : why,
  };
  await commitChange(ctx, {
    ...{ at, by, change: closed, from: change.state, reason: null },
    updates: [],
    auditAction: why === 'author_role' ? 'unauthorized' : closed.state,
  });
  return { step: 'alreadyDecided', operation, change: closed };
}
