import { Prisma } from '../database/generated/client.js';
import type { AppState } from '../domain/app.js';
import type { Rules } from '../operations/operation.js';
import { type AppNoticeKindId, kindsWhere } from './kinds.js';
import type { NoticeDefaults } from './sweep-context.js';

type Sql = Prisma.Sql;
type CountdownKindId = Extract<AppNoticeKindId, 'dev-expiry' | 'disable-countdown'>;
const { sql, join, raw } = Prisma;

/** An end that apps run towards, as questions to the database. The cut-offs are reckoned here, by the calendar. */
export interface Countdown {
  readonly kind: CountdownKindId;
  /** The state that an app is in while it runs. */
  readonly during: AppState;
  /** How many days before the end it is said. */
  readonly days: readonly number[];
  /** The column that one countdown is known by. */
  readonly groupKey: Sql;
  /** Apps that have at most so many days left at `at`. */
  endsWithin(days: number, at: string, rules: Rules): Sql;
  /** When it ends. */
  ends(rules: Rules): Sql;
  /** Whether the `app` is still on the countdown, or past the end, that a `notice` speaks of. */
  readonly stillHolds: Sql;
}

export const countdowns: Readonly<Record<Countdown['kind'], Countdown>> = {
  'dev-expiry': {
    kind: 'dev-expiry',
    during: 'active',
    days: [1, 3, 7],
    groupKey: raw('to_iso8601(valid_until)'),
    endsWithin: (days, at, { calendar }) => sql`valid_until <= ${calendar.addDays(at, days)}::timestamptz`,
    ends: () => raw('valid_until'),
    stillHolds: sql`app.state IN ('active', 'suspended') AND to_iso8601(app.valid_until) = notice.group_key`,
  },
  'disable-countdown': {
    kind: 'disable-countdown',
    during: 'disabled',
    days: [1, 7, 30],
    groupKey: raw('to_iso8601(disabled_at)'),
    endsWithin(days, at, { catalogue, calendar }) {
      const until = calendar.addDays(at, days);
      const gone = Object.values(catalogue.ruleSets).map(({ id, restoreDays }) => {
        // The index finds them roughly: where the clocks change, days back and days ahead are not the same.
        const latest = calendar.addDays(at, days - (restoreDays ?? 0) + 1);
        const end = sql`add_days(disabled_at, ${restoreDays ?? 0}::int, ${calendar.timeZone})`;
        return sql`(rule_set = ${id} AND disabled_at <= ${latest}::timestamptz AND ${end} <= ${until}::timestamptz)`;
      });
      return sql`(${join(gone, ' OR ')})`;
    },
    ends({ catalogue, calendar }) {
      const cases = Object.values(catalogue.ruleSets).map(
        ({ id, restoreDays }) => sql`WHEN ${id} THEN ${restoreDays ?? 0}::int`,
      );
      return sql`add_days(disabled_at, CASE rule_set ${join(cases, ' ')} ELSE 0 END, ${calendar.timeZone})`;
    },
    stillHolds: sql`app.state IN ('disabled', 'purged') AND to_iso8601(app.disabled_at) = notice.group_key`,
  },
};

/** SQL condition: the countdown of the notice has ended: the app was suspended or purged. Told even while snoozed. */
export const isFinal = sql`(notice.kind = ANY(${kindsWhere((traits) => traits.about === 'app' && traits.countdown)}) AND notice.severity = 0)`;

/** SQL condition: the notice can be snoozed. It is unresolved, of a kind that comes again, and not the final one. */
export const snoozable = sql`(notice.resolved_at IS NULL
  AND notice.kind = ANY(${kindsWhere((traits) => traits.about === 'app' && traits.snoozable)}) AND NOT ${isFinal})`;

/** The columns of a notice about an app; `noticeOf` gives the values of all but the last. */
export const noticeColumns = raw(
  'dedupe_key, kind, sdk_app_id, channel, language, group_key, severity, payload, occurred_at',
);

/** Where a notice about an `app` goes, and in which language. */
export function placeOf({ noticesChannel, language }: NoticeDefaults): { channel: Sql; language: Sql } {
  return {
    channel: sql`coalesce(app.channel, ${noticesChannel})`,
    language: sql`CASE WHEN app.language IN ('en', 'ko', 'zh') THEN app.language ELSE ${language} END`,
  };
}

/** The notice of an `app` that has `app.days` left, as the values of `noticeColumns` without the last. */
export function noticeOf({ kind, groupKey, ends }: Countdown, rules: Rules, team: NoticeDefaults): Sql {
  const place = placeOf(team);
  return sql`
    ${onceOf(kind, groupKey)}, ${kind}, app.sdk_app_id, ${place.channel}, ${place.language}, ${groupKey}, -app.days,
    jsonb_build_object('app', app.name, 'until', to_iso8601(${ends(rules)}), 'days', app.days)`;
}

/** The occasion of an `app` that has `app.days` left. */
export function onceOf(kind: Countdown['kind'], term: Sql): Sql {
  return sql`${`${kind}:`} || app.sdk_app_id || ':' || ${term} || ':' || app.days`;
}
