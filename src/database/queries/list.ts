import type { App } from '../../imapp/app.js';
import type { Prisma } from '../generated/client.js';
import { type Reader, toApp } from './apps.js';

/** What apps are asked for; absent: any. Text matches part of a name or the beginning of an id. */
export interface AppFilter {
  readonly search?: string;
  readonly inState?: Prisma.AppWhereInput;
  readonly plan?: string;
  readonly ruleSet?: string;
}

/** The first `limit` apps that match, by name, and how many match in all. */
export async function listApps(
  db: Reader,
  filter: AppFilter,
  limit: number,
): Promise<{ readonly found: readonly App[]; readonly total: number }> {
  const where: Prisma.AppWhereInput = {
    ...(filter.plan && { plan: filter.plan }),
    ...(filter.ruleSet && { ruleSet: filter.ruleSet }),
    AND: [filter.inState ?? {}, filter.search ? { OR: matches(filter.search) } : {}],
  };
  const orderBy = [{ name: 'asc' }, { sdkAppId: 'asc' }] satisfies Prisma.AppOrderByWithRelationInput[];
  const rows = await db.app.findMany({ where, orderBy, take: limit });
  const total = rows.length < limit ? rows.length : await db.app.count({ where });
  return { found: rows.map(toApp), total };
}

function matches(search: string): Prisma.AppWhereInput[] {
  const id = /^\d{1,9}$|^1\d{9}$/.test(search) ? [{ sdkAppId: Number(search) }] : [];
  return [...id, { name: { contains: search, mode: 'insensitive' } }];
}
