import { appFromRow, appInstants, rowFromJson } from '../database/app-row.js';
import type { App as AppRow, Prisma, Change as Row } from '../database/generated/client.js';
import { fromJson, toJson } from '../database/json.js';
import type { Db } from '../database/queries/apps.js';
import { pendingChanges } from '../database/queries/changes.js';
import { completeApp, type RecordedApp } from '../domain/app.js';
import type { AppUpdate, ChangePlan, Refusal } from '../operations/change-plan.js';
import type { Policy } from '../operations/operation.js';
import type { Change, VersionedApp } from './change.js';
import { changePhrases } from './phrases.js';

/**
 * What the column `agreed_plan` holds: the app before, the plan that was agreed to, and the policy of approval. The apps
 * are as they were recorded, perhaps by an earlier version.
 */
interface Agreed {
  readonly before: RecordedApp | null;
  readonly plan: Omit<ChangePlan, 'updates'> & {
    readonly updates: readonly (Omit<AppUpdate, 'after'> & { readonly after: RecordedApp })[];
  };
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
    before: before && completeApp(before),
    agreedPlan: {
      ...plan,
      updates: plan.updates.map((update) => ({ ...update, after: completeApp(update.after) })),
    },
    policy,
    author: row.author,
    reason: row.reason,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    declineReason: row.declineReason,
    voidCause: row.voidCause,
  };
}

/** The columns of a change that came from `source`. */
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

/** The change with this id; null when there is none, or when the text is not a UUID. */
export async function changeById(db: Db, id: string): Promise<Change | null> {
  const row = uuid.test(id) ? await db.change.findUnique({ where: { id } }) : null;
  return row && changeFromRow(row);
}

/** The change with this id and its app, both as of one moment; null as in `changeById`. */
export async function changeWithApp(db: Db, id: string): Promise<{ change: Change; seen: VersionedApp } | null> {
  if (!uuid.test(id)) return null;
  const [row] = await db.$queryRaw<{ change: JsonRow; app: JsonRow | null }[]>`
    SELECT to_jsonb(change) AS change, to_jsonb(app) AS app
    FROM change LEFT JOIN app USING (sdk_app_id) WHERE id = ${id}::uuid`;
  if (!row) return null;
  const app = row.app && rowFromJson<AppRow>(row.app, appInstants);
  const change = rowFromJson<Row>(row.change, ['createdAt', 'expiresAt', 'decidedAt']);
  return {
    change: changeFromRow(change),
    seen: app ? { app: appFromRow(app), version: app.version } : { app: null, version: 0 },
  };
}

type JsonRow = Readonly<Record<string, unknown>>;

/** The refusal when the same operation on the same app is pending already; null when none is. */
export async function findPendingDuplicate(
  db: Db,
  { operation, sdkAppId }: { readonly operation: string; readonly sdkAppId: number },
): Promise<Refusal | null> {
  const duplicate = (await pendingChanges(db, sdkAppId)).find((change) => change.operation === operation);
  if (!duplicate) return null;
  const { author, expiresAt } = duplicate;
  const reason = changePhrases.phrase('alreadyWaiting', { author, until: expiresAt.toISOString() });
  return { reason, nextActions: [{ operation: 'show', sdkAppId }] };
}
