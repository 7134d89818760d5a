import { Prisma } from '../database/generated/client.js';
import type { AppState } from '../domain/app.js';
import type { Rules } from '../operations/operation.js';
import { type AppNoticeKindId, kindsWhere } from './kinds.js';
import type { NoticeDefaults } from './sweep-context.js';

type Sql = Prisma.Sql;
type CountdownKindId = Extract<AppNoticeKindId, 'dev-expiry' | 'disable-countdown'>;
const { sql, join, raw } = Prisma;

/** A deadline of apps, as SQL expressions about a row of `app`. Calendar days are computed here, not in SQL. */
export interface Countdown {
  readonly kind: CountdownKindId;
  /** The state of an app while the countdown runs. */
  readonly appState: AppState;
  /** There is a notice when at most so many days are left. */
  readonly noticeDays: readonly number[];
  /** Identifies one countdown of an app. */
  readonly groupKey: Sql;
  /** Condition: at most so many days are left at `at`. */
  endsWithin(days: number, at: string, rules: Rules): Sql;
  endsAt(rules: Rules): Sql;
  /** Condition on `notice` and its `app`: the app is still on the countdown of the notice, or past its end. */
  readonly stillHolds: Sql;
}

export const countdowns: Readonly<Record<Countdown['kind'], Countdown>> = {
  'dev-expiry': {
    kind: 'dev-expiry',
    appState: 'active',
    noticeDays: [1, 3, 7],
    groupKey: raw('to_iso8601(valid_until)'),
    endsWithin: (days, at, { calendar }) => sql`valid_until <= ${calendar.addDays(at, days)}::timestamptz`,
    endsAt: () => raw('valid_until'),
    stillHolds: sql`app.retired_at IS NULL AND app.state IN ('active', 'suspended') AND to_iso8601(app.valid_until) = notice.group_key`,
  },
  'disable-countdown': {
    kind: 'disable-countdown',
    appState: 'disabled',
    noticeDays: [1, 7, 30],
    groupKey: raw('to_iso8601(disabled_at)'),
    endsWithin(days, at, { catalogue, calendar }) {
      const until = calendar.addDays(at, days);
      const conditions = Object.values(catalogue.ruleSets).map(({ id, restoreDays }) => {
        // A condition that the index serves, one day too wide: across a clock change, adding days and subtracting them
        // differ.
        const latestDisabledAt = calendar.addDays(at, days - (restoreDays ?? 0) + 1);
        const end = sql`add_days(disabled_at, ${restoreDays ?? 0}::int, ${calendar.timeZone})`;
        return sql`(rule_set = ${id} AND disabled_at <= ${latestDisabledAt}::timestamptz AND ${end} <= ${until}::timestamptz)`;
      });
      return sql`(${join(conditions, ' OR ')})`;
    },
    endsAt({ catalogue, calendar }) {
      const cases = Object.values(catalogue.ruleSets).map(
        ({ id, restoreDays }) => sql`WHEN ${id} THEN ${restoreDays ?? 0}::int`,
      );
      return sql`add_days(disabled_at, CASE rule_set ${join(cases, ' ')} ELSE 0 END, ${calendar.timeZone})`;
    },
    stillHolds: sql`app.retired_at IS NULL AND app.state IN ('disabled', 'purged') AND to_iso8601(app.disabled_at) = notice.group_key`,
  },
};

/**
 * SQL condition: the countdown of the notice has ended, the app was suspended or purged. Delivered even while snoozed.
 */
export const isFinal = sql`(notice.kind = ANY(${kindsWhere((traits) => traits.about === 'app' && traits.countdown)}) AND notice.severity = 0)`;

/** SQL condition: the notice can be snoozed. It is unresolved, of a repeating kind, and not the final one. */
export const snoozable = sql`(notice.resolved_at IS NULL
  AND notice.kind = ANY(${kindsWhere((traits) => traits.about === 'app' && traits.snoozable)}) AND NOT ${isFinal})`;

/** The columns of a notice about an app. `countdownNoticeValues` has the values of all but the last. */
export const noticeColumns = raw(
  'dedupe_key, kind, sdk_app_id, channel, language, group_key, severity, payload, occurred_at',
);

/** SQL expressions for the channel and the language of a notice about an `app`. */
export function destinationOf({ noticesChannel, language }: NoticeDefaults): { channel: Sql; language: Sql } {
  return {
    channel: sql`coalesce(app.channel, ${noticesChannel})`,
    language: sql`CASE WHEN app.language IN ('en', 'ko', 'zh') THEN app.language ELSE ${language} END`,
  };
}

/** The notice about an `app` with `app.days` left: SQL expressions for `noticeColumns`, without the last. */
export function countdownNoticeValues(
  { kind, groupKey, endsAt }: Countdown,
  rules: Rules,
  defaults: NoticeDefaults,
): Sql {
  const { channel, language } = destinationOf(defaults);
  return sql`
    ${dedupeKeyOf(kind, groupKey)}, ${kind}, app.sdk_app_id, ${channel}, ${language}, ${groupKey}, -app.days,
    jsonb_build_object('app', app.name, 'until', to_iso8601(${endsAt(rules)}), 'days', app.days)`;
}

/** SQL expression: the dedupe key of the notice about an `app` with `app.days` left. */
export function dedupeKeyOf(kind: Countdown['kind'], groupKey: Sql): Sql {
  return sql`${`${kind}:`} || app.sdk_app_id || ':' || ${groupKey} || ':' || app.days`;
}
