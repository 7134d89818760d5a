import { idsFrom } from './ids.js';
import type { Refused, ResponseUrl, State, Transition } from './state.js';

const maxResponseUrlUses = 5;
const responseUrlLifetimeMs = 30 * 60 * 1000;

/** Issues a response URL; the value is its key. */
export function issueResponseUrl(state: State, target: Omit<ResponseUrl, 'uses'>): Transition<string> {
  const ids = idsFrom(state);
  const key = `${ids.hex()}${ids.hex()}${ids.hex()}`;
  const next = ids.nextState();
  return { state: { ...next, responseUrls: { ...next.responseUrls, [key]: { ...target, uses: 0 } } }, value: key };
}

/** Valid for five uses within 30 minutes; the error says which limit was exceeded. */
export function checkResponseUrl(state: State, key: string, now: number): ResponseUrl | Refused {
  const found = state.responseUrls[key];
  if (found === undefined) return { refused: 'invalid_url' };
  if (now - found.issuedAt > responseUrlLifetimeMs) return { refused: 'expired_url' };
  if (found.uses >= maxResponseUrlUses) return { refused: 'used_url' };
  return found;
}

export function useResponseUrl(state: State, key: string): State {
  const found = state.responseUrls[key];
  if (found === undefined) return state;
  return { ...state, responseUrls: { ...state.responseUrls, [key]: { ...found, uses: found.uses + 1 } } };
}
