import { distance } from 'fastest-levenshtein';
import { type App, largestAppId } from '../../domain/app.js';
import { appFromRow } from '../app-row.js';
import type { App as AppRow, Prisma } from '../generated/client.js';
import type { Queries } from './queries.js';

/** What a question needs of the database: the client, or the transaction that it is part of. */
export type Db = Prisma.TransactionClient;

/** The app with this id and the number of its configuration, or null. */
export async function appById(db: Db, sdkAppId: number): Promise<{ app: App; version: number } | null> {
  const row = await db.app.findUnique({ where: { sdkAppId } });
  return row && { app: appFromRow(row), version: row.version };
}

/** Every app of an account in a data center, by id, with the number of its configuration. */
export async function appsOfAccount(
  db: Db,
  where: { readonly account: string; readonly dataCenter: string },
): Promise<readonly { app: App; version: number }[]> {
  const rows = await db.app.findMany({ where, orderBy: { sdkAppId: 'asc' } });
  return rows.map((row) => ({ app: appFromRow(row), version: row.version }));
}

const nearEnough = 5;

/** The questions about apps, asked of `db`. */
export function appQueries(db: Db): Queries {
  return {
    async findApp(idOrName) {
      const wanted = idOrName.normalize('NFC').trim();
      if (/^\d{1,10}$/.test(wanted)) {
        const byId = isId(Number(wanted)) ? await appById(db, Number(wanted)) : null;
        if (byId) return { app: byId.app };
      }
      const named = await db.app.findMany({ where: { name: wanted }, orderBy: { sdkAppId: 'asc' }, take: nearEnough });
      const [only] = named;
      if (only && named.length === 1) return { app: appFromRow(only) };
      if (only) return { near: named.map(appFromRow) };
      return { near: await nearApps(db, wanted) };
    },
    suggestApps: (text, limit) => matchingApps(db, text, limit),
  };
}

/** Apps whose id or name begins with the text, then apps whose name contains it. Case does not count. */
async function matchingApps(db: Db, text: string, limit: number): Promise<readonly App[]> {
  const wanted = text.normalize('NFC').trim().toLowerCase();
  const found = new Map<number, App>();
  const add = (rows: readonly AppRow[]) => {
    for (const row of rows) if (found.size < limit) found.set(row.sdkAppId, appFromRow(row));
  };
  const OR = idsBeginning(wanted);
  if (OR.length > 0) add(await db.app.findMany({ where: { OR }, orderBy: { sdkAppId: 'asc' }, take: limit }));
  add(await namedLike(db, `${escapeLike(wanted)}%`, limit));
  if (found.size < limit && wanted !== '') add(await namedLike(db, `_%${escapeLike(wanted)}%`, limit));
  return [...found.values()];
}

async function namedLike(db: Db, pattern: string, limit: number): Promise<AppRow[]> {
  const ids = await db.$queryRaw<{ sdk_app_id: number }[]>`
    SELECT sdk_app_id FROM app WHERE lower(name) LIKE ${pattern} ORDER BY lower(name), sdk_app_id LIMIT ${limit}`;
  const rows = await db.app.findMany({ where: { sdkAppId: { in: ids.map((row) => row.sdk_app_id) } } });
  const order = new Map(ids.map((row, i) => [row.sdk_app_id, i]));
  return rows.sort((a, b) => (order.get(a.sdkAppId) ?? 0) - (order.get(b.sdkAppId) ?? 0));
}

/** Nothing longer is near to any name: a name has at most 100 characters. */
const longestNear = 400;

/** Apps whose name or id is a few keystrokes away, nearest first. */
async function nearApps(db: Db, wanted: string): Promise<readonly App[]> {
  const text = wanted.toLowerCase();
  if (text.length > longestNear) return [];
  const half = text.slice(0, Math.ceil(text.length / 2));
  const candidates = [...(await matchingApps(db, half, 200)), ...(await matchingApps(db, text.slice(0, 1), 200))];
  const away = (app: App) => Math.min(distance(text, app.name.toLowerCase()), distance(text, String(app.sdkAppId)));
  const near = new Map(candidates.map((app) => [app.sdkAppId, app]));
  return [...near.values()]
    .map((app) => ({ app, distance: away(app) }))
    .filter((it) => it.distance <= Math.max(2, Math.floor(text.length / 3)) || it.app.name.toLowerCase().includes(text))
    .sort((a, b) => a.distance - b.distance || a.app.sdkAppId - b.app.sdkAppId)
    .slice(0, nearEnough)
    .map((it) => it.app);
}

function isId(value: number): boolean {
  return value >= 1 && value <= largestAppId;
}

/** The ids that begin with this text, as ranges that an index can answer: none where no id does. */
export function idsBeginning(digits: string): Prisma.AppWhereInput[] {
  if (!/^[1-9]\d{0,9}$/.test(digits)) return [];
  const first = Number(digits);
  return [...Array(11 - digits.length).keys()]
    .map((zeros) => ({ from: first * 10 ** zeros, to: (first + 1) * 10 ** zeros - 1 }))
    .filter(({ from }) => from <= largestAppId)
    .map(({ from, to }) => ({ sdkAppId: { gte: from, lte: Math.min(to, largestAppId) } }));
}

/** The text as a pattern of LIKE that means just it. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}
