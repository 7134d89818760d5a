import type { Database } from '../database/client.js';
import { onChange, outOfDate } from './context.js';
import { byClock, endRequest } from './end-request.js';
import type { Desk } from './operation-context.js';

const atOnce = 500;

/**
 * Ends what nobody decided in time: requests expire, and say so; proposals that nobody confirmed are forgotten. Runs
 * as often as it likes, on as many processes. Answers how many requests it ended. Should one fail, the others end all
 * the same; then it throws.
 */
export async function expire(database: Database, desk: Desk): Promise<number> {
  const now = desk.now();
  await database.prisma.change.deleteMany({ where: { state: 'proposed', expiresAt: { lte: now } } });
  const due = await database.prisma.change.findMany({
    where: { state: 'awaiting', expiresAt: { lte: now } },
    select: { id: true },
    orderBy: { expiresAt: 'asc' },
    take: atOnce,
  });
  const verb = { database, desk, asker: byClock };
  let ended = 0;
  const failed: unknown[] = [];
  for (const { id } of due) {
    try {
      const outcome = await onChange(verb, id, async (about) =>
        about.change.state === 'awaiting' ? endRequest(about, 'expire') : outOfDate,
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
