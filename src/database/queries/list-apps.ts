import type { App } from '../../domain/app.js';
import { searchKey } from '../../domain/app-name.js';
import { appFromRow } from '../app-row.js';
import type { Prisma } from '../generated/client.js';
import { type Db, escapeLike, idsBeginning } from './apps.js';

/**
 * Which apps a query finds; a property that is absent matches every app. `search`: part of a name or start of an id.
 */
interface AppRowFilter {
  readonly search?: string | undefined;
  readonly inState?: Prisma.AppWhereInput;
  readonly plan?: string | undefined;
  readonly ruleSet?: string | undefined;
  /** The id of a Slack user or user group. */
  readonly owner?: string | undefined;
  /** One tag that it has, in lower case. */
  readonly tag?: string | undefined;
}

/** The first `limit` apps that match, by name, and how many match in all. */
export async function listApps(
  db: Db,
  filter: AppRowFilter,
  limit: number,
): Promise<{ readonly found: readonly App[]; readonly total: number }> {
  const where = whereOf(filter);
  const rows = await db.app.findMany({ where, orderBy: byName('asc'), take: limit });
  const total = rows.length < limit ? rows.length : await db.app.count({ where });
  return { found: rows.map(appFromRow), total };
}

/** The position of an app in the order of names. */
export interface Cursor {
  readonly name: string;
  readonly sdkAppId: number;
}

/** A page of apps by name: the first one, or the one after or before a cursor, whose app is not included. */
export interface Page {
  readonly after?: Cursor;
  readonly before?: Cursor;
  readonly limit: number;
}

/** A page of the apps that match, by name; whether more follow; how many match in all. Any page costs the same. */
export async function pageOfApps(
  db: Db,
  filter: AppRowFilter,
  { after, before, limit }: Page,
): Promise<{ readonly found: readonly App[]; readonly more: boolean; readonly total: number }> {
  const where = whereOf(filter);
  const cursor = after ?? before;
  const pageWhere = cursor ? { AND: [where, beyondCursor(cursor, after ? 'gt' : 'lt')] } : where;
  const orderBy = byName(before && !after ? 'desc' : 'asc');
  const rows = await db.app.findMany({ where: pageWhere, orderBy, take: limit + 1 });
  const found = rows.slice(0, limit).map(appFromRow);
  const total = await db.app.count({ where });
  return before && !after ? { found: found.reverse(), more: true, total } : { found, more: rows.length > limit, total };
}

function byName(order: 'asc' | 'desc'): Prisma.AppOrderByWithRelationInput[] {
  return [{ name: order }, { sdkAppId: order }];
}

/** Filter for apps beyond the cursor, in one direction. The first condition is redundant, but the index needs it. */
function beyondCursor({ name, sdkAppId }: Cursor, direction: 'gt' | 'lt'): Prisma.AppWhereInput {
  return {
    name: { [`${direction}e`]: name },
    OR: [{ name: { [direction]: name } }, { sdkAppId: { [direction]: sdkAppId } }],
  };
}

function whereOf(filter: AppRowFilter): Prisma.AppWhereInput {
  return {
    ...(filter.plan && { plan: filter.plan }),
    ...(filter.ruleSet && { ruleSet: filter.ruleSet }),
    ...(filter.owner && { owner: filter.owner }),
    ...(filter.tag && { tags: { has: filter.tag } }),
    AND: [filter.inState ?? {}, filter.search ? { OR: matches(filter.search) } : {}],
  };
}

/** The first `limit` apps that match with an id above `after`, by id: new apps do not shift the pages. */
export async function appsAfter(
  db: Db,
  filter: AppRowFilter,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly App[]> {
  const where = { ...whereOf(filter), sdkAppId: { gt: after } };
  const rows = await db.app.findMany({ where, orderBy: { sdkAppId: 'asc' }, take: limit });
  return rows.map(appFromRow);
}

function matches(search: string): Prisma.AppWhereInput[] {
  const key = searchKey(search);
  return [...idsBeginning(key), { foldedName: { contains: escapeLike(key) } }];
}
