import type { Pool, QueryConfig } from 'pg';
import type { App } from '../../domain/app.js';
import { appFromRow, appRowSelection } from '../app-row.js';
import type { App as AppRow } from '../generated/client.js';

/** One row at least: what the server is. Without an app, its columns are null. */
const sql = `SELECT pg_is_in_recovery() AS "isStandby", ${appRowSelection} FROM (SELECT) AS server LEFT JOIN app ON sdk_app_id = ANY($1)`;

type Row = { readonly isStandby: boolean } & (AppRow | { readonly sdkAppId: null });

/** Reads an app by its id; null when there is none. */
type ReadApp = (sdkAppId: number) => Promise<App | null>;

/** An option of pg that its types lack. */
interface QueryTimeout {
  readonly query_timeout: number;
}

interface Batch {
  readonly ids: Set<number>;
  readonly apps: Promise<ReadonlyMap<number, App>>;
}

/**
 * Reads apps with one statement at a time: the apps that are requested while a statement runs are read together by the
 * next one. A statement without a response after `timeoutMs` fails, and its connection is closed. So does the answer of
 * a standby: it may be behind.
 */
export function createBatchLoader(pool: Pick<Pool, 'query'>, timeoutMs: number): ReadApp {
  let nextBatch: Batch | undefined;
  let lastStatement: Promise<unknown> = Promise.resolve();

  async function read(ids: Iterable<number>): Promise<ReadonlyMap<number, App>> {
    const query: QueryConfig & QueryTimeout = { text: sql, values: [[...ids]], query_timeout: timeoutMs };
    const { rows } = await pool.query<Row>(query);
    if (rows.some(({ isStandby }) => isStandby)) throw new Error('a standby cannot prove that its apps are current');
    return new Map(rows.flatMap((row) => (row.sdkAppId === null ? [] : [[row.sdkAppId, appFromRow(row)]])));
  }

  function createBatch(): Batch {
    const ids = new Set<number>();
    const apps = lastStatement.then(() => {
      nextBatch = undefined;
      return read(ids);
    });
    lastStatement = apps.catch(() => undefined);
    return { ids, apps };
  }

  return async (sdkAppId) => {
    nextBatch ??= createBatch();
    nextBatch.ids.add(sdkAppId);
    return (await nextBatch.apps).get(sdkAppId) ?? null;
  };
}
