import type { ChangeState } from './change.js';

/** The life of a change: from where which deed leads where. A state without a row is an end. */
const transitions = {
  proposed: { apply: 'applied', ask: 'pending' },
  pending: { apply: 'applied', decline: 'declined', expire: 'expired', void: 'outdated' },
} as const satisfies Partial<Record<ChangeState, Record<string, ChangeState>>>;

export type Transition = 'apply' | 'ask' | 'decline' | 'expire' | 'void';

/** Where the deed leads a change that is in `state`; null: there is no such road. */
export function nextState(state: ChangeState, deed: Transition): ChangeState | null {
  const from: Readonly<Partial<Record<Transition, ChangeState>>> =
    state in transitions ? transitions[state as keyof typeof transitions] : {};
  return from[deed] ?? null;
}
