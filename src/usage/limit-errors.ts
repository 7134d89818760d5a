import { randomUUID } from 'node:crypto';
import type { ServiceContext } from '../changes/context.js';

/** An error code that Tencent has returned to an app, `count` times since the last report. `at`: the first of them. */
export interface ReportedLimitError {
  readonly sdkAppId: number;
  readonly errorCode: number | string;
  /** An ISO instant in UTC. */
  readonly at: string;
  readonly count: number;
}

/** Creates notices about limit errors. Its payload: `{"report": …, "refusals": [ReportedLimitError…]}`. */
export const processLimitErrorsJob = 'process-limit-errors';

/**
 * Enqueues one job for all these limit errors. The same errors count again when they are reported again, unless
 * `report` is the same. Errors of unknown apps are left out, and their ids returned.
 */
export async function recordLimitErrors(
  { database: { prisma } }: Pick<ServiceContext, 'database'>,
  refusals: readonly ReportedLimitError[],
  report: string = randomUUID(),
): Promise<{ readonly unknownApps: ReadonlySet<number> }> {
  if (refusals.length === 0) return { unknownApps: new Set() };
  const [row] = await prisma.$queryRaw<{ unknown: number[] | null }[]>`
    WITH reported AS (
      SELECT refusal, ordinal, (refusal->>'sdkAppId')::int AS id
      FROM jsonb_array_elements(${JSON.stringify(refusals)}::jsonb) WITH ORDINALITY AS it(refusal, ordinal)
    ), known AS (
      SELECT refusal, ordinal FROM reported WHERE id IN (SELECT sdk_app_id FROM app)
    ), job AS (
      SELECT json_build_object('report', ${report}::text, 'refusals', json_agg(refusal ORDER BY ordinal)) AS payload
      FROM known HAVING count(*) > 0
    )
    SELECT (SELECT array_agg(DISTINCT id) FROM reported WHERE id NOT IN (SELECT sdk_app_id FROM app)) AS unknown,
      (SELECT count((graphile_worker.add_job(${processLimitErrorsJob}, payload)).id)::int FROM job) AS jobs`;
  return { unknownApps: new Set(row?.unknown ?? []) };
}
