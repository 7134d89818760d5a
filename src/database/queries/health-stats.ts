import type { Db } from './apps.js';

/** What the tables tell about how the bot is doing. Ages and instants are in seconds, by the database's clock. */
export interface HealthStats {
  /** The number of the newest row of the audit trail; it only ever grows. */
  readonly auditHead: number;
  /** Requests that wait for an approver. */
  readonly awaiting: number;
  /** Messages that wait to be said or edited, and how long the oldest has. */
  readonly messages: { readonly waiting: number; readonly oldestAge: number };
  readonly tasks: readonly Task[];
  /** When each of the clock's jobs was last called, since 1970; when it was first known, if it never was. */
  readonly calls: readonly { readonly task: string; readonly calledAt: number }[];
}

/** The jobs of one kind. */
interface Task {
  readonly task: string;
  /** To be done, now or when they are tried again. */
  readonly waiting: number;
  /** They failed as often as they may: nobody tries them again. */
  readonly givenUp: number;
}

/** One question, cheap however much is on record: by indexes, and by the queue, which is short while all is well. */
export async function healthStats(db: Db): Promise<HealthStats> {
  const [signs] = await db.$queryRaw<HealthStats[]>`
    SELECT
      (SELECT coalesce(max(seq), 0)::float8 FROM audit_event) AS "auditHead",
      (SELECT count(*)::int FROM change WHERE state = 'pending') AS "pending",
      (SELECT json_build_object('waiting', count(*),
        'oldestAge', coalesce(extract(epoch FROM now() - min(created_at)), 0))
        FROM message WHERE failure IS NULL AND delivered_version < wanted_version) AS "messages",
      (SELECT coalesce(json_agg(tasks), '[]') FROM (
        SELECT task_identifier AS task,
          count(*) FILTER (WHERE attempts < max_attempts) AS "waiting",
          count(*) FILTER (WHERE attempts >= max_attempts AND locked_at IS NULL) AS "givenUp"
        FROM graphile_worker.jobs GROUP BY task_identifier) AS tasks) AS "tasks",
      (SELECT coalesce(json_agg(calls), '[]') FROM (
        SELECT identifier AS task, extract(epoch FROM coalesce(last_execution, known_since)) AS "calledAt"
        FROM graphile_worker._private_known_crontabs) AS calls) AS "calls"`;
  if (!signs) throw new Error('The database tells nothing of how it is doing.');
  return signs;
}
