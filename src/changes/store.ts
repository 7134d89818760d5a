import { appFromRow, rowFromJson } from '../database/app-row.js';
import type { App as AppRow, Prisma, Change as Row } from '../database/generated/client.js';
import { fromJson, toJson } from '../database/json.js';
import type { Db } from '../database/queries/apps.js';
import type { App } from '../domain/app.js';
import type { ChangePlan } from '../operations/change-plan.js';
import type { Policy } from '../operations/operation.js';
import type { Change } from './change.js';
import type { VersionedApp } from './seen.js';

/** What of a change is kept as one document: what was there, what was agreed, and what it took. */
interface Agreed {
  readonly before: App | null;
  readonly plan: ChangePlan;
  readonly policy: Policy;
}

/** A change from its row. */
export function changeFromRow(row: Row): Change {
  const { before, plan, policy } = fromJson<Agreed>(row.agreedPlan);
  return {
    id: row.id,
    operation: row.operation,
    sdkAppId: row.sdkAppId,
    state: row.state,
    formValues: fromJson(row.formValues),
    before,
    agreedPlan: plan,
    policy,
    author: row.author,
    reason: row.reason,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    declineReason: row.declineReason,
  };
}

/** The columns of a change. */
export function changeToRow(change: Change, source: string) {
  const { before, agreedPlan: plan, policy, formValues, ...columns } = change;
  return {
    ...columns,
    source,
    formValues: toJson(formValues),
    agreedPlan: toJson({ before, plan, policy }),
  } satisfies Prisma.ChangeCreateManyInput;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The change by its id; null when there is none, or when the text is no id at all. */
export async function changeById(db: Db, id: string): Promise<Change | null> {
  const row = uuid.test(id) ? await db.change.findUnique({ where: { id } }) : null;
  return row && changeFromRow(row);
}

/** The change by its id with the app that it is about, as both stand at one moment. */
export async function changeWithApp(db: Db, id: string): Promise<{ change: Change; seen: VersionedApp } | null> {
  if (!uuid.test(id)) return null;
  const [row] = await db.$queryRaw<{ change: JsonRow; app: JsonRow | null }[]>`
    SELECT to_jsonb(change) AS change, to_jsonb(app) AS app
    FROM change LEFT JOIN app USING (sdk_app_id) WHERE id = ${id}::uuid`;
  if (!row) return null;
  const app = row.app && rowFromJson<AppRow>(row.app, ['validUntil', 'validityAnchor', 'disabledAt', 'createdAt']);
  const change = rowFromJson<Row>(row.change, ['createdAt', 'expiresAt', 'decidedAt']);
  return {
    change: changeFromRow(change),
    seen: app ? { app: appFromRow(app), version: app.version } : { app: null, version: 0 },
  };
}

type JsonRow = Readonly<Record<string, unknown>>;
