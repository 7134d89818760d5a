import type { App } from '../../domain/app.js';
import { appFromRow } from '../app-row.js';
import type { Prisma } from '../generated/client.js';
import { type Db, escapeLike, idsBeginning } from './apps.js';

/** What apps are asked for; absent: any. Text matches part of a name or the beginning of an id. */
interface AppFilter {
  readonly search?: string | undefined;
  readonly inState?: Prisma.AppWhereInput;
  readonly plan?: string | undefined;
  readonly ruleSet?: string | undefined;
}

/** The first `limit` apps that match, by name, and how many match in all. */
export async function listApps(
  db: Db,
  filter: AppFilter,
  limit: number,
): Promise<{ readonly found: readonly App[]; readonly total: number }> {
  const where = whereOf(filter);
  const rows = await db.app.findMany({ where, orderBy: byName('asc'), take: limit });
  const total = rows.length < limit ? rows.length : await db.app.count({ where });
  return { found: rows.map(appFromRow), total };
}

/** The place of an app in the order of names. */
export interface Cursor {
  readonly name: string;
  readonly sdkAppId: number;
}

/** A stretch of the apps in the order of their names: from the first on, or next to a mark, which is not in it. */
export interface Page {
  readonly after?: Cursor;
  readonly before?: Cursor;
  readonly limit: number;
}

/**
 * A page of the apps that match, by name, and whether more follow it; how many match in all. Found by the index
 * from the mark on, however far down it is.
 */
export async function pageOfApps(
  db: Db,
  filter: AppFilter,
  { after, before, limit }: Page,
): Promise<{ readonly found: readonly App[]; readonly more: boolean; readonly total: number }> {
  const where = whereOf(filter);
  const mark = after ?? before;
  const beyond = mark ? { AND: [where, besides(mark, after ? 'gt' : 'lt')] } : where;
  const orderBy = byName(before && !after ? 'desc' : 'asc');
  const rows = await db.app.findMany({ where: beyond, orderBy, take: limit + 1 });
  const found = rows.slice(0, limit).map(appFromRow);
  const total = await db.app.count({ where });
  return before && !after ? { found: found.reverse(), more: true, total } : { found, more: rows.length > limit, total };
}

function byName(order: 'asc' | 'desc'): Prisma.AppOrderByWithRelationInput[] {
  return [{ name: order }, { sdkAppId: order }];
}

/** Past the mark in one direction; the first condition is what the index is entered by. */
function besides({ name, sdkAppId }: Cursor, way: 'gt' | 'lt'): Prisma.AppWhereInput {
  return { name: { [`${way}e`]: name }, OR: [{ name: { [way]: name } }, { sdkAppId: { [way]: sdkAppId } }] };
}

function whereOf(filter: AppFilter): Prisma.AppWhereInput {
  return {
    ...(filter.plan && { plan: filter.plan }),
    ...(filter.ruleSet && { ruleSet: filter.ruleSet }),
    AND: [filter.inState ?? {}, filter.search ? { OR: matches(filter.search) } : {}],
  };
}

/** The first `limit` apps that match and whose id is above `after`, by id: pages that stay put while apps come. */
export async function appsAfter(
  db: Db,
  filter: AppFilter,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly App[]> {
  const where = { ...whereOf(filter), sdkAppId: { gt: after } };
  const rows = await db.app.findMany({ where, orderBy: { sdkAppId: 'asc' }, take: limit });
  return rows.map(appFromRow);
}

function matches(search: string): Prisma.AppWhereInput[] {
  return [...idsBeginning(search), { name: { contains: escapeLike(search), mode: 'insensitive' } }];
}
