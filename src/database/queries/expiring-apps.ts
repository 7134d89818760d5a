import type { App } from '../../domain/app.js';
import { appFromRow } from '../app-row.js';
import type { Db } from './apps.js';

/** The time after one instant, up to and including another. ISO in UTC. */
export interface TimeRange {
  readonly after: string;
  readonly until: string;
}

/** Apps in service whose validity ends within a time range, earliest first. */
export async function endingApps(db: Db, { after, until }: TimeRange, limit: number): Promise<readonly App[]> {
  const rows = await db.app.findMany({
    where: {
      state: { in: ['active', 'suspended'] },
      disabledAt: null,
      retiredAt: null,
      validUntil: { gt: after, lte: until },
    },
    orderBy: [{ validUntil: 'asc' }, { sdkAppId: 'asc' }],
    take: limit,
  });
  return rows.map(appFromRow);
}

/** Apps in service whose validity has ended by `at`, latest first. */
export async function endedApps(db: Db, at: string, limit: number): Promise<readonly App[]> {
  const rows = await db.app.findMany({
    where: { state: { in: ['active', 'suspended'] }, disabledAt: null, retiredAt: null, validUntil: { lte: at } },
    orderBy: [{ validUntil: 'desc' }, { sdkAppId: 'asc' }],
    take: limit,
  });
  return rows.map(appFromRow);
}

/** Disabled apps of a rule set that were disabled within a time range, earliest first. */
export async function disabledApps(
  db: Db,
  ruleSet: string,
  { after, until, limit }: TimeRange & { readonly limit: number },
): Promise<readonly App[]> {
  const rows = await db.app.findMany({
    where: { state: 'disabled', retiredAt: null, ruleSet, disabledAt: { gt: after, lte: until } },
    orderBy: [{ disabledAt: 'asc' }, { sdkAppId: 'asc' }],
    take: limit,
  });
  return rows.map(appFromRow);
}

/** The apps with these ids, in that order; unknown ids are left out. */
export async function appsById(db: Db, ids: readonly number[]): Promise<readonly App[]> {
  const rows = await db.app.findMany({ where: { sdkAppId: { in: [...ids] } } });
  const apps = new Map(rows.map((row) => [row.sdkAppId, appFromRow(row)]));
  return ids.flatMap((id) => apps.get(id) ?? []);
}
