import { decided } from './apply.js';
import type { Actor, Outcome } from './change.js';
import { commitChange } from './commit.js';
import type { ChangeContext } from './context.js';

/** Who does what happens because time has passed. */
export const systemActor: Actor = { id: 'clock', source: 'clock', roles: new Set() };

/** Ends a request that cannot be carried out any more: its time is over, or what it was about has changed. */
export async function closeRequest(
  { database, ctx, actor, operation, change, at }: ChangeContext,
  deed: 'expire' | 'void',
): Promise<Outcome> {
  const by = deed === 'expire' ? systemActor : actor;
  const ended = decided(change, deed, { by: by.id, at });
  const step = { at, by, change: ended, from: change.state, updates: [], auditAction: ended.state, reason: null };
  await commitChange(database, step, ctx.rules.catalogue);
  return { step: 'settled', operation, change: ended };
}
