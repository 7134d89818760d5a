import { isRefusal } from '../operations/change-plan.js';
import type { OperationRequest, Outcome } from './change.js';
import { type ActorContext, allowedOperation, isOutcome, refusedOutcome } from './context.js';
import { computePlan, prepare, proposal } from './prepare.js';
import { changeToRow } from './store.js';

/** Checks the form and records the preview as a proposal. A refusal names the field. */
export async function propose(ctx: ActorContext, request: OperationRequest): Promise<Outcome> {
  const operation = allowedOperation(ctx, request.operation);
  if (isOutcome(operation)) return operation;
  const context = { ...ctx, operation, at: ctx.now().toISOString() };
  const prepared = await prepare(context, request);
  if (isRefusal(prepared)) return refusedOutcome(prepared, operation);
  const computed = computePlan(prepared, request.values);
  if (isRefusal(computed)) return refusedOutcome(computed, operation, prepared.app);
  const { plan, values } = computed;
  const [firstUpdate] = plan.updates;
  if (!firstUpdate) return { step: 'result', operation, app: prepared.app, plan };

  const sdkAppId = prepared.app?.sdkAppId ?? firstUpdate.after.sdkAppId;
  const change = proposal(context, { prepared, plan, values, sdkAppId });
  await ctx.database.prisma.change.createMany({ data: [changeToRow(change, ctx.actor.source)] });
  return { step: 'preview', operation, change, moved: false };
}
