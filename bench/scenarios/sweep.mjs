import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { createServiceContext } from '../../dist/bot.js';
import { readSettings } from '../../dist/config/config.js';
import { openDatabase } from '../../dist/database/client.js';
import { runSweeps } from '../../dist/jobs/sweep.js';
import { goals, row } from './row.mjs';

const apps = 1_000_000;
const ending = 20_000;
const now = '2026-11-21T03:00:00Z';

/**
 * One sweep over a million apps of which 20,000 end tomorrow, against its bare SQL: three statements that find these,
 * write as many rows into tables like those of the notices and messages, and tie them to one message.
 */
export const sweep = {
  name: 'sweep',
  async measure(harness) {
    const url = await harness.database('sweeping');
    const database = await openDatabase({ url, dataDirectory: '.', log: { info() {}, error() {}, fatal() {} } });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`INSERT INTO app (sdk_app_id, name, account, data_center, rule_set, plan, add_ons, state, created_at,
        version, valid_until, validity_anchor, validity_months)
      SELECT i, 'app ' || i, 'bench', 'singapore', 'current', 'current.developer', '{}', 'active', '${now}', 1, until,
        until - interval '1 month', 1
      FROM (SELECT i, '${now}'::timestamptz + CASE WHEN i <= ${ending} THEN interval '20 hours' ELSE interval '20 days' END AS until
        FROM generate_series(1, ${apps}) AS i) AS it`);
    await client.query(`CREATE TABLE bare_message (LIKE message INCLUDING ALL);
      CREATE TABLE bare_notice (LIKE notice INCLUDING ALL, FOREIGN KEY (message_id) REFERENCES bare_message (id))`);
    await client.query('VACUUM ANALYZE');
    const bare = await timed(async () => {
      for (const statement of bareStatements) await client.query(statement);
    });
    let clock = '2026-11-11T03:00:00Z';
    const ctx = createServiceContext(readSettings({}), database, () => new Date(clock));
    const round = { ...ctx, noticeDefaults: { noticesChannel: 'C1', language: 'en' } };
    await runSweeps(round); // as every minute before: nothing is due yet
    clock = now;
    const before = process.memoryUsage().rss;
    const ours = await timed(() => runSweeps(round));
    const grown = (process.memoryUsage().rss - before) / 2 ** 20;
    const again = await timed(() => runSweeps(round));
    const { rows } = await client.query(
      'SELECT (SELECT count(*) FROM notice)::int AS notices, (SELECT count(*) FROM message)::int AS messages',
    );
    await client.end();
    await database.close();
    if (rows[0].notices !== ending || rows[0].messages !== 1) throw new Error(`It came to ${JSON.stringify(rows[0])}.`);
    const detail = `${ours.toFixed(2)} / ${bare.toFixed(2)} s; 1 message, memory + ${grown.toFixed(0)} MiB; with nothing to do ${again.toFixed(2)} s`;
    return [row('a sweep over 1,000,000 apps, 20,000 of which end tomorrow', ours / bare, goals.atMost(2), detail)];
  },
};

const bareStatements = [
  `INSERT INTO bare_notice (dedupe_key, kind, sdk_app_id, channel, language, group_key, severity, payload, occurred_at)
    SELECT 'dev-expiry:' || sdk_app_id || ':' || valid_until || ':1', 'dev-expiry', sdk_app_id, coalesce(channel, 'C1'),
      coalesce(language, 'en'), valid_until::text, 1, jsonb_build_object('app', name, 'until', valid_until, 'days', 1), '${now}'
    FROM app WHERE state = 'active' AND valid_until > '${now}' AND valid_until <= '${now}'::timestamptz + interval '7 days'
    ON CONFLICT (dedupe_key) DO NOTHING`,
  `INSERT INTO bare_message (id, recipient, kind, language, created_at)
    SELECT gen_random_uuid(), channel, kind, 'en', '${now}' FROM bare_notice WHERE message_id IS NULL GROUP BY channel, kind`,
  `UPDATE bare_notice AS it SET message_id = bare_message.id FROM bare_message
    WHERE it.message_id IS NULL AND it.channel = bare_message.recipient AND it.kind = bare_message.kind`,
];

async function timed(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
