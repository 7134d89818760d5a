import type { HealthStats } from '../../observability/health-stats.js';
import type { Db } from './apps.js';

/**
 * An instant in the future, of a clock that was wrong, counts like one that is as far in the past: it is as wrong.
 *
 * One statement that is cheap with any amount of data: it reads indexes, and the job queue, which is usually short.
 */
export async function healthStats(db: Db): Promise<HealthStats> {
  const [stats] = await db.$queryRaw<HealthStats[]>`
    SELECT
      (SELECT coalesce(max(seq), 0)::float8 FROM audit_event) AS "auditHead",
      (SELECT count(*)::int FROM change WHERE state = 'pending') AS "pendingApprovals",
      (SELECT json_build_object('pending', count(*),
        'oldestAge', coalesce(max(abs(extract(epoch FROM now() - created_at))), 0))
        FROM message WHERE failure IS NULL AND delivered_version < wanted_version) AS "messages",
      (SELECT coalesce(json_agg(tasks), '[]') FROM (
        SELECT task_identifier AS task,
          count(*) FILTER (WHERE attempts < max_attempts) AS "waiting",
          count(*) FILTER (WHERE attempts >= max_attempts AND locked_at IS NULL) AS "permanentlyFailed"
        FROM graphile_worker.jobs GROUP BY task_identifier) AS tasks) AS "tasks",
      (SELECT coalesce(json_agg(runs), '[]') FROM (
        SELECT identifier AS task, extract(epoch FROM coalesce(last_execution, known_since)) AS "lastRunAt"
        FROM graphile_worker._private_known_crontabs) AS runs) AS "scheduledRuns"`;
  if (!stats) throw new Error('The database returned no health statistics.');
  return stats;
}
