import { searchKey } from '../domain/app-name.js';
import type { Db } from './queries/apps.js';

const batchSize = 5_000;

/**
 * Computes the searchable names that are missing: those of rows of an earlier version, or written by one. Can run in
 * several processes at once, and be interrupted. Returns how many.
 */
export async function foldStoredNames(db: Db): Promise<number> {
  let count = 0;
  for (let after = 0; ; ) {
    const apps = await db.$queryRaw<{ sdkAppId: number; name: string }[]>`
      SELECT sdk_app_id AS "sdkAppId", name FROM app WHERE folded_name = '' AND sdk_app_id > ${after}
      ORDER BY sdk_app_id LIMIT ${batchSize}`;
    const last = apps.at(-1);
    if (!last) return count;
    const ids = apps.map(({ sdkAppId }) => sdkAppId);
    const keys = apps.map(({ name }) => searchKey(name));
    count += await db.$executeRaw`
      UPDATE app SET folded_name = folded.key FROM unnest(${ids}::int[], ${keys}::text[]) AS folded(id, key)
      WHERE sdk_app_id = folded.id AND folded_name = '' AND folded.key <> ''`;
    after = last.sdkAppId;
  }
}
