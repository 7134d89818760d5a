import { type App, largestAppId } from '../../domain/app.js';
import { appFromRow } from '../app-row.js';
import type { Prisma } from '../generated/client.js';

/** A Prisma client, or a transaction. */
export type Db = Prisma.TransactionClient;

/** The app with this id and its version; null when there is none. */
export async function appById(db: Db, sdkAppId: number): Promise<{ app: App; version: number } | null> {
  const row = await db.app.findUnique({ where: { sdkAppId } });
  return row && { app: appFromRow(row), version: row.version };
}

/** Every app of an account in a data center, by id, with its version. */
export async function appsOfAccount(
  db: Db,
  where: { readonly account: string; readonly dataCenter: string },
): Promise<readonly { app: App; version: number }[]> {
  const rows = await db.app.findMany({ where, orderBy: { sdkAppId: 'asc' } });
  return rows.map((row) => ({ app: appFromRow(row), version: row.version }));
}

/** The apps with these ids, by id, with their versions; unknown ids are left out. */
export async function versionedAppsById(
  db: Db,
  sdkAppIds: readonly number[],
): Promise<readonly { app: App; version: number }[]> {
  const where = { sdkAppId: { in: [...sdkAppIds] } };
  const rows = await db.app.findMany({ where, orderBy: { sdkAppId: 'asc' } });
  return rows.map((row) => ({ app: appFromRow(row), version: row.version }));
}

/** Filters for apps whose id begins with these digits, as ranges for the index; empty when no id can begin so. */
export function idsBeginning(digits: string): Prisma.AppWhereInput[] {
  if (!/^[1-9]\d{0,9}$/.test(digits)) return [];
  const prefix = Number(digits);
  return [...Array(11 - digits.length).keys()]
    .map((zeros) => ({ from: prefix * 10 ** zeros, to: (prefix + 1) * 10 ** zeros - 1 }))
    .filter(({ from }) => from <= largestAppId)
    .map(({ from, to }) => ({ sdkAppId: { gte: from, lte: Math.min(to, largestAppId) } }));
}

/** The text, escaped for a LIKE pattern. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}
