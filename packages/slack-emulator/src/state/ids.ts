import type { State, Transition } from './state.js';

/** Generates ids in Slack's format from a counter in the state: deterministic. */
export interface Ids {
  /** Such as V0000001A. */
  next(prefix: string): string;
  /** Five characters, for a missing block_id or action_id. */
  generated(): string;
  /** Eight hexadecimal digits, as in a view's hash. */
  hex(): string;
  /** The state with the counter advanced. */
  nextState(): State;
}

export function idsFrom(state: State): Ids {
  let count = state.idCount;
  const increment = (): number => {
    count += 1;
    return count;
  };
  return {
    next: (prefix) => prefix + increment().toString(36).toUpperCase().padStart(8, '0'),
    generated: () => scramble(increment()).toString(36).slice(-5).padStart(5, 'x'),
    hex: () => scramble(increment()).toString(16).padStart(8, '0'),
    nextState: () => ({ ...state, idCount: count }),
  };
}

/** Spreads consecutive counters over 32 bits, so that no code relies on ids being sequential. */
function scramble(count: number): number {
  const mixed = Math.imul(count ^ (count >>> 15), 0x9e3779b1);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** A message timestamp in seconds with six decimals: unique and increasing, even when the clock stands still. */
export function nextTs(state: State, now: number): Transition<string> {
  const micros = Math.max(Math.trunc(now) * 1000, state.lastTs + 1);
  const seconds = Math.floor(micros / 1_000_000);
  const rest = String(micros % 1_000_000).padStart(6, '0');
  return { state: { ...state, lastTs: micros }, value: `${seconds}.${rest}` };
}
