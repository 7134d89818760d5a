import { addedAtOnce, inBatches, type Round } from '../../jobs/round.js';
import { noticeColumns, placeOf } from '../countdown.js';

/**
 * Notes the frozen statements of the last month, once that month is closed. Decision: of months before it nothing is
 * said; they come when a history is imported, or after a long time away, and `bill` shows them. Nor is anything said of
 * a month that costs nothing. The dearest come first. Answers how many.
 */
export function noteStatements({ database: { prisma }, desk, team }: Round): Promise<number> {
  const { calendar } = desk.rules;
  const at = desk.now().toISOString();
  const month = calendar.monthOf(calendar.addMonths(at, -1));
  const place = placeOf(team);
  return inBatches(
    () => prisma.$executeRaw`
      INSERT INTO notice (${noticeColumns})
      SELECT 'statement:' || app.sdk_app_id || ':' || month, 'statement', app.sdk_app_id, ${place.channel}, ${place.language}, month,
        least((document->>'total')::bigint, 2147483647)::int,
        jsonb_build_object('app', app.name, 'month', month, 'total', jsonb_build_object(
          'minor', document->'total', 'currency', document->'currency')), ${at}::timestamptz
      FROM statement JOIN closed_month USING (month) JOIN app USING (sdk_app_id)
      WHERE month = ${month} AND ${place.channel} IS NOT NULL AND document->'total' <> '0'
        AND NOT EXISTS (SELECT FROM notice WHERE once = 'statement:' || app.sdk_app_id || ':' || month)
      ORDER BY app.sdk_app_id LIMIT ${addedAtOnce}
      ON CONFLICT (once) DO NOTHING`,
    addedAtOnce,
  );
}
