import { fromDocument, toDocument } from '../database/document.js';
import type { Prisma, Change as Row } from '../database/generated/client.js';
import type { Reader } from '../database/queries/apps.js';
import type { App } from '../imapp/app.js';
import type { Plan, Policy } from '../operations/operation.js';
import type { Change } from './outcome.js';

/** What of a change is kept as one document: what was there, what was agreed, and what it took. */
interface Agreed {
  readonly before: App | null;
  readonly plan: Plan;
  readonly policy: Policy;
}

/** A change from its row. */
export function toChange(row: Row): Change {
  const { before, plan, policy } = fromDocument<Agreed>(row.agreed);
  return {
    id: row.id,
    operation: row.operation,
    sdkAppId: row.sdkAppId,
    state: row.state,
    answers: fromDocument(row.answers),
    before,
    agreed: plan,
    policy,
    author: row.author,
    reason: row.reason,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    answer: row.answer,
  };
}

/** The columns of a change. */
export function toRow(change: Change, door: string) {
  const { before, agreed: plan, policy, answers, ...columns } = change;
  return {
    ...columns,
    door,
    answers: toDocument(answers),
    agreed: toDocument({ before, plan, policy }),
  } satisfies Prisma.ChangeCreateManyInput;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The change by its id; null when there is none, or when the text is no id at all. */
export async function changeById(db: Reader, id: string): Promise<Change | null> {
  const row = uuid.test(id) ? await db.change.findUnique({ where: { id } }) : null;
  return row && toChange(row);
}
