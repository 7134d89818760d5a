import type { Actor, Change } from '../changes/change.js';
import type { ServiceContext } from '../changes/context.js';
import { changeFromRow } from '../changes/store.js';
import type { Db } from '../database/queries/apps.js';
import { requestsOfOthers } from '../database/queries/changes.js';
import { appsById, disabledApps, endedApps, endingApps } from '../database/queries/expiring-apps.js';
import { appsOverThreshold, latestReadings } from '../database/queries/usage.js';
import type { App } from '../domain/app.js';
import { currentReadings } from '../domain/entitlements/limit-usage.js';
import { purgeAt, withCurrentState } from '../domain/states.js';
import { byUrgency, type LimitNeedingAction, limitsNeedingAction } from '../notices/limit-remedy.js';
import type { Rules } from '../operations/operation.js';
import type { Role } from '../operations/roles.js';

/** What waits for somebody to act. Apps are as they are at the moment of asking. */
export type AttentionItem =
  | { readonly kind: 'approval'; readonly change: Change }
  | ({ readonly kind: 'limit'; readonly app: App } & LimitNeedingAction)
  | { readonly kind: 'ending' | 'suspended' | 'going'; readonly app: App; readonly at: string };

/** The most urgent needs of one kind, and whether there are more. */
export interface AttentionItems {
  readonly kind: AttentionItem['kind'];
  readonly first: readonly AttentionItem[];
  readonly more: boolean;
}

/** How many of a kind are told where only that kind is asked for. */
export const maxItemsOfOneKind = 30;
/** How many days before the end of a validity, and before data goes. */
const endingDays = 7;
const goingDays = 30;
/** How many apps are looked at anew for one that is still tight. */
const candidates = 50;

/** What the questions are asked with. */
interface Asking {
  readonly db: Db;
  readonly rules: Rules;
  readonly at: string;
  readonly actor: string;
}

interface Finder {
  /** Whom it concerns, and how many are told among others. */
  readonly role: Role;
  readonly told: number;
  /** The most urgent, and one more than are told where there are more. */
  find(asking: Asking, limit: number): Promise<readonly AttentionItem[]>;
}

const finders: Readonly<Record<AttentionItem['kind'], Finder>> = {
  approval: { role: 'approver', told: 5, find: approvals },
  limit: { role: 'operator', told: 3, find: limits },
  ending: { role: 'operator', told: 3, find: ending },
  suspended: { role: 'operator', told: 3, find: suspended },
  going: { role: 'operator', told: 3, find: going },
};

/** Every kind, in the order in which they are told. */
export const attentionKinds = [
  'approval',
  'limit',
  'ending',
  'suspended',
  'going',
] as const satisfies readonly AttentionItem['kind'][];

/**
 * What needs a person now, by what they may do: for approvers the requests of others; for operators limits that are
 * tight by present readings, developer editions about to end or suspended, and disabled apps whose data is about to go.
 * With `only`, more of that one kind.
 */
export function createAttention(
  ctx: ServiceContext,
): (actor: Actor, only?: AttentionItem['kind']) => Promise<readonly AttentionItems[]> {
  const {
    rules,
    database: { prisma: db },
  } = ctx;
  return async ({ id, roles }, only) => {
    const asking = { db, rules, at: ctx.now().toISOString(), actor: id };
    const found: AttentionItems[] = [];
    for (const kind of only === undefined ? attentionKinds : [only]) {
      const { role, told, find } = finders[kind];
      if (!roles.has(role)) continue;
      const most = only === undefined ? told : maxItemsOfOneKind;
      const needs = await find(asking, most + 1);
      if (needs.length > 0) found.push({ kind, first: needs.slice(0, most), more: needs.length > most });
    }
    return found;
  };
}

async function approvals({ db, at, actor }: Asking, limit: number): Promise<AttentionItem[]> {
  const rows = await requestsOfOthers(db, { actor, at }, limit);
  return rows.map((row) => ({ kind: 'approval', change: changeFromRow(row) }));
}

/** Which apps may be tight is on record with the limits that they have reached; whether they are, with the newest readings. */
async function limits({ db, rules, at }: Asking): Promise<AttentionItem[]> {
  const { catalogue } = rules;
  const ids = await appsOverThreshold(db, candidates);
  const apps = (await appsById(db, ids))
    .map((app) => withCurrentState(app, at, rules))
    .filter(({ state }) => state === 'active');
  const readings = await latestReadings(db, ids, Object.keys(catalogue.metrics));
  const pressed = apps.flatMap((app) => {
    const present = currentReadings(rules, readings.get(app.sdkAppId) ?? [], at);
    const [need] = limitsNeedingAction(catalogue, app, present);
    return need ? [{ kind: 'limit' as const, app, ...need }] : [];
  });
  return pressed.sort(byUrgency);
}

async function ending(asking: Asking, limit: number): Promise<AttentionItem[]> {
  const { db, rules, at } = asking;
  const apps = await endingApps(db, { after: at, until: rules.calendar.addDays(at, endingDays) }, limit);
  return validity(asking, 'ending', apps);
}

async function suspended(asking: Asking, limit: number): Promise<AttentionItem[]> {
  return validity(asking, 'suspended', await endedApps(asking.db, asking.at, limit));
}

function validity({ rules, at }: Asking, kind: 'ending' | 'suspended', apps: readonly App[]): AttentionItem[] {
  return apps.map((app) => ({ kind, app: withCurrentState(app, at, rules), at: app.validity?.until ?? at }));
}

async function going({ db, rules, at }: Asking, limit: number): Promise<AttentionItem[]> {
  const all = Object.values(rules.catalogue.ruleSets).map(async ({ id, restoreDays }) => {
    if (restoreDays === null) return [];
    const after = rules.calendar.addDays(at, -restoreDays);
    const until = rules.calendar.addDays(at, goingDays - restoreDays);
    return disabledApps(db, id, { after, until, limit });
  });
  const apps = (await Promise.all(all)).flat();
  const needs = apps.map((app) => ({
    kind: 'going' as const,
    app: withCurrentState(app, at, rules),
    at: purgeAt(app, rules) ?? at,
  }));
  return needs.sort((a, b) => (a.at < b.at ? -1 : 1));
}
