import { isRefusal } from '../operations/change-plan.js';
import { findOperation } from '../operations/operation.js';
import type { OperationRequest, Outcome } from './change.js';
import { type ActorContext, refusedOutcome, roleRefusal } from './context.js';
import { changePhrases } from './phrases.js';
import { computePlan, prepare } from './prepare.js';
import { propose } from './propose.js';
import { findPendingDuplicate } from './twin.js';

/** What the operation asks; its preview when it asks nothing; its answer when it changes nothing. */
export async function open(verb: ActorContext, asked: OperationRequest): Promise<Outcome> {
  const { database, ctx, actor } = verb;
  const operation = findOperation(ctx.operations, asked.operation);
  if (!operation)
    return refusedOutcome({ reason: changePhrases.phrase('unknownOperation', { name: asked.operation }) });
  const no = roleRefusal(actor, operation.role);
  if (no) return refusedOutcome({ reason: no }, operation);

  const at = ctx.now().toISOString();
  const considered = await prepare(database.prisma, { ctx, actor, operation, at }, asked);
  if (isRefusal(considered)) return refusedOutcome(considered, operation);
  const { app } = considered;
  if (operation.readOnly) {
    const decided = computePlan(considered, asked.values);
    return isRefusal(decided)
      ? refusedOutcome(decided, operation, app)
      : { step: 'answer', operation, app, plan: decided.plan };
  }
  const fields = considered.form(asked.values);
  if (isRefusal(fields)) return refusedOutcome(fields, operation, app);
  const asks = app && considered.policy.approval === 'on-call';
  const twin = asks
    ? await findPendingDuplicate(database.prisma, { operation: operation.name, sdkAppId: app.sdkAppId })
    : null;
  if (twin) return refusedOutcome(twin, operation, app);
  return fields.length === 0 ? propose(verb, asked) : { step: 'form', operation, app, fields };
}
