import type { Reader } from '../database/queries/apps.js';
import { waitingChanges } from '../database/queries/changes.js';
import type { Refusal } from '../operations/change-plan.js';
import { corridorBook } from './phrases.js';

/** Why nobody can ask for this now: the same waits for an approver already. Null: it does not. */
export async function waitingTwin(
  db: Reader,
  { operation, sdkAppId }: { readonly operation: string; readonly sdkAppId: number },
): Promise<Refusal | null> {
  const twin = (await waitingChanges(db, sdkAppId)).find((it) => it.operation === operation);
  if (!twin) return null;
  const reason = corridorBook.say('alreadyWaiting', { author: twin.author, until: twin.expiresAt.toISOString() });
  return { reason, next: [{ operation: 'show', sdkAppId }] };
}
