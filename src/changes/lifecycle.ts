import type { ChangeState } from './change.js';

/** The life of a change: from where which deed leads where. A state without a row is an end. */
const roads = {
  proposed: { apply: 'applied', ask: 'awaiting' },
  awaiting: { apply: 'applied', decline: 'declined', expire: 'expired', void: 'outdated' },
} as const satisfies Partial<Record<ChangeState, Record<string, ChangeState>>>;

export type Deed = 'apply' | 'ask' | 'decline' | 'expire' | 'void';

/** Where the deed leads a change that is in `state`; null: there is no such road. */
export function after(state: ChangeState, deed: Deed): ChangeState | null {
  const from: Readonly<Partial<Record<Deed, ChangeState>>> = state in roads ? roads[state as keyof typeof roads] : {};
  return from[deed] ?? null;
}
