import { openDatabase } from '../../dist/database/client.js';
import { ask } from './postgres.mjs';

const first = 1_400_000_001;

/** So many apps on the free plan of the rules by day, with ids that follow each other. Answers the first id. */
export async function manyApps(url, count) {
  const database = await openDatabase({ url, dataDirectory: '.', log: { info() {}, error() {}, fatal() {} } });
  await database.close();
  await ask(
    url,
    `WITH made AS (
      INSERT INTO app (sdk_app_id, name, account, data_center, rule_set, plan, add_ons, state, created_at, version, folded_name)
      SELECT ${first} + i, 'app ' || i, 'account ' || i % 1000, 'china', 'legacy-daily', 'legacy.trial', '{}', 'active',
        '2021-01-01Z', 1, 'app ' || i
      FROM generate_series(0, $1::int - 1) i RETURNING *)
    INSERT INTO app_history (sdk_app_id, version, effective_from, operation, rule_set, plan, add_ons, state, used_allowances)
    SELECT sdk_app_id, 1, created_at, 'register', rule_set, plan, add_ons, state, '{}' FROM made`,
    [count],
  );
  await ask(url, 'ANALYZE');
  return first;
}
