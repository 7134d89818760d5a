import { isRefusal } from '../operations/change-plan.js';
import { findOperation } from '../operations/operation.js';
import type { OperationRequest, Outcome } from './change.js';
import { type ActorContext, refusedOutcome, roleRefusal } from './context.js';
import { changePhrases } from './phrases.js';
import { computePlan, prepare, proposal } from './prepare.js';
import { changeToRow } from './store.js';

/** Answers in: the preview out, on record as a proposal. Refusals name the field. */
export async function propose({ database, ctx, actor }: ActorContext, asked: OperationRequest): Promise<Outcome> {
  const operation = findOperation(ctx.operations, asked.operation);
  if (!operation)
    return refusedOutcome({ reason: changePhrases.phrase('unknownOperation', { name: asked.operation }) });
  const no = roleRefusal(actor, operation.role);
  if (no) return refusedOutcome({ reason: no }, operation);

  const at = ctx.now().toISOString();
  const asking = { ctx, actor, operation, at };
  const considered = await prepare(database.prisma, asking, asked);
  if (isRefusal(considered)) return refusedOutcome(considered, operation);
  const decided = computePlan(considered, asked.values);
  if (isRefusal(decided)) return refusedOutcome(decided, operation, considered.app);
  const { plan, answers } = decided;
  const [first] = plan.updates;
  if (!first) return { step: 'answer', operation, app: considered.app, plan };

  const sdkAppId = considered.app?.sdkAppId ?? first.after.sdkAppId;
  const change = proposal(asking, { considered, plan, answers, sdkAppId });
  await database.prisma.change.createMany({ data: [changeToRow(change, actor.source)] });
  return { step: 'preview', operation, change, moved: false };
}
