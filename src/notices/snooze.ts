import type { Actor } from '../changes/change.js';
import type { ServiceContext } from '../changes/context.js';
import { roleRefusal } from '../changes/context.js';
import { changePhrases } from '../changes/phrases.js';
import { snoozeAction } from '../database/queries/history.js';
import type { Phrase } from '../i18n/phrase.js';
import { snoozable } from './countdown.js';

/** Silence for so many days about what a message says: of every app in it, the kind and, of limits, the metric. */
export interface SnoozeRequest {
  /** The id that the outbox knows the message by. */
  readonly message: string;
  readonly days: number;
}

/** Until when there is silence, and about how many things. */
export interface Snoozed {
  readonly until: string;
  readonly count: number;
}

export type Snooze = (actor: Actor, asked: SnoozeRequest) => Promise<Snoozed | Phrase>;

/**
 * Silences what a message says for so many days, in the billing time zone; answers until when, or why not. Silence and
 * audit trail are one statement. Asked again at the same instant it changes nothing.
 */
export function createSnooze({ database: { prisma }, rules, now }: ServiceContext): Snooze {
  return async (actor, { message, days }) => {
    const no = roleRefusal(actor, 'operator');
    if (no) return no;
    const at = now().toISOString();
    const until = rules.calendar.addDays(at, days);
    const [row] = await prisma.$queryRaw<{ count: number }[]>`
      WITH subject AS (
        SELECT DISTINCT sdk_app_id, kind, metric FROM notice
        WHERE message_id = ${message}::uuid AND ${snoozable}
      ), silenced AS (
        INSERT INTO snooze (sdk_app_id, kind, metric, until)
        SELECT sdk_app_id, kind, metric, ${until}::timestamptz FROM subject ORDER BY 1, 2, 3
        ON CONFLICT (sdk_app_id, kind, metric) DO UPDATE SET until = excluded.until WHERE snooze.until <> excluded.until
        RETURNING sdk_app_id, kind, metric, until
      ), told AS (
        INSERT INTO audit_event (at, actor, source, action, sdk_app_id, before, after)
        SELECT ${at}::timestamptz, ${actor.id}, ${actor.source}, ${snoozeAction}, sdk_app_id,
          CASE WHEN was.until IS NOT NULL THEN json_build_object('kind', kind, 'metric', metric, 'until', to_iso8601(was.until)) END,
          json_build_object('kind', kind, 'metric', metric, 'until', to_iso8601(silenced.until))
        FROM silenced LEFT JOIN snooze AS was USING (sdk_app_id, kind, metric) ORDER BY sdk_app_id, kind, metric
      )
      SELECT count(*)::int AS count FROM subject`;
    const count = row?.count ?? 0;
    return count > 0 ? { until, count } : changePhrases.phrase('nothingToSnooze');
  };
}
