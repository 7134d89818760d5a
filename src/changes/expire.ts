import type { Database } from '../database/client.js';
import { staleOutcome, withChange } from './context.js';
import { closeRequest, systemActor } from './end-request.js';
import type { ServiceContext } from './operation-context.js';

const batchSize = 500;

/**
 * Ends what nobody decided in time: requests expire, and say so; proposals that nobody confirmed are forgotten. Runs
 * as often as it likes, on as many processes. Answers how many requests it ended. Should one fail, the others end all
 * the same; then it throws.
 */
export async function expire(database: Database, ctx: ServiceContext): Promise<number> {
  const now = ctx.now();
  await database.prisma.change.deleteMany({ where: { state: 'proposed', expiresAt: { lte: now } } });
  const due = await database.prisma.change.findMany({
    where: { state: 'pending', expiresAt: { lte: now } },
    select: { id: true },
    orderBy: { expiresAt: 'asc' },
    take: batchSize,
  });
  const verb = { database, ctx, actor: systemActor };
  let ended = 0;
  const failed: unknown[] = [];
  for (const { id } of due) {
    try {
      const outcome = await withChange(verb, id, async (about) =>
        about.change.state === 'pending' ? closeRequest(about, 'expire') : staleOutcome,
      );
      if (outcome.step === 'settled') ended++;
    } catch (error) {
      failed.push(new Error(`The request ${id} could not be ended.`, { cause: error }));
    }
  }
  if (failed.length > 0)
    throw failed.length === 1 ? failed[0] : new AggregateError(failed, 'Requests could not be ended.');
  return ended;
}
