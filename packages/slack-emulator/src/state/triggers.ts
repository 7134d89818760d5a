import { idsFrom } from './ids.js';
import type { Refused, State, Transition } from './state.js';

/** How long after the interaction a trigger can open a modal. */
const triggerLifetimeMs = 3000;

/** Issues a trigger id, which can open one modal for this user. */
export function issueTrigger(state: State, user: string, now: number): Transition<string> {
  const ids = idsFrom(state);
  const id = `${ids.next('').replaceAll(/\D/g, '7')}.${Math.floor(now / 1000)}.${ids.hex()}${ids.hex()}`;
  const next = ids.nextState();
  const trigger = { user, issuedAt: now, exchanged: false };
  return { state: { ...next, triggers: { ...next.triggers, [id]: trigger } }, value: id };
}

/** Checks a trigger without consuming it: an invalid view does not consume it either. */
export function checkTrigger(state: State, id: string, now: number): { readonly user: string } | Refused {
  const trigger = state.triggers[id];
  if (trigger === undefined) return { refused: 'invalid_trigger_id' };
  if (trigger.exchanged) return { refused: 'exchanged_trigger_id' };
  if (now - trigger.issuedAt > triggerLifetimeMs) return { refused: 'expired_trigger_id' };
  return { user: trigger.user };
}

/** Marks a trigger as used: each works once. */
export function exchangeTrigger(state: State, id: string): State {
  const trigger = state.triggers[id];
  if (trigger === undefined) return state;
  return { ...state, triggers: { ...state.triggers, [id]: { ...trigger, exchanged: true } } };
}
