import { randomUUID } from 'node:crypto';
import type { ServiceContext } from '../changes/context.js';

/** An error code that the platform has returned, how often since it last told. */
export interface ReportedLimitError {
  readonly sdkAppId: number;
  readonly errorCode: number | string;
  /** An ISO instant in UTC. */
  readonly at: string;
  readonly count: number;
}

/** The job that makes limit notices of them: `{"report": …, "refusals": [ReportedRefusal…]}`. */
export const processLimitErrorsJob = 'process-limit-errors';

/**
 * Passes on what the platform refused, as one job in the outbox. Reported twice it counts twice, unless `report` says
 * that it is the same. Answers the ids that are no app's; what concerns them is left out.
 */
export async function recordLimitErrors(
  { database: { prisma } }: Pick<ServiceContext, 'database'>,
  refusals: readonly ReportedLimitError[],
  report: string = randomUUID(),
): Promise<{ readonly unknownApps: ReadonlySet<number> }> {
  if (refusals.length === 0) return { unknownApps: new Set() };
  const [written] = await prisma.$queryRaw<{ unknown: number[] | null }[]>`
    WITH told AS (
      SELECT refusal, place, (refusal->>'sdkAppId')::int AS id
      FROM jsonb_array_elements(${JSON.stringify(refusals)}::jsonb) WITH ORDINALITY AS it(refusal, place)
    ), known AS (
      SELECT refusal, place FROM told WHERE id IN (SELECT sdk_app_id FROM app)
    ), payload AS (
      SELECT json_build_object('report', ${report}::text, 'refusals', json_agg(refusal ORDER BY place)) AS refusals FROM known HAVING count(*) > 0
    )
    SELECT (SELECT array_agg(DISTINCT id) FROM told WHERE id NOT IN (SELECT sdk_app_id FROM app)) AS unknown,
      (SELECT count((graphile_worker.add_job(${processLimitErrorsJob}, refusals)).id)::int FROM payload) AS jobs`;
  return { unknownApps: new Set(written?.unknown ?? []) };
}
