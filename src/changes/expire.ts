import { systemActor } from './change.js';
import { closeRequest } from './close-request.js';
import { type ServiceContext, staleOutcome, withChange } from './context.js';

const batchSize = 500;

/**
 * Expires the requests that nobody decided in time, and deletes the proposals that nobody confirmed. Idempotent, and may
 * run in several processes at once. Returns how many requests it expired. When some of them fail, it expires the others
 * first and throws then.
 */
export async function expire(ctx: ServiceContext): Promise<number> {
  const { prisma } = ctx.database;
  const now = ctx.now();
  await prisma.change.deleteMany({ where: { state: 'proposed', expiresAt: { lte: now } } });
  const due = await prisma.change.findMany({
    where: { state: 'pending', expiresAt: { lte: now } },
    select: { id: true },
    orderBy: { expiresAt: 'asc' },
    take: batchSize,
  });
  let expired = 0;
  const failures: unknown[] = [];
  for (const { id } of due) {
    try {
      const outcome = await withChange({ ...ctx, actor: systemActor }, id, async (changeCtx) =>
        changeCtx.change.state === 'pending' ? closeRequest(changeCtx, 'time') : staleOutcome,
      );
      if (outcome.step === 'alreadyDecided') expired++;
    } catch (error) {
      failures.push(new Error(`The request ${id} could not be ended.`, { cause: error }));
    }
  }
  if (failures.length > 0)
    throw failures.length === 1 ? failures[0] : new AggregateError(failures, 'Requests could not be ended.');
  return expired;
}
