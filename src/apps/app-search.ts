import { distance } from 'fastest-levenshtein';
import { appFromRow } from '../database/app-row.js';
import type { App as AppRow } from '../database/generated/client.js';
import { appById, type Db, escapeLike, idsBeginning } from '../database/queries/apps.js';
import { type App, largestAppId } from '../domain/app.js';
import { foldName, searchKey } from '../domain/app-name.js';

const maxSimilarApps = 5;

/** Finds the app that a user means by what they typed. */
export interface AppSearch {
  /** The app with this id, or with this name, as `foldName` compares it, if it is the only one; otherwise up to five similar ones. */
  findApp(idOrName: string): Promise<{ readonly app: App } | { readonly near: readonly App[] }>;
  /** At most `limit` apps whose id or name begins with the text, then those whose name contains it. */
  suggestApps(text: string, limit: number): Promise<readonly App[]>;
}

export function createAppSearch(db: Db): AppSearch {
  return {
    async findApp(idOrName) {
      const name = foldName(idOrName);
      if (/^\d{1,10}$/.test(name)) {
        const byId = isAppId(Number(name)) ? await appById(db, Number(name)) : null;
        if (byId) return { app: byId.app };
      }
      const named = (await appsNamed(db, searchKey(idOrName))).filter((app) => foldName(app.name) === name);
      const [only] = named;
      if (only && named.length === 1) return { app: only };
      return { near: only ? named.slice(0, maxSimilarApps) : await similarApps(db, searchKey(idOrName)) };
    },
    suggestApps: (text, limit) => matchingApps(db, text, limit),
  };
}

/** More apps than that have no names that differ in case only. */
const maxAppsOfOneName = 100;

async function appsNamed(db: Db, key: string): Promise<readonly App[]> {
  if (key === '') return [];
  const rows = await db.app.findMany({
    where: { foldedName: key },
    orderBy: { sdkAppId: 'asc' },
    take: maxAppsOfOneName,
  });
  return rows.map(appFromRow);
}

/** Apps whose id or name begins with the text, then apps whose name contains it. Case does not count. */
async function matchingApps(db: Db, text: string, limit: number): Promise<readonly App[]> {
  const wanted = searchKey(text);
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
    SELECT sdk_app_id FROM app WHERE folded_name LIKE ${pattern} ORDER BY folded_name, sdk_app_id LIMIT ${limit}`;
  const rows = await db.app.findMany({ where: { sdkAppId: { in: ids.map((row) => row.sdk_app_id) } } });
  const order = new Map(ids.map((row, i) => [row.sdk_app_id, i]));
  return rows.sort((a, b) => (order.get(a.sdkAppId) ?? 0) - (order.get(b.sdkAppId) ?? 0));
}

/** Longer texts are not compared: a name has at most 100 characters. */
const maxSearchLength = 400;

/** Apps whose name or id is a few keystrokes away, the most similar first. `text`: folded, in lower case. */
async function similarApps(db: Db, text: string): Promise<readonly App[]> {
  if (text.length > maxSearchLength) return [];
  const half = text.slice(0, Math.ceil(text.length / 2));
  const candidates = [...(await matchingApps(db, half, 200)), ...(await matchingApps(db, text.slice(0, 1), 200))];
  const unique = new Map(candidates.map((app) => [app.sdkAppId, { app, name: searchKey(app.name) }]));
  return [...unique.values()]
    .map(({ app, name }) => ({
      app,
      distance: Math.min(distance(text, name), distance(text, String(app.sdkAppId))),
      contains: name.includes(text),
    }))
    .filter((match) => match.distance <= Math.max(2, Math.floor(text.length / 3)) || match.contains)
    .sort((a, b) => a.distance - b.distance || a.app.sdkAppId - b.app.sdkAppId)
    .slice(0, maxSimilarApps)
    .map((match) => match.app);
}

function isAppId(value: number): boolean {
  return value >= 1 && value <= largestAppId;
}
