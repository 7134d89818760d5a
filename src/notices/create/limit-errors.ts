import { appFromRow } from '../../database/app-row.js';
import { Prisma } from '../../database/generated/client.js';
import type { App } from '../../domain/app.js';
import { type Catalogue, hasRulesOf, ruleSetOf } from '../../domain/catalogue/catalogue.js';
import type { Remedy } from '../../domain/entitlements/entitlement-check.js';
import { languageOf } from '../../i18n/language.js';
import type { ReportedLimitError } from '../../usage/limit-errors.js';
import { createMessages } from '../digest.js';
import type { LimitErrorPayload } from '../kinds/limit-error/kind.js';
import type { NoticeKindId } from '../kinds.js';
import { limitRemedy, nextStepFor } from '../limit-remedy.js';
import { requestUpdate } from '../resolve.js';
import type { SweepContext } from '../sweep-context.js';

const kind: NoticeKindId = 'limit-error';

/** Limit errors that were reported together. `report` identifies the report, so that it counts only once. */
export interface LimitErrorReport {
  readonly report: string;
  readonly refusals: readonly ReportedLimitError[];
}

/**
 * Creates one notice per app, error code and billing day that a limit was hit. A later report for the same day raises
 * the count and updates the message. Ignores codes that are not about a limit, unknown apps, and apps under unknown rules. Idempotent per report.
 * Returns how many notices are new.
 */
export async function createLimitErrorNotices(
  ctx: SweepContext,
  { report, refusals }: LimitErrorReport,
): Promise<number> {
  const ids = [...new Set(refusals.map(({ sdkAppId }) => sdkAppId))];
  const rows = await ctx.database.prisma.app.findMany({ where: { sdkAppId: { in: ids } } });
  const apps = new Map(rows.map((row) => [row.sdkAppId, appFromRow(row)]));
  const notices = perDay(refusals, ctx.rules.calendar.dayOf).flatMap((errors) => {
    const app = apps.get(errors.sdkAppId);
    const isWatched = app && app.retiredAt === null && hasRulesOf(ctx.rules.catalogue, app);
    return isWatched ? newNotices(ctx, app, errors) : [];
  });
  const [row] = await ctx.database.prisma.$queryRaw<{ count: number }[]>`
    WITH new_report AS (
      INSERT INTO inbound_event (dedupe_key, received_at) VALUES (${`refusals:${report}`}, ${ctx.now().toISOString()}::timestamptz)
      ON CONFLICT (dedupe_key) DO NOTHING RETURNING dedupe_key AS report
    ), notice_rows AS (
      INSERT INTO notice (dedupe_key, kind, sdk_app_id, channel, language, metric, payload, occurred_at)
      SELECT new_notice.dedupe_key, ${kind}, sdk_app_id, channel, language, metric, payload, occurred_at
      FROM new_report, jsonb_to_recordset(${JSON.stringify(notices)}::jsonb) AS new_notice(
        dedupe_key text, sdk_app_id int, channel text, language text, metric text, payload jsonb, occurred_at timestamptz)
      ORDER BY new_notice.dedupe_key
      ON CONFLICT (dedupe_key) DO UPDATE SET payload = excluded.payload || jsonb_build_object(
        'count', (notice.payload->>'count')::bigint + (excluded.payload->>'count')::bigint,
        'at', least(notice.payload->>'at', excluded.payload->>'at'))
      RETURNING message_id, xmax = 0 AS is_new
    ), updated_messages AS (${requestUpdate(Prisma.sql`SELECT message_id FROM notice_rows`)}
    ), enqueued AS (
      SELECT enqueue_delivery(recipient) FROM (SELECT DISTINCT recipient FROM updated_messages ORDER BY recipient) AS recipients
    )
    SELECT (SELECT count(*) FROM notice_rows WHERE is_new)::int AS count, (SELECT count(*) FROM enqueued)::int AS enqueued`;
  await createMessages(ctx);
  return row?.count ?? 0;
}

/** The limit errors of an app with the same code on one billing day. `at`: the first of them. */
type DailyLimitErrors = ReportedLimitError & { readonly day: string };

function perDay(refusals: readonly ReportedLimitError[], dayOf: (at: string) => string): DailyLimitErrors[] {
  const days = new Map<string, DailyLimitErrors>();
  for (const { sdkAppId, errorCode, at, count } of refusals) {
    const day = dayOf(at);
    const key = `${sdkAppId} ${errorCode} ${day}`;
    const previous = days.get(key);
    const first = previous && previous.at < at ? previous.at : at;
    days.set(key, { sdkAppId, errorCode, day, at: first, count: (previous?.count ?? 0) + count });
  }
  return [...days.values()];
}

/** One notice; none when the code is not about a limit, or there is no channel for it. */
function newNotices(ctx: SweepContext, app: App, { errorCode, day, at, count }: DailyLimitErrors) {
  const code = String(errorCode);
  const meaning = meaningOf(ctx.rules.catalogue, app, code);
  const channel = app.channel ?? ctx.noticeDefaults.noticesChannel;
  if (!meaning || channel === null) return [];
  const payload: LimitErrorPayload = { app: app.name, errorCode: code, at, count, ...meaning };
  return [
    {
      dedupe_key: `${kind}:${app.sdkAppId}:${code}:${day}`,
      sdk_app_id: app.sdkAppId,
      channel,
      language: languageOf(app.language ?? undefined, ctx.noticeDefaults.language),
      metric: meaning.metric ?? '',
      payload,
      occurred_at: at,
    },
  ];
}

/** The cap of one group, which an existing group keeps until it is raised for that group. */
const groupCap = { code: '10014', metric: 'membersPerGroup' } as const;

/** The remedies for error codes that do not belong to a metric. */
const remedies: Readonly<Record<string, Remedy>> = {
  '10059': { upgrade: true, item: null },
  '60020': 'extend-or-upgrade',
  '60016': 'restore',
};

/** What an error code means for an app, and what helps; null when it is not about a limit. */
function meaningOf(
  catalogue: Catalogue,
  app: App,
  code: string,
): Pick<LimitErrorPayload, 'metric' | 'ownCap' | 'remedy'> | null {
  const ownCap = code === groupCap.code;
  const metric = ownCap
    ? groupCap.metric
    : Object.values(catalogue.metrics).find((candidate) => String(candidate.errorCode) === code)?.id;
  if (metric !== undefined) return { metric, ownCap, remedy: limitRemedy(catalogue, app, metric).remedy };
  const remedy = remedies[code];
  if (remedy === undefined) return null;
  const isTopPlan = ruleSetOf(catalogue, app.ruleSet).paidPlans.at(-1) === app.plan;
  return {
    metric: null,
    ownCap: false,
    remedy: code === '10059' && isTopPlan ? null : nextStepFor(catalogue, app, { metric: null, remedy }),
  };
}
