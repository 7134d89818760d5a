import type { Actor, Change } from '../changes/change.js';
import type { ServiceContext } from '../changes/context.js';
import { changeFromRow } from '../changes/store.js';
import type { Db } from '../database/queries/apps.js';
import { requestsOfOthers } from '../database/queries/changes.js';
import { appsById, disabledApps, endedApps, endingApps } from '../database/queries/expiring-apps.js';
import { appsOverThreshold, latestReadings } from '../database/queries/usage.js';
import type { App } from '../domain/app.js';
import { hasRulesOf } from '../domain/catalogue/catalogue.js';
import { currentReadings } from '../domain/entitlements/limit-usage.js';
import { purgeAt, withCurrentState } from '../domain/states.js';
import { byUrgency, type LimitNeedingAction, limitsNeedingAction } from '../notices/limit-remedy.js';
import type { Rules } from '../operations/operation.js';
import type { Role } from '../operations/roles.js';

/** Something that needs a user's action. Apps are in their state of the moment. */
export type AttentionItem =
  | { readonly kind: 'approval'; readonly change: Change }
  | ({ readonly kind: 'limit'; readonly app: App } & LimitNeedingAction)
  | { readonly kind: 'ending' | 'suspended' | 'going'; readonly app: App; readonly at: string };

/** The most urgent items of one kind, and whether there are more. */
export interface AttentionItems {
  readonly kind: AttentionItem['kind'];
  readonly first: readonly AttentionItem[];
  readonly more: boolean;
}

/** How many items there are when only one kind is requested. */
export const maxItemsOfOneKind = 30;
/** How many days before its validity ends, or its data is deleted, an app needs attention. */
const expiryDays = 7;
const purgeDays = 30;
/** How many apps are checked for a limit that needs action. */
const maxLimitCandidates = 50;

/** Whose attention it is about, at which ISO instant. `actor` is a user id. */
interface AttentionQuery {
  readonly db: Db;
  readonly rules: Rules;
  readonly at: string;
  readonly actor: string;
}

interface Finder {
  /** The role that it concerns. */
  readonly role: Role;
  /** How many items there are when every kind is requested. */
  readonly maxItems: number;
  /** The most urgent items first; more than `limit` are not needed. */
  find(query: AttentionQuery, limit: number): Promise<readonly AttentionItem[]>;
}

const finders: Readonly<Record<AttentionItem['kind'], Finder>> = {
  approval: { role: 'approver', maxItems: 5, find: approvals },
  limit: { role: 'operator', maxItems: 3, find: limits },
  ending: { role: 'operator', maxItems: 3, find: ending },
  suspended: { role: 'operator', maxItems: 3, find: suspended },
  going: { role: 'operator', maxItems: 3, find: going },
};

/** Every kind, in the order in which they are shown. */
export const attentionKinds = [
  'approval',
  'limit',
  'ending',
  'suspended',
  'going',
] as const satisfies readonly AttentionItem['kind'][];

/**
 * Creates the query for what needs a user's action now, by their roles: for approvers the requests of others; for
 * operators limits nearly reached by current readings, developer editions about to end or suspended, and disabled apps
 * whose data is about to be deleted. With `only`: more items of that one kind.
 */
export function createAttention(
  ctx: ServiceContext,
): (actor: Actor, only?: AttentionItem['kind']) => Promise<readonly AttentionItems[]> {
  const {
    rules,
    database: { prisma: db },
  } = ctx;
  return async ({ id, roles }, only) => {
    const query = { db, rules, at: ctx.now().toISOString(), actor: id };
    const found: AttentionItems[] = [];
    for (const kind of only === undefined ? attentionKinds : [only]) {
      const { role, maxItems, find } = finders[kind];
      if (!roles.has(role)) continue;
      const limit = only === undefined ? maxItems : maxItemsOfOneKind;
      const items = await find(query, limit + 1);
      if (items.length > 0) found.push({ kind, first: items.slice(0, limit), more: items.length > limit });
    }
    return found;
  };
}

async function approvals({ db, at, actor }: AttentionQuery, limit: number): Promise<AttentionItem[]> {
  const rows = await requestsOfOthers(db, { actor, at }, limit);
  return rows.map((row) => ({ kind: 'approval', change: changeFromRow(row) }));
}

/**
 * Candidates are the apps with recorded threshold crossings; whether their limits need action, current readings tell.
 */
async function limits({ db, rules, at }: AttentionQuery): Promise<AttentionItem[]> {
  const { catalogue } = rules;
  const ids = await appsOverThreshold(db, maxLimitCandidates);
  const apps = (await appsById(db, ids))
    .map((app) => withCurrentState(app, at, rules))
    .filter((app) => app.state === 'active' && app.retiredAt === null && hasRulesOf(catalogue, app));
  const readings = await latestReadings(db, ids, Object.keys(catalogue.metrics));
  const items = apps.flatMap((app) => {
    const current = currentReadings(rules, readings.get(app.sdkAppId) ?? [], at);
    const [mostUrgent] = limitsNeedingAction(catalogue, app, current);
    return mostUrgent ? [{ kind: 'limit' as const, app, ...mostUrgent }] : [];
  });
  return items.sort(byUrgency);
}

async function ending(query: AttentionQuery, limit: number): Promise<AttentionItem[]> {
  const { db, rules, at } = query;
  const apps = await endingApps(db, { after: at, until: rules.calendar.addDays(at, expiryDays) }, limit);
  return validityItems(query, 'ending', apps);
}

async function suspended(query: AttentionQuery, limit: number): Promise<AttentionItem[]> {
  return validityItems(query, 'suspended', await endedApps(query.db, query.at, limit));
}

function validityItems(
  { rules, at }: AttentionQuery,
  kind: 'ending' | 'suspended',
  apps: readonly App[],
): AttentionItem[] {
  return apps.map((app) => ({ kind, app: withCurrentState(app, at, rules), at: app.validity?.until ?? at }));
}

async function going({ db, rules, at }: AttentionQuery, limit: number): Promise<AttentionItem[]> {
  const appsByRuleSet = Object.values(rules.catalogue.ruleSets).map(async ({ id, restoreDays }) => {
    if (restoreDays === null) return [];
    const after = rules.calendar.addDays(at, -restoreDays);
    const until = rules.calendar.addDays(at, purgeDays - restoreDays);
    return disabledApps(db, id, { after, until, limit });
  });
  const apps = (await Promise.all(appsByRuleSet)).flat();
  const items = apps.map((app) => ({
    kind: 'going' as const,
    app: withCurrentState(app, at, rules),
    at: purgeAt(app, rules) ?? at,
  }));
  return items.sort((a, b) => (a.at < b.at ? -1 : 1));
}
