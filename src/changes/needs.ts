import type { Database } from '../database/database.js';
import type { Reader } from '../database/queries/apps.js';
import { requestsOfOthers } from '../database/queries/changes.js';
import { appsById, disabledApps, endedApps, endingApps } from '../database/queries/due.js';
import { latestReadings, pressedApps } from '../database/queries/usage.js';
import type { App } from '../imapp/app.js';
import { type Pressure, presentReadings, pressures, tight } from '../imapp/pressure.js';
import { purgeAt } from '../imapp/states.js';
import type { Rules } from '../operations/operation.js';
import { asOf, type Desk } from './desk.js';
import type { Asker, Change } from './outcome.js';
import { toChange } from './records.js';

/** What waits for somebody to act. Apps are as they are at the moment of asking. */
export type Need =
  | { readonly kind: 'approval'; readonly change: Change }
  | { readonly kind: 'limit'; readonly app: App; readonly pressure: Pressure }
  | { readonly kind: 'ending' | 'suspended' | 'going'; readonly app: App; readonly at: string };

/** The most urgent needs of one kind, and whether there are more. */
export interface Needs {
  readonly kind: Need['kind'];
  readonly first: readonly Need[];
  readonly more: boolean;
}

/** How many of each kind are told; how many days before the end of a validity, and before data goes. */
const told = 3;
const approvalsTold = 5;
const endingDays = 7;
const goingDays = 30;
/** How many apps are looked at anew for one that is still tight. */
const candidates = 50;

/** What the questions are asked with. */
interface Asking {
  readonly db: Reader;
  readonly rules: Rules;
  readonly at: string;
}

/**
 * What needs a person now, by what they may do: for approvers the requests of others; for operators limits that are
 * tight by present readings, developer editions about to end or suspended, and disabled apps whose data is about to go.
 */
export function openNeeds({ prisma: db }: Database, desk: Desk): (asker: Asker) => Promise<readonly Needs[]> {
  const { rules } = desk;
  return async ({ actor, roles }) => {
    const asking = { db, rules, at: desk.now().toISOString() };
    const approver = roles.has('approver') ? [await approvalsFor(asking, actor)] : [];
    const operator = roles.has('operator')
      ? [await limits(asking), await ending(asking), await suspended(asking), await going(asking)]
      : [];
    return [...approver, ...operator].filter(({ first }) => first.length > 0);
  };
}

async function approvalsFor({ db, at }: Asking, actor: string): Promise<Needs> {
  const rows = await requestsOfOthers(db, { actor, at }, approvalsTold + 1);
  const needs = rows.map((row): Need => ({ kind: 'approval', change: toChange(row) }));
  return first('approval', needs, approvalsTold);
}

/** Which apps may be tight is on record with the limits that they have reached; whether they are, with the newest readings. */
async function limits({ db, rules, at }: Asking): Promise<Needs> {
  const ids = await pressedApps(db, candidates);
  const apps = (await appsById(db, ids)).map((app) => asOf(app, at, rules)).filter(({ state }) => state === 'active');
  const readings = await latestReadings(db, ids, Object.keys(rules.catalogue.metrics));
  const tightest = apps.flatMap((app) => {
    const present = presentReadings(rules, readings.get(app.sdkAppId) ?? [], at);
    const [pressure] = pressures(rules.catalogue, app, present);
    return pressure && (pressure.percent ?? 0) >= tight ? [{ kind: 'limit' as const, app, pressure }] : [];
  });
  const sorted = tightest.sort((a, b) => (b.pressure.percent ?? 0) - (a.pressure.percent ?? 0));
  return first('limit', sorted, told);
}

async function ending(asking: Asking): Promise<Needs> {
  const { db, rules, at } = asking;
  const apps = await endingApps(db, { after: at, until: rules.calendar.addDays(at, endingDays) }, told + 1);
  return first('ending', validity(asking, 'ending', apps), told);
}

async function suspended(asking: Asking): Promise<Needs> {
  const apps = await endedApps(asking.db, asking.at, told + 1);
  return first('suspended', validity(asking, 'suspended', apps), told);
}

function validity({ rules, at }: Asking, kind: 'ending' | 'suspended', apps: readonly App[]): Need[] {
  return apps.map((app) => ({ kind, app: asOf(app, at, rules), at: app.validity?.until ?? at }));
}

async function going({ db, rules, at }: Asking): Promise<Needs> {
  const all = Object.values(rules.catalogue.ruleSets).map(async ({ id, restoreDays }) => {
    if (restoreDays === null) return [];
    const after = rules.calendar.addDays(at, -restoreDays);
    const until = rules.calendar.addDays(at, goingDays - restoreDays);
    return disabledApps(db, id, { after, until, limit: told + 1 });
  });
  const apps = (await Promise.all(all)).flat();
  const needs = apps.map((app) => ({
    kind: 'going' as const,
    app: asOf(app, at, rules),
    at: purgeAt(app, rules) ?? at,
  }));
  return first(
    'going',
    needs.sort((a, b) => (a.at < b.at ? -1 : 1)),
    told,
  );
}

function first(kind: Need['kind'], needs: readonly Need[], most: number): Needs {
  return { kind, first: needs.slice(0, most), more: needs.length > most };
}
