import type { CurrentRoles, RolesNow } from '../../src/changes/authority.js';
import type { Actor, Change, ChangeService, Outcome } from '../../src/changes/change.js';
import type { ServiceContext } from '../../src/changes/context.js';
import { shownPlanOf } from '../../src/changes/plan-fingerprint.js';
import { createChangeService } from '../../src/changes/service.js';
import type { Database } from '../../src/database/client.js';
import { calendarIn } from '../../src/domain/calendar.js';
import { readCatalogue } from '../../src/domain/catalogue/catalogue.js';
import { standardCatalogue } from '../../src/domain/catalogue/index.js';
import type { ClockTrust } from '../../src/observability/clock-trust.js';
import type { FormValues } from '../../src/operations/change-plan.js';
import { operations } from '../../src/operations/index.js';
import type { Rules } from '../../src/operations/operation.js';
import { type Role, rolesOf } from '../../src/operations/roles.js';

/** The rules of most tests: Tencent's catalogue, days of Shanghai, seven days to extend. */
export const rules: Rules = {
  catalogue: readCatalogue(standardCatalogue),
  calendar: calendarIn('Asia/Shanghai'),
  extendWindowDays: 7,
};

/** A clock that changes only by `moveTo`. */
export interface Clock {
  now(): Date;
  moveTo(instant: string): void;
}

export function createClock(instant: string): Clock {
  let now = new Date(instant);
  return {
    now: () => now,
    moveTo(to) {
      now = new Date(to);
    },
  };
}

/** For a test clock, which is not that of Slack: it is always right. */
export function trustedClock({ now }: Pick<Clock, 'now'>): ClockTrust {
  return { now, heard() {}, problem: () => null };
}

const rolesOfActors = new Map<string, CurrentRoles>();

/** Everybody may look. The roles are also those that the actor has whenever they are asked for. */
export function actor(id: string, ...held: Role[]): Actor {
  const roles = rolesOf(['viewer', ...held]);
  rolesOfActors.set(id, { roles, complete: true });
  return { id, source: 'slack', roles };
}

export const kim = actor('UKIM', 'operator');
export const lee = actor('ULEE', 'operator');
export const park = actor('UPARK', 'approver');
export const choi = actor('UCHOI', 'approver');
export const admin = actor('UBOSS', 'admin');
export const guest = actor('UGUEST');

/** The roles that people hold at this moment, where they are no longer those of their actor. */
export type TestRoles = Map<string, CurrentRoles>;

export function rolesNowOf(roles: TestRoles = new Map()): RolesNow {
  return async (id) => roles.get(id) ?? rolesOfActors.get(id) ?? { roles: guest.roles, complete: true };
}

/** A change service on a database with a test clock, with shortcuts for what many tests do. */
export interface TestService {
  readonly changes: ChangeService;
  readonly ctx: ServiceContext;
  readonly clock: Clock;
  readonly roles: TestRoles;
  /** Registers an app and returns its id. */
  register(values: FormValues): Promise<number>;
  /** Proposes and confirms a change as its author. */
  perform(who: Actor, operation: string, sdkAppId: number, values?: FormValues): Promise<Outcome>;
}

/** `overrides`: rules that differ from those of most tests. */
export function createTestService(database: Database, instant: string, overrides: Partial<Rules> = {}): TestService {
  const clock = createClock(instant);
  const ctx: ServiceContext = {
    ...{ database, rules: { ...rules, ...overrides }, operations },
    ...{ now: clock.now, trustedNow: clock.now },
  };
  const roles: TestRoles = new Map();
  const changes = createChangeService(ctx, rolesNowOf(roles));
  const perform: TestService['perform'] = async (who, operation, sdkAppId, values = {}) => {
    const shown = await changes.propose(who, { operation, sdkAppId, values });
    if (shown.step !== 'preview') return shown;
    const typedName = shown.change.before?.name ?? '';
    return changes.confirm(who, { ...shownPlanOf(shown.change), typedName, reason: 'because' });
  };
  return {
    changes,
    ctx,
    clock,
    roles,
    perform,
    async register(values) {
      const outcome = await perform(admin, 'register', 0, { ...newApp, ...values });
      return changeOf(outcome, 'applied').sdkAppId;
    },
  };
}

/** A developer app in Singapore, under the current rules. */
export const newApp: FormValues = { sdkAppId: '1400000001', name: 'shop', account: 'acme', dataCenter: 'singapore' };

/** Form values that register an app of each rule set. */
export const registrationOf = {
  current: newApp,
  'legacy-daily': { ...newApp, sdkAppId: '1400000002', name: 'daily', dataCenter: 'china' },
  'legacy-monthly': {
    ...newApp,
    sdkAppId: '1400000003',
    name: 'monthly',
    dataCenter: 'tokyo',
    ruleSet: 'legacy-monthly',
  },
} as const satisfies Record<string, FormValues>;

/** The change of an outcome with this step. Throws when the step is another. */
export function changeOf(outcome: Outcome, step: Outcome['step']): Change {
  if (outcome.step !== step || !('change' in outcome)) throw new Error(`Not ${step}, but ${JSON.stringify(outcome)}`);
  return outcome.change;
}

/** The key of the reason of a refusal, and its field. */
export function refusalOf(outcome: Outcome): { key: string; field: string | undefined } {
  if (outcome.step !== 'refused') throw new Error(`Not refused, but ${JSON.stringify(outcome)}`);
  return { key: outcome.refusal.reason.key, field: outcome.refusal.field };
}

/** For a bot that has no Tencent credentials. */
export const noTencentUsage = { credentials: [], readUsage: async () => ({ readings: [], problem: null }) };
