import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { createServiceContext } from '../../dist/bot.js';
import { readSettings } from '../../dist/config/config.js';
import { openDatabase } from '../../dist/database/client.js';
import { closeMonths } from '../../dist/jobs/close-months.js';
import { goals, row } from './row.mjs';

const apps = 100_000;
const first = 1_500_000_000;

/** Seconds that the statements of a month take for so many apps, and by how much the memory grows meanwhile, in MiB. */
async function monthClosed(url) {
  const database = await openDatabase({ url, dataDirectory: '.', log: { info() {}, error() {}, fatal() {} } });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`INSERT INTO app (sdk_app_id, name, account, data_center, rule_set, plan, add_ons, state, created_at, version)
    SELECT ${first} + i, 'app ' || i, 'bench', 'china', 'legacy-daily', 'legacy.pro', '{"maxGroupsPerUser": 1000}', 'active', '2021-01-01Z', 3
    FROM generate_series(1, ${apps}) i`);
  await client.query(`INSERT INTO app_history (sdk_app_id, version, effective_from, operation, rule_set, plan, add_ons, state, used_allowances)
    SELECT ${first} + i, v, '2026-09-28T04:00:00Z'::timestamptz + v * interval '5 days', 'configure', 'legacy-daily',
      CASE WHEN v = 2 THEN 'legacy.flagship' ELSE 'legacy.pro' END, '{"maxGroupsPerUser": 1000}', 'active', '{}'
    FROM generate_series(1, ${apps}) i, generate_series(1, 3) v`);
  await client.query(`INSERT INTO usage_reading (sdk_app_id, metric, day, measured_at, value, peak)
    SELECT ${first} + i * 10, 'dailyActiveUsers', '2026-10-01'::date + d, '2026-10-01Z', 20000, 20000
    FROM generate_series(1, ${apps / 10}) i, generate_series(0, 30) d`);
  await client.query('ANALYZE');
  const ctx = createServiceContext(readSettings({}), database, () => new Date('2026-11-02T00:00:00Z'));
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const began = performance.now();
  await closeMonths(ctx);
  const seconds = (performance.now() - began) / 1000;
  const grown = (process.memoryUsage().rss - before) / 2 ** 20;
  const { rows } = await client.query(
    `SELECT count(*)::int AS made FROM statement WHERE month = '2026-10' AND sdk_app_id > ${first}`,
  );
  if (rows[0].made !== apps) throw new Error(`${rows[0].made} statements, not ${apps}`);
  await database.close();
  await client.end();
  return { seconds, grown };
}

/** The statements of a month for many apps. */
export const closeMonth = {
  name: 'close',
  async measure(harness) {
    const { seconds, grown } = await monthClosed(await harness.database('close'));
    const detail = `s, memory + ${grown.toFixed(0)} MiB`;
    return [row('statements of a month for 100,000 apps', seconds, goals.atMost(30), detail)];
  },
};
