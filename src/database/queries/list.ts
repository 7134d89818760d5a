import type { App } from '../../imapp/app.js';
import type { Prisma } from '../generated/client.js';
import { type Reader, toApp } from './apps.js';

/** What apps are asked for; absent: any. Text matches part of a name or the beginning of an id. */
export interface AppFilter {
  readonly search?: string | undefined;
  readonly inState?: Prisma.AppWhereInput;
  readonly plan?: string | undefined;
  readonly ruleSet?: string | undefined;
}

/** The first `limit` apps that match, by name, and how many match in all. */
export async function listApps(
  db: Reader,
  filter: AppFilter,
  limit: number,
): Promise<{ readonly found: readonly App[]; readonly total: number }> {
  const where = that(filter);
  const orderBy = [{ name: 'asc' }, { sdkAppId: 'asc' }] satisfies Prisma.AppOrderByWithRelationInput[];
  const rows = await db.app.findMany({ where, orderBy, take: limit });
  const total = rows.length < limit ? rows.length : await db.app.count({ where });
  return { found: rows.map(toApp), total };
}

/** The first `limit` apps that match and whose id is above `after`, by id: pages that stay put while apps come. */
export async function appsAfter(
  db: Reader,
  filter: AppFilter,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly App[]> {
  const where = { ...that(filter), sdkAppId: { gt: after } };
  const rows = await db.app.findMany({ where, orderBy: { sdkAppId: 'asc' }, take: limit });
  return rows.map(toApp);
}

function that({ plan, ruleSet, inState, search }: AppFilter): Prisma.AppWhereInput {
  return {
    ...(plan && { plan }),
    ...(ruleSet && { ruleSet }),
    AND: [inState ?? {}, search ? { OR: matches(search) } : {}],
  };
}

function matches(search: string): Prisma.AppWhereInput[] {
  const id = /^\d{1,9}$|^1\d{9}$/.test(search) ? [{ sdkAppId: Number(search) }] : [];
  return [...id, { name: { contains: search, mode: 'insensitive' } }];
}
