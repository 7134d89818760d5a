import type { Database } from '../database/database.js';
import type { Desk } from './desk.js';
import { byClock, endRequest } from './end-request.js';
import { onChange, outOfDate } from './verb.js';

const atOnce = 500;

/**
 * Ends what nobody decided in time: requests expire, and say so; proposals that nobody confirmed are forgotten. Runs
 * as often as it likes, on as many processes. Answers how many requests it ended.
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
  for (const { id } of due) {
    const outcome = await onChange(verb, id, async (about) =>
      about.change.state === 'awaiting' ? endRequest(about, 'expire') : outOfDate,
    );
    if (outcome.step === 'settled') ended++;
  }
  return ended;
}
