import type { Pool, QueryConfig } from 'pg';
import type { App } from '../../domain/app.js';
import { appFromRow, appRowSelection } from '../app-row.js';
import type { App as AppRow } from '../generated/client.js';

const sql = `SELECT ${appRowSelection} FROM app WHERE sdk_app_id = ANY($1)`;

/** Reads an app by its id; null when there is none. */
type ReadApp = (sdkAppId: number) => Promise<App | null>;

/** What pg takes and its types do not tell. */
interface Limited {
  readonly query_timeout: number;
}

interface Batch {
  readonly ids: Set<number>;
  readonly answer: Promise<ReadonlyMap<number, App>>;
}

/**
 * Reads apps with one statement at a time, however many are asked for: those that are asked for while it is on its way
 * come together with the next. A statement that is not answered by `limitMs` has failed, and its connection with it.
 */
export function createBatchLoader(pool: Pick<Pool, 'query'>, limitMs: number): ReadApp {
  let gathering: Batch | undefined;
  let before: Promise<unknown> = Promise.resolve();

  async function read(ids: Iterable<number>): Promise<ReadonlyMap<number, App>> {
    const query: QueryConfig & Limited = { text: sql, values: [[...ids]], query_timeout: limitMs };
    const { rows } = await pool.query<AppRow>(query);
    return new Map(rows.map((row) => [row.sdkAppId, appFromRow(row)]));
  }

  function gather(): Batch {
    const ids = new Set<number>();
    const answer = before.then(() => {
      gathering = undefined;
      return read(ids);
    });
    before = answer.catch(() => undefined);
    return { ids, answer };
  }

  return async (sdkAppId) => {
    gathering ??= gather();
    gathering.ids.add(sdkAppId);
    return (await gathering.answer).get(sdkAppId) ?? null;
  };
}
