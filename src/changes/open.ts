import { isRefusal } from '../operations/change-plan.js';
import { notOfferedInput, unknownInput } from '../operations/form.js';
import type { OperationRequest, Outcome } from './change.js';
import { type ActorContext, allowedOperation, isOutcome, refusedOutcome } from './context.js';
import { computePlan, prepare } from './prepare.js';
import { propose } from './propose.js';
import { findPendingDuplicate } from './store.js';

/** The form of the operation; its preview when it has no fields; its result when it is read-only. */
export async function open(ctx: ActorContext, request: OperationRequest): Promise<Outcome> {
  const operation = allowedOperation(ctx, request.operation);
  if (isOutcome(operation)) return operation;
  const prepared = await prepare({ ...ctx, operation, at: ctx.now().toISOString() }, request);
  if (isRefusal(prepared)) return refusedOutcome(prepared, operation);
  const { app } = prepared;
  if (operation.readOnly) {
    const computed = computePlan(prepared, request.values);
    return isRefusal(computed)
      ? refusedOutcome(computed, operation, app)
      : { step: 'result', operation, app, plan: computed.plan };
  }
  const fields = prepared.form(request.values);
  if (isRefusal(fields)) return refusedOutcome(fields, operation, app);
  const unknown = request.redraw
    ? null
    : (unknownInput(fields, request.values, prepared.hints) ?? notOfferedInput(fields, request.values));
  if (unknown) return refusedOutcome(unknown, operation, app);
  const needsApproval = app && prepared.policy.approval === 'on-call';
  const duplicate = needsApproval
    ? await findPendingDuplicate(ctx.database.prisma, { operation: operation.name, sdkAppId: app.sdkAppId })
    : null;
  if (duplicate) return refusedOutcome(duplicate, operation, app);
  return fields.length === 0 ? propose(ctx, request) : { step: 'form', operation, app, fields };
}
