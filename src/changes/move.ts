import { toDocument } from '../database/document.js';
import { type Prisma, Prisma as sql } from '../database/generated/client.js';
import type { App } from '../imapp/app.js';
import type { Catalogue } from '../imapp/catalogue/catalogue.js';
import { ruleSetOf } from '../imapp/catalogue/catalogue.js';
import type { Move } from '../operations/operation.js';
import { type ChangeNews, deliverChange } from './news.js';
import type { Asker, Change } from './outcome.js';
import { toRow } from './records.js';

export type Transaction = Prisma.TransactionClient;

/** One step of a change, all of which is written, or nothing. */
export interface Step {
  readonly at: string;
  readonly by: Pick<Asker, 'actor' | 'door'>;
  /** The change as it stands after the step. */
  readonly change: Change;
  readonly isNew?: boolean;
  /** What becomes of the apps; none: the change only goes on its way. */
  readonly moves: readonly (Move & { readonly before: App | null })[];
  /** What the audit trail says of it: `<operation>.<became>`; null: not worth a line. */
  readonly became: string | null;
  readonly reason: string | null;
}

/**
 * The only writer. App, history, change, audit and outbox are written in the caller's transaction, in this order, so
 * that whoever waits, waits at the app. Answers false, having written nothing, when an app that should be new is taken.
 */
export async function move(tx: Transaction, step: Step, catalogue: Catalogue): Promise<boolean> {
  const { change, at } = step;
  for (const it of step.moves) {
    if (!(await moveApp(tx, { ...it, operation: change.operation, at }, catalogue))) return false;
  }
  const row = toRow(change, step.by.door);
  if (step.isNew) await tx.change.createMany({ data: [row] });
  else await tx.change.updateMany({ where: { id: change.id }, data: row });
  if (step.became === null) return true;

  await tx.auditEvent.createMany({ data: trail(step) });
  const news: ChangeNews = { change: change.id };
  await tx.$executeRaw`SELECT graphile_worker.add_job(${deliverChange}, ${JSON.stringify(news)}::json, queue_name => ${queueOf(change)})`;
  return true;
}

async function moveApp(
  tx: Transaction,
  { after, changed, operation, at }: Move & { operation: string; at: string },
  catalogue: Catalogue,
): Promise<boolean> {
  const [moved] = await tx.$queryRaw<{ version: number; rule_set: string }[]>`
    UPDATE app SET version = version + 1 WHERE sdk_app_id = ${after.sdkAppId} RETURNING version, rule_set`;
  const version = moved?.version ?? 1;
  if (moved) await tx.app.updateMany({ where: { sdkAppId: after.sdkAppId }, data: appColumns(after) });
  else {
    const { count } = await tx.app.createMany({ data: [{ ...appColumns(after), version }], skipDuplicates: true });
    if (count === 0) return false;
  }
  const { sdkAppId, ruleSet, plan, addOns, state } = after;
  await tx.appHistory.createMany({
    data: [
      {
        sdkAppId,
        version,
        from: at,
        operation,
        ruleSet,
        plan,
        addOns: toDocument(addOns),
        state,
        changed: [...changed],
      },
    ],
  });
  if (moved?.rule_set !== ruleSet) await recordMode(tx, after, { mode: ruleSetOf(catalogue, ruleSet).mode, at });
  return true;
}

/** The first app of an account in a data centre decides the billing mode there; a migration changes it. */
async function recordMode(tx: Transaction, { account, dataCenter }: App, { mode, at }: { mode: string; at: string }) {
  const decidedAt = new Date(at);
  await tx.dataCenterMode.upsert({
    where: { account_dataCenter: { account, dataCenter } },
    create: { account, dataCenter, mode, decidedAt },
    update: { mode, decidedAt },
  });
}

/** One line of the audit trail per app that was moved; one for the change itself when none was. */
function trail({ at, by, change, moves, became, reason }: Step): Prisma.AuditEventCreateManyInput[] {
  const lines = moves.length > 0 ? moves : [{ before: change.before, after: null }];
  return lines.map(({ before, after }) => ({
    at,
    actor: by.actor,
    door: by.door,
    action: `${change.operation}.${became}`,
    sdkAppId: after?.sdkAppId ?? change.sdkAppId,
    changeId: change.id,
    before: before === null ? sql.DbNull : toDocument(before),
    after: after === null ? sql.DbNull : toDocument(after),
    reason,
  }));
}

function appColumns(app: App): Omit<Prisma.AppCreateManyInput, 'version'> {
  const { validity, addOns, ...columns } = app;
  return {
    ...columns,
    addOns: toDocument(addOns),
    validUntil: validity?.until ?? null,
    validityAnchor: validity?.anchor ?? null,
    validityMonths: validity?.months ?? null,
  };
}

/** News of one change are delivered one after the other; of different ones, side by side. */
function queueOf(change: Change): string {
  return `${deliverChange}-${change.id.slice(0, 1)}`;
}
