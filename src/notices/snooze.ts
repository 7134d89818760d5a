import { type RolesNow, withCurrentRoles } from '../changes/authority.js';
import type { Actor } from '../changes/change.js';
import type { ServiceContext } from '../changes/context.js';
import { roleRefusal } from '../changes/context.js';
import { changePhrases } from '../changes/phrases.js';
import { snoozeAction } from '../database/queries/history.js';
import type { Phrase } from '../i18n/phrase.js';
import { snoozable } from './countdown.js';

/** Snoozes what a message is about, for so many days: its kind and, for limits, the metric, of every app in it. */
export interface SnoozeRequest {
  /** The id of the message in the outbox. */
  readonly message: string;
  readonly days: number;
}

/** Until when, and how many combinations of app, kind and metric were snoozed. */
export interface Snoozed {
  readonly until: string;
  readonly count: number;
}

export type Snooze = (actor: Actor, request: SnoozeRequest) => Promise<Snoozed | Phrase>;

/**
 * Creates the function that snoozes what a message is about, for so many calendar days of the billing time zone. It
 * returns the end of the snooze, or the reason for a refusal. Snooze and audit event are written in one statement.
 */
export function createSnooze({ database: { prisma }, rules, now }: ServiceContext, rolesNow: RolesNow): Snooze {
  return async (actor, { message, days }) => {
    const refusal = roleRefusal(await withCurrentRoles(actor, rolesNow), 'operator');
    if (refusal) return refusal;
    const at = now().toISOString();
    const until = rules.calendar.addDays(at, days);
    const [row] = await prisma.$queryRaw<{ count: number }[]>`
      WITH subject AS (
        SELECT DISTINCT sdk_app_id, kind, metric FROM notice
        WHERE message_id = ${message}::uuid AND ${snoozable}
      ), snoozed AS (
        INSERT INTO snooze (sdk_app_id, kind, metric, until)
        SELECT sdk_app_id, kind, metric, ${until}::timestamptz FROM subject ORDER BY 1, 2, 3
        ON CONFLICT (sdk_app_id, kind, metric) DO UPDATE SET until = excluded.until WHERE snooze.until <> excluded.until
        RETURNING sdk_app_id, kind, metric, until
      ), audit_rows AS (
        INSERT INTO audit_event (at, actor, source, action, sdk_app_id, before, after)
        SELECT ${at}::timestamptz, ${actor.id}, ${actor.source}, ${snoozeAction}, sdk_app_id,
          CASE WHEN previous.until IS NOT NULL THEN json_build_object('kind', kind, 'metric', metric, 'until', to_iso8601(previous.until)) END,
          json_build_object('kind', kind, 'metric', metric, 'until', to_iso8601(snoozed.until))
        FROM snoozed LEFT JOIN snooze AS previous USING (sdk_app_id, kind, metric) ORDER BY sdk_app_id, kind, metric
      )
      SELECT count(*)::int AS count FROM subject`;
    const count = row?.count ?? 0;
    return count > 0 ? { until, count } : changePhrases.phrase('nothingToSnooze');
  };
}
