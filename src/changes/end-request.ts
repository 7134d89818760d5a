import { settled } from './apply.js';
import type { Asker, Outcome } from './change.js';
import { move } from './commit.js';
import type { About } from './context.js';

/** Who does what happens because time has passed. */
export const byClock: Asker = { actor: 'clock', door: 'clock', roles: new Set() };

/** Ends a request that cannot be carried out any more: its time is over, or what it was about has changed. */
export async function endRequest(
  { database, desk, asker, operation, change, at }: About,
  deed: 'expire' | 'void',
): Promise<Outcome> {
  const by = deed === 'expire' ? byClock : asker;
  const ended = settled(change, deed, { by: by.actor, at });
  const step = { at, by, change: ended, from: change.state, moves: [], became: ended.state, reason: null };
  await move(database, step, desk.rules.catalogue);
  return { step: 'settled', operation, change: ended };
}
