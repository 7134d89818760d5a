import { type Outcome, systemActor } from './change.js';
import { commitChange } from './commit.js';
import type { ChangeContext } from './context.js';
import { decided } from './lifecycle.js';

/** Closes a request that cannot be applied any more: its time is up, or what it was about has changed. */
export async function closeRequest(ctx: ChangeContext, transition: 'expire' | 'invalidate'): Promise<Outcome> {
  const { actor, operation, change, at } = ctx;
  const by = transition === 'expire' ? systemActor : actor;
  const closed = decided(change, transition, { by: by.id, at });
  await commitChange(ctx, {
    ...{ at, by, change: closed, from: change.state, reason: null },
    updates: [],
    auditAction: closed.state,
  });
  return { step: 'alreadyDecided', operation, change: closed };
}
