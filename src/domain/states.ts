import type { App, AppState } from './app.js';
import type { Calendar } from './calendar.js';
import { type Catalogue, ruleSetOf } from './catalogue/catalogue.js';

/** Which state each operation may start from. Registering starts from nothing, `purged` leads nowhere. */
const allowedStates = {
  upgrade: ['active', 'suspended'],
  configure: ['active'],
  extend: ['active', 'suspended'],
  disable: ['active', 'suspended'],
  restore: ['disabled'],
} as const satisfies Record<string, readonly AppState[]>;

export type StatefulOperation = keyof typeof allowedStates;

/** What states are judged by. */
export interface StateRules {
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
  readonly extendWindowDays: number;
}

/** What stands in the way of an operation, as a code with the facts that its words need. Instants are ISO in UTC. */
export type Obstacle =
  | { readonly code: 'already-paid' | 'free-plan' | 'disabled' | 'suspended' | 'purged' | 'other-plan' }
  | { readonly code: 'already-disabled' | 'not-disabled' | 'never-recoverable' }
  | { readonly code: 'too-early'; readonly from: string; readonly until: string }
  | { readonly code: 'too-late'; readonly disabledAt: string; readonly until: string };

/**
 * From when on a disabled app is gone, or null for one that is not disabled.
 *
 * Decision: at `disabledAt` + 90 days, in the billing time zone, it is gone. One source says "90 days or more",
 * another "more than 90 days"; this is the one that never promises too much.
 */
export function purgeAt(app: App, { catalogue, calendar }: Pick<StateRules, 'catalogue' | 'calendar'>): string | null {
  if (app.disabledAt === null) return null;
  const { restoreDays } = ruleSetOf(catalogue, app.ruleSet);
  return restoreDays === null ? app.disabledAt : calendar.addDays(app.disabledAt, restoreDays);
}

/** Whether nothing but a change can bring the app into another state: it has no date to wait for. */
export function hasNoDeadline({
  state,
  validity,
  disabledAt,
}: Pick<App, 'state' | 'validity' | 'disabledAt'>): boolean {
  return state === 'active' && validity === null && disabledAt === null;
}

/** The state of an app as it really is at `at`, whether or not anything has run since it changed. */
export function stateAt(app: App, at: string, rules: Pick<StateRules, 'catalogue' | 'calendar'>): AppState {
  if (app.state === 'purged') return 'purged';
  const gone = purgeAt(app, rules);
  if (gone !== null) return at >= gone ? 'purged' : 'disabled';
  return app.validity !== null && at >= app.validity.until ? 'suspended' : 'active';
}

/** Why the operation is not possible for the app at `at`; null when it is. `app.state` must be its state at `at`. */
export function obstacle(
  operation: StatefulOperation,
  app: App,
  rules: StateRules & { readonly at: string },
): Obstacle | null {
  const starts: readonly AppState[] = allowedStates[operation];
  if (!starts.includes(app.state)) return wrongState(operation, app, rules);
  const { freePlan } = ruleSetOf(rules.catalogue, app.ruleSet);
  if (operation === 'upgrade' && app.plan !== freePlan) return { code: 'already-paid' };
  if (operation === 'configure' && app.plan === freePlan) return { code: 'free-plan' };
  return operation === 'extend' ? notExtendable(app, rules) : null;
}

function wrongState(operation: StatefulOperation, app: App, rules: StateRules): Obstacle {
  if (app.state === 'purged') return operation === 'restore' ? goneForEver(app, rules) : { code: 'purged' };
  if (app.state === 'disabled') return { code: operation === 'disable' ? 'already-disabled' : 'disabled' };
  return operation === 'restore' ? { code: 'not-disabled' } : { code: 'suspended' };
}

function goneForEver(app: App, rules: StateRules): Obstacle {
  const until = purgeAt(app, rules);
  const recoverable = ruleSetOf(rules.catalogue, app.ruleSet).restoreDays !== null;
  return recoverable && until && app.disabledAt
    ? { code: 'too-late', disabledAt: app.disabledAt, until }
    : { code: 'never-recoverable' };
}

/**
 * Decision: a validity that has not ended yet can be extended in its last days only (configurable, 7); the sources
 * promise an extension once it has ended.
 */
function notExtendable({ state, validity }: App, rules: StateRules & { readonly at: string }): Obstacle | null {
  if (validity === null) return { code: 'other-plan' };
  const from = rules.calendar.addDays(validity.until, -rules.extendWindowDays);
  return state === 'active' && rules.at < from ? { code: 'too-early', from, until: validity.until } : null;
}

/** An app with the state it has at `at`, even if the jobs that record transitions have not run yet. */
export function withCurrentState(app: App, at: string, rules: StateRules): App {
  const state = stateAt(app, at, rules);
  return state === app.state ? app : { ...app, state };
}
