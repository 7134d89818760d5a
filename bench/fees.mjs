// What fees cost to work out: a year of one app's history, and the statements of 100,000 apps for a month.
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { deskOf } from '../dist/bot.js';
import { closeMonths } from '../dist/changes/close-months.js';
import { readSettings } from '../dist/config.js';
import { openDatabase } from '../dist/database/database.js';
import { statementOf } from '../dist/imapp/fees/statement.js';

const months = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`);

/** Two changes in each month, items that come and go, an app that is disabled and restored, and usage above quota. */
function busyYear() {
  const configuration = (from, more) => ({
    from,
    operation: 'configure',
    ruleSet: 'legacy-daily',
    plan: 'legacy.pro',
    addOns: {},
    state: 'active',
    changed: [],
    ...more,
  });
  const history = months.flatMap((month, i) => [
    configuration(`${month}-07T04:00:00.000Z`, {
      addOns: i % 2 ? { maxGroupsPerUser: 1000 } : { unlimitedAvChatRooms: true },
    }),
    configuration(
      `${month}-19T04:00:00.000Z`,
      i % 3 ? { plan: 'legacy.flagship' } : { state: i % 2 ? 'disabled' : 'active' },
    ),
  ]);
  const peaks = months.map((month) =>
    Array.from({ length: 28 }, (_, i) => ({
      metric: 'dailyActiveUsers',
      day: `${month}-${String(i + 1).padStart(2, '0')}`,
      value: 9_000 + i * 100,
    })),
  );
  return { history, peaks };
}

/** Microseconds that a month of that year takes, warm. */
export function pricing() {
  const { rules } = deskOf(readSettings({}), () => new Date());
  const { history, peaks } = busyYear();
  const year = () => months.map((month, i) => statementOf(month, { history, peaks: peaks[i] }, rules).total);
  for (let i = 0; i < 500; i++) year();
  const rounds = Array.from({ length: 7 }, () => {
    const began = performance.now();
    for (let i = 0; i < 300; i++) year();
    return ((performance.now() - began) * 1000) / (300 * months.length);
  });
  return rounds.sort((a, b) => a - b)[3];
}

const apps = 100_000;
const first = 1_500_000_000;

/** Seconds that the statements of a month take for so many apps, and by how much the memory grows meanwhile, in MiB. */
export async function closing(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`INSERT INTO app (sdk_app_id, name, account, data_center, rule_set, plan, add_ons, state, created_at, version)
    SELECT ${first} + i, 'app ' || i, 'bench', 'china', 'legacy-daily', 'legacy.pro', '{"maxGroupsPerUser": 1000}', 'active', '2021-01-01Z', 3
    FROM generate_series(1, ${apps}) i`);
  await client.query(`INSERT INTO app_history (sdk_app_id, version, "from", operation, rule_set, plan, add_ons, state, changed)
    SELECT ${first} + i, v, '2026-09-28T04:00:00Z'::timestamptz + v * interval '5 days', 'configure', 'legacy-daily',
      CASE WHEN v = 2 THEN 'legacy.flagship' ELSE 'legacy.pro' END, '{"maxGroupsPerUser": 1000}', 'active', '{}'
    FROM generate_series(1, ${apps}) i, generate_series(1, 3) v`);
  await client.query(`INSERT INTO usage_reading (sdk_app_id, metric, day, at, value, peak)
    SELECT ${first} + i * 10, 'dailyActiveUsers', '2026-10-01'::date + d, '2026-10-01Z', 20000, 20000
    FROM generate_series(1, ${apps / 10}) i, generate_series(0, 30) d`);
  await client.query('ANALYZE');
  const database = await openDatabase({ url, dataDirectory: '.', log: { info() {}, error() {} } });
  const desk = deskOf(readSettings({}), () => new Date('2026-11-02T00:00:00Z'));
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const began = performance.now();
  await closeMonths(database, desk);
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
