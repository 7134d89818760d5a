import { toDocument } from '../../database/document.js';
import { toApp } from '../../database/queries/apps.js';
import { languageOf } from '../../i18n/language.js';
import type { App } from '../../imapp/app.js';
import { type Catalogue, ruleSetOf } from '../../imapp/catalogue/catalogue.js';
import type { Remedy } from '../../imapp/limits.js';
import type { RefusedFacts } from '../../notices/limit-refused/limit-refused.js';
import type { ReportedRefusal } from '../refusals.js';
import { compose } from './compose.js';
import { atLimit, stepOf } from './remedy.js';
import type { Round } from './round.js';

/**
 * Says of an app, once per code and billing day, that a limit was hit. Codes of no limit are none of ours, nor are apps
 * that we do not know. Answers how many were noted.
 */
export async function noteRefusals(round: Round, refusals: readonly ReportedRefusal[]): Promise<number> {
  const { database, desk } = round;
  const ids = [...new Set(refusals.map(({ sdkAppId }) => sdkAppId))];
  const rows = await database.prisma.app.findMany({ where: { sdkAppId: { in: ids } } });
  const apps = new Map(rows.map((row) => [row.sdkAppId, toApp(row)]));
  const data = perDay(refusals, desk.rules.calendar.dayOf).flatMap((refused) => {
    const app = apps.get(refused.sdkAppId);
    return app ? noticeOf(round, app, refused) : [];
  });
  const { count } = await database.prisma.notice.createMany({ data, skipDuplicates: true });
  await compose(round);
  return count;
}

type OfDay = ReportedRefusal & { readonly day: string };

/** One per app, code and day, counted together. */
function perDay(refusals: readonly ReportedRefusal[], dayOf: (at: string) => string): OfDay[] {
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

function noticeOf({ desk, team }: Round, app: App, { errorCode, day, at, count }: OfDay) {
  const code = String(errorCode);
  const meant = meaningOf(desk.rules.catalogue, app, code);
  const channel = app.channel ?? team.noticesChannel;
  if (!meant || channel === null) return [];
  const facts: RefusedFacts = { app: app.name, errorCode: code, at, count, ...meant };
  return [
    {
      once: `limit-refused:${app.sdkAppId}:${code}:${day}`,
      kind: 'limit-refused',
      sdkAppId: app.sdkAppId,
      channel,
      language: languageOf(app.language ?? undefined, team.language),
      metric: meant.metric ?? '',
      facts: toDocument(facts),
      occurredAt: at,
    },
  ];
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
): Pick<RefusedFacts, 'metric' | 'ownCap' | 'remedy'> | null {
  const own = code === ownCap.code;
  const metric = own ? ownCap.metric : Object.values(catalogue.metrics).find((it) => String(it.errorCode) === code)?.id;
  if (metric !== undefined) return { metric, ownCap: own, remedy: atLimit(catalogue, app, metric).remedy };
  const remedy = codes[code];
  if (remedy === undefined) return null;
  const top = ruleSetOf(catalogue, app.ruleSet).paidPlans.at(-1) === app.plan;
  return {
    metric: null,
    ownCap: false,
    remedy: code === '10059' && top ? null : stepOf(catalogue, app, { metric: null, remedy }),
  };
}
