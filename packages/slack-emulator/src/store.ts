import type { State, Transition } from './state/state.js';

/** Holds the current state of a workspace. */
export interface Store {
  state(): State;
  /** Applies a transition and returns its value. */
  apply<T>(transition: (state: State) => Transition<T>): T;
  change(transition: (state: State) => State): void;
  /** Calls the listener after every change of state or traffic; returns a function that unsubscribes. */
  onChange(listener: () => void): () => void;
  touch(): void;
}

export function createStore(initial: State): Store {
  let current = initial;
  const listeners = new Set<() => void>();
  const touch = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const set = (next: State): void => {
    if (next === current) return;
    current = next;
    touch();
  };
  return {
    state: () => current,
    apply: (transition) => {
      const step = transition(current);
      set(step.state);
      return step.value;
    },
    change: (transition) => set(transition(current)),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    touch,
  };
}
