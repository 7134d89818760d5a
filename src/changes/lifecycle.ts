import type { ChangePlan } from '../operations/change-plan.js';
import type { Change, ChangeState } from './change.js';

/** The state machine of a change: for each state, where a transition leads. A state without a row is final. */
const transitions = {
  proposed: { apply: 'applied', request: 'pending' },
  pending: { apply: 'applied', decline: 'declined', expire: 'expired', invalidate: 'outdated' },
} as const satisfies Partial<Record<ChangeState, Record<string, ChangeState>>>;

export type Transition = 'apply' | 'request' | 'decline' | 'expire' | 'invalidate';

/** The state that a transition leads to; null when there is no such transition from this state. */
export function nextState(state: ChangeState, transition: Transition): ChangeState | null {
  const from: Readonly<Partial<Record<Transition, ChangeState>>> =
    state in transitions ? transitions[state as keyof typeof transitions] : {};
  return from[transition] ?? null;
}

/** The same for a change. Throws when there is no such transition: the caller has checked the state before. */
export function stateAfter({ id, state }: Change, transition: Transition): ChangeState {
  const next = nextState(state, transition);
  if (!next) throw new Error(`Change ${id} is ${state}: there is no transition ${transition}.`);
  return next;
}

interface Decision {
  readonly by: string;
  readonly at: string;
  readonly plan?: ChangePlan;
  readonly declineReason?: string;
}

/** The change after a transition that ends it. */
export function decided(
  change: Change,
  transition: Exclude<Transition, 'request'>,
  { by, at, plan = change.agreedPlan, declineReason }: Decision,
): Change {
  return {
    ...change,
    state: stateAfter(change, transition),
    agreedPlan: plan,
    decidedBy: by,
    decidedAt: at,
    declineReason: declineReason ?? null,
  };
}
