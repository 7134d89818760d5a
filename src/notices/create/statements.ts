import { inBatches, insertBatchSize } from '../../database/batches.js';
import { destinationOf, noticeColumns } from '../countdown.js';
import type { NoticeKindId } from '../kinds.js';
import type { SweepContext } from '../sweep-context.js';

const kind: NoticeKindId = 'statement';

/**
 * Creates notices about the statements of last month, once that month is closed. Returns how many. Decision: there are
 * no notices about earlier months, which are closed after an import of history or a long downtime; `bill` shows them.
 * Nor is there one about a month that costs nothing. The highest totals come first (severity).
 */
export function createStatementNotices(ctx: SweepContext): Promise<number> {
  const {
    database: { prisma },
    noticeDefaults,
  } = ctx;
  const { calendar } = ctx.rules;
  const at = ctx.now().toISOString();
  const month = calendar.monthOf(calendar.addMonths(at, -1));
  const { channel, language } = destinationOf(noticeDefaults);
  return inBatches(
    () => prisma.$executeRaw`
      INSERT INTO notice (${noticeColumns})
      SELECT ${`${kind}:`} || app.sdk_app_id || ':' || month, ${kind}, app.sdk_app_id, ${channel}, ${language}, month,
        least((document->>'total')::numeric, 2147483647)::int,
        jsonb_build_object('app', app.name, 'month', month, 'total', jsonb_build_object(
          'minor', document->'total', 'currency', document->'currency')), ${at}::timestamptz
      FROM statement JOIN closed_month USING (month) JOIN app USING (sdk_app_id)
      WHERE month = ${month} AND ${channel} IS NOT NULL AND document->'total' <> '0' AND app.retired_at IS NULL
        AND NOT EXISTS (SELECT FROM notice WHERE dedupe_key = ${`${kind}:`} || app.sdk_app_id || ':' || month)
      ORDER BY app.sdk_app_id LIMIT ${insertBatchSize}
      ON CONFLICT (dedupe_key) DO NOTHING`,
    insertBatchSize,
  );
}
