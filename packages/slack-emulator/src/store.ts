import type { State, Transition } from './state/state.js';

/** The one place that holds the current state; everybody else holds functions. */
export interface Store {
  state(): State;
  /** Makes a transition and hands back what came of it. */
  apply<T>(transition: (state: State) => Transition<T>): T;
  change(transition: (state: State) => State): void;
  /** Tells when something happened, state or wire; the answer stops it. */
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
