import { isDeepStrictEqual } from 'node:util';
import type { PrismaClient } from './generated/client.js';
import { readingAction, snoozeAction } from './queries/history.js';

/** An app whose record is not what the audit trail says last. */
export interface AppDifference {
  readonly sdkAppId: number;
  readonly problem: string;
}

interface ComparedApp {
  readonly sdkAppId: number;
  readonly app: Document | null;
  readonly audited: Document | null;
}

type Document = Readonly<Record<string, unknown>>;

const appsPerPage = 1_000;

/** Their `after` is no app. */
const notAboutApps = [snoozeAction, readingAction];

/**
 * Compares every app with the newest state of it in the audit trail, and yields those that differ. Apps are read in
 * pages, each with its audit events in one statement, so that changes made meanwhile do not show as differences.
 */
export async function* appsThatDiffer(prisma: Pick<PrismaClient, '$queryRaw'>): AsyncGenerator<AppDifference> {
  for (let after = 0; ; ) {
    const page = await prisma.$queryRaw<ComparedApp[]>`
      SELECT id AS "sdkAppId", CASE WHEN app.sdk_app_id IS NOT NULL THEN app_to_json(app) END AS app, (
        SELECT event.after FROM audit_event AS event
        WHERE event.sdk_app_id = id AND event.after IS NOT NULL AND event.action <> ALL(${notAboutApps})
        ORDER BY event.seq DESC LIMIT 1) AS audited
      FROM (
        SELECT sdk_app_id AS id FROM app WHERE sdk_app_id > ${after}
        UNION SELECT sdk_app_id FROM audit_event WHERE sdk_app_id > ${after} AND after IS NOT NULL AND action <> ALL(${notAboutApps})
        ORDER BY id LIMIT ${appsPerPage}
      ) AS known LEFT JOIN app ON app.sdk_app_id = id ORDER BY id`;
    for (const { sdkAppId, app, audited } of page) {
      const problem = differenceOf(app, audited);
      if (problem !== undefined) yield { sdkAppId, problem };
    }
    const last = page.at(-1);
    if (last === undefined || page.length < appsPerPage) return;
    after = last.sdkAppId;
  }
}

/** Properties that only one of the two has are those of another version, and not compared. */
function differenceOf(app: Document | null, audited: Document | null): string | undefined {
  if (audited === null) return 'the audit trail does not know it';
  if (app === null) return 'the audit trail knows it, and it is gone';
  const names = Object.keys(audited).filter((name) => name in app && !isDeepStrictEqual(app[name], audited[name]));
  return names.length === 0 ? undefined : `its ${names.join(', ')} is not what the audit trail says`;
}
