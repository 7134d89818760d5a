import { appFromRow } from '../../database/app-row.js';
import { Prisma } from '../../database/generated/client.js';
import type { App } from '../../domain/app.js';
import { type Catalogue, ruleSetOf } from '../../domain/catalogue/catalogue.js';
import type { Remedy } from '../../domain/entitlements/limits.js';
import { languageOf } from '../../i18n/language.js';
import type { ReportedLimitError } from '../../usage/limit-errors.js';
import { createMessages } from '../digest.js';
import type { LimitErrorPayload } from '../kinds/limit-error/kind.js';
import type { NoticeKindId } from '../kinds.js';
import { atLimit, nextStepFor } from '../limit-remedy.js';
import { requestUpdate } from '../resolve.js';
import type { SweepContext } from '../sweep-context.js';

const kind: NoticeKindId = 'limit-error';

/** What was reported at once. `report` is the same whenever the same is passed on again. */
export interface Report {
  readonly report: string;
  readonly refusals: readonly ReportedLimitError[];
}

/**
 * Says of an app, once per code and billing day, that a limit was hit, and how often: what is reported later raises the
 * count, and has the message drawn anew. Every report counts once. Codes of no limit are none of ours, nor are apps that
 * we do not know. Answers how many were noted that had not been before.
 */
export async function createLimitErrorNotices(ctx: SweepContext, { report, refusals }: Report): Promise<number> {
  const ids = [...new Set(refusals.map(({ sdkAppId }) => sdkAppId))];
  const rows = await ctx.database.prisma.app.findMany({ where: { sdkAppId: { in: ids } } });
  const apps = new Map(rows.map((row) => [row.sdkAppId, appFromRow(row)]));
  const told = perDay(refusals, ctx.rules.calendar.dayOf).flatMap((refused) => {
    const app = apps.get(refused.sdkAppId);
    return app ? noticeOf(ctx, app, refused) : [];
  });
  const [row] = await ctx.database.prisma.$queryRaw<{ noted: number }[]>`
    WITH first AS (
      INSERT INTO inbound_event (dedupe_key, received_at) VALUES (${`refusals:${report}`}, ${ctx.now().toISOString()}::timestamptz)
      ON CONFLICT (dedupe_key) DO NOTHING RETURNING dedupe_key AS report
    ), kept AS (
      INSERT INTO notice (dedupe_key, kind, sdk_app_id, channel, language, metric, payload, occurred_at)
      SELECT it.dedupe_key, ${kind}, app, channel, language, metric, payload, at
      FROM first, jsonb_to_recordset(${JSON.stringify(told)}::jsonb) AS it(
        dedupe_key text, app int, channel text, language text, metric text, payload jsonb, at timestamptz)
      ORDER BY it.dedupe_key
      ON CONFLICT (dedupe_key) DO UPDATE SET payload = excluded.payload || jsonb_build_object(
        'count', (notice.payload->>'count')::bigint + (excluded.payload->>'count')::bigint,
        'at', least(notice.payload->>'at', excluded.payload->>'at'))
      RETURNING message_id, xmax = 0 AS fresh
    ), redrawn AS (${requestUpdate(Prisma.sql`SELECT message_id FROM kept`)}
    ), woken AS (SELECT enqueue_delivery(recipient) FROM (SELECT DISTINCT recipient FROM redrawn ORDER BY recipient) AS its)
    SELECT (SELECT count(*) FROM kept WHERE fresh)::int AS noted, (SELECT count(*) FROM woken)::int AS woken`;
  await createMessages(ctx);
  return row?.noted ?? 0;
}

type OfDay = ReportedLimitError & { readonly day: string };

/** One per app, code and day, counted together. */
function perDay(refusals: readonly ReportedLimitError[], dayOf: (at: string) => string): OfDay[] {
  const days = new Map<string, OfDay>();
  for (const { sdkAppId, errorCode, at, count } of refusals) {
    const day = dayOf(at);
    const key = `${sdkAppId} ${errorCode} ${day}`;
    const known = days.get(key);
    const first = known && known.at < at ? known.at : at;
    days.set(key, { sdkAppId, errorCode, day, at: first, count: (known?.count ?? 0) + count });
  }
  return [...days.values()];
}

function noticeOf(ctx: SweepContext, app: App, { errorCode, day, at, count }: OfDay) {
  const code = String(errorCode);
  const meant = meaningOf(ctx.rules.catalogue, app, code);
  const channel = app.channel ?? ctx.noticeDefaults.noticesChannel;
  if (!meant || channel === null) return [];
  const payload: LimitErrorPayload = { app: app.name, errorCode: code, at, count, ...meant };
  const language = languageOf(app.language ?? undefined, ctx.noticeDefaults.language);
  const dedupeKey = `${kind}:${app.sdkAppId}:${code}:${day}`;
  return [{ dedupe_key: dedupeKey, app: app.sdkAppId, channel, language, metric: meant.metric ?? '', payload, at }];
}

/** A group's own cap, which it keeps until it is raised by itself. */
const ownCap = { code: '10014', metric: 'membersPerGroup' } as const;

/** What the vendor's codes say that are of no metric. */
const codes: Readonly<Record<string, Remedy>> = {
  '10059': { upgrade: true, item: null },
  '60020': 'extend-or-upgrade',
  '60016': 'restore',
};

/** What a code means for an app, and what helps; null: it is no limit's. */
function meaningOf(
  catalogue: Catalogue,
  app: App,
  code: string,
): Pick<LimitErrorPayload, 'metric' | 'ownCap' | 'remedy'> | null {
  const own = code === ownCap.code;
  const metric = own ? ownCap.metric : Object.values(catalogue.metrics).find((it) => String(it.errorCode) === code)?.id;
  if (metric !== undefined) return { metric, ownCap: own, remedy: atLimit(catalogue, app, metric).remedy };
  const remedy = codes[code];
  if (remedy === undefined) return null;
  const top = ruleSetOf(catalogue, app.ruleSet).paidPlans.at(-1) === app.plan;
  return {
    metric: null,
    ownCap: false,
    remedy: code === '10059' && top ? null : nextStepFor(catalogue, app, { metric: null, remedy }),
  };
}
