import type { App } from '../../domain/app.js';
import { appFromRow } from '../app-row.js';
import type { Db } from './apps.js';

/** A stretch of time: later than the one instant, up to the other. ISO in UTC. */
export interface Between {
  readonly after: string;
  readonly until: string;
}

/** Apps in service whose validity ends in a stretch of time, the first to end coming first. */
export async function endingApps(db: Db, { after, until }: Between, limit: number): Promise<readonly App[]> {
  const rows = await db.app.findMany({
    where: { state: { in: ['active', 'suspended'] }, disabledAt: null, validUntil: { gt: after, lte: until } },
    orderBy: [{ validUntil: 'asc' }, { sdkAppId: 'asc' }],
    take: limit,
  });
  return rows.map(appFromRow);
}

/** Apps whose validity was over at `at`, the last to end coming first. */
export async function endedApps(db: Db, at: string, limit: number): Promise<readonly App[]> {
  const rows = await db.app.findMany({
    where: { state: { in: ['active', 'suspended'] }, disabledAt: null, validUntil: { lte: at } },
    orderBy: [{ validUntil: 'desc' }, { sdkAppId: 'asc' }],
    take: limit,
  });
  return rows.map(appFromRow);
}

/** Disabled apps of a rule set that were disabled in a stretch of time, the first coming first. */
export async function disabledApps(
  db: Db,
  ruleSet: string,
  { after, until, limit }: Between & { readonly limit: number },
): Promise<readonly App[]> {
  const rows = await db.app.findMany({
    where: { state: 'disabled', ruleSet, disabledAt: { gt: after, lte: until } },
    orderBy: [{ disabledAt: 'asc' }, { sdkAppId: 'asc' }],
    take: limit,
  });
  return rows.map(appFromRow);
}

/** The apps with these ids, in that order; those that are not there are left out. */
export async function appsById(db: Db, ids: readonly number[]): Promise<readonly App[]> {
  const rows = await db.app.findMany({ where: { sdkAppId: { in: [...ids] } } });
  const known = new Map(rows.map((row) => [row.sdkAppId, appFromRow(row)]));
  return ids.flatMap((id) => known.get(id) ?? []);
}
