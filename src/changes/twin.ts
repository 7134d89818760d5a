import type { Db } from '../database/queries/apps.js';
import { pendingChanges } from '../database/queries/changes.js';
import type { Refusal } from '../operations/change-plan.js';
import { changePhrases } from './phrases.js';

/** Why nobody can ask for this now: the same waits for an approver already. Null: it does not. */
export async function findPendingDuplicate(
  db: Db,
  { operation, sdkAppId }: { readonly operation: string; readonly sdkAppId: number },
): Promise<Refusal | null> {
  const twin = (await pendingChanges(db, sdkAppId)).find((it) => it.operation === operation);
  if (!twin) return null;
  const reason = changePhrases.phrase('alreadyWaiting', { author: twin.author, until: twin.expiresAt.toISOString() });
  return { reason, nextActions: [{ operation: 'show', sdkAppId }] };
}
