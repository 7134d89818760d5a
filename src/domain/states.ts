import type { App, AppState } from './app.js';
import type { Calendar } from './calendar.js';
import { type Catalogue, ruleSetOf } from './catalogue/catalogue.js';

/** The states in which each operation is allowed. `purged` is final. */
const allowedStates = {
  upgrade: ['active', 'suspended'],
  configure: ['active'],
  extend: ['active', 'suspended'],
  disable: ['active', 'suspended'],
  restore: ['disabled'],
} as const satisfies Record<string, readonly AppState[]>;

export type StatefulOperation = keyof typeof allowedStates;

export interface StateRules {
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
  readonly extendWindowDays: number;
}

/** Why an operation is not possible: a code, with the values that its text needs. Instants are ISO in UTC. */
export type Obstacle =
  | { readonly code: 'already-paid' | 'free-plan' | 'disabled' | 'suspended' | 'purged' | 'other-plan' }
  | { readonly code: 'retired' | 'already-disabled' | 'not-disabled' | 'never-recoverable' }
  | { readonly code: 'too-early'; readonly from: string; readonly until: string }
  | { readonly code: 'too-late'; readonly disabledAt: string; readonly until: string };

/**
 * The instant at which a disabled app is purged; null if it is not disabled, or under rules that the catalogue lacks.
 *
 * Decision: it is purged at `disabledAt` + 90 days in the billing time zone. One source says "90 days or more", another
 * "more than 90 days"; the earlier instant never promises too much.
 */
export function purgeAt(app: App, { catalogue, calendar }: Pick<StateRules, 'catalogue' | 'calendar'>): string | null {
  const ruleSet = catalogue.ruleSets[app.ruleSet];
  if (app.disabledAt === null || !ruleSet) return null;
  return ruleSet.restoreDays === null ? app.disabledAt : calendar.addDays(app.disabledAt, ruleSet.restoreDays);
}

/** Whether the app changes its state only through an operation, never at a scheduled instant. */
export function hasNoDeadline({
  state,
  validity,
  disabledAt,
}: Pick<App, 'state' | 'validity' | 'disabledAt'>): boolean {
  return state === 'active' && validity === null && disabledAt === null;
}

/**
 * The state of an app at `at`, even if the job for a scheduled transition has not run yet. Under rules that the catalogue
 * lacks it is the state on record: no list fails because of one such app.
 */
export function stateAt(app: App, at: string, rules: Pick<StateRules, 'catalogue' | 'calendar'>): AppState {
  if (app.state === 'purged' || rules.catalogue.ruleSets[app.ruleSet] === undefined) return app.state;
  const purgedAt = purgeAt(app, rules);
  if (purgedAt !== null) return at >= purgedAt ? 'purged' : 'disabled';
  return app.validity !== null && at >= app.validity.until ? 'suspended' : 'active';
}

/** Why the operation is not possible for the app at `at`; null if it is possible. `app.state` must be the state at `at`. */
export function obstacle(
  operation: StatefulOperation,
  app: App,
  rules: StateRules & { readonly at: string },
): Obstacle | null {
  if (app.retiredAt !== null && app.state !== 'purged') return { code: 'retired' };
  const allowed: readonly AppState[] = allowedStates[operation];
  if (!allowed.includes(app.state)) return stateObstacle(operation, app, rules);
  const { freePlan } = ruleSetOf(rules.catalogue, app.ruleSet);
  if (operation === 'upgrade' && app.plan !== freePlan) return { code: 'already-paid' };
  if (operation === 'configure' && app.plan === freePlan) return { code: 'free-plan' };
  return operation === 'extend' ? extensionObstacle(app, rules) : null;
}

function stateObstacle(operation: StatefulOperation, app: App, rules: StateRules): Obstacle {
  if (app.state === 'purged') return operation === 'restore' ? restoreObstacle(app, rules) : { code: 'purged' };
  if (app.state === 'disabled') return { code: operation === 'disable' ? 'already-disabled' : 'disabled' };
  return operation === 'restore' ? { code: 'not-disabled' } : { code: 'suspended' };
}

function restoreObstacle(app: App, rules: StateRules): Obstacle {
  const until = purgeAt(app, rules);
  const recoverable = ruleSetOf(rules.catalogue, app.ruleSet).restoreDays !== null;
  return recoverable && until && app.disabledAt
    ? { code: 'too-late', disabledAt: app.disabledAt, until }
    : { code: 'never-recoverable' };
}

/**
 * Decision: before its end a validity can be extended in its last days only (configurable, by default 7). The sources
 * promise an extension after the end.
 */
function extensionObstacle({ state, validity }: App, rules: StateRules & { readonly at: string }): Obstacle | null {
  if (validity === null) return { code: 'other-plan' };
  const from = rules.calendar.addDays(validity.until, -rules.extendWindowDays);
  return state === 'active' && rules.at < from ? { code: 'too-early', from, until: validity.until } : null;
}

/** An app with the state it has at `at`, even if the jobs that record transitions have not run yet. */
export function withCurrentState(app: App, at: string, rules: StateRules): App {
  const state = stateAt(app, at, rules);
  return state === app.state ? app : { ...app, state };
}
