import type { Database } from '../database/database.js';
import { clock, close } from './approve.js';
import type { Desk } from './desk.js';
import type { Asker } from './outcome.js';
import { lockChange } from './records.js';
import { operationOf, transaction } from './verb.js';

const byClock: Asker = { actor: clock, door: 'clock', roles: new Set() };
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
  let ended = 0;
  for (const { id } of due) if (await expireOne(database, desk, { id, at: now.toISOString() })) ended++;
  return ended;
}

function expireOne(database: Database, desk: Desk, { id, at }: { id: string; at: string }): Promise<boolean> {
  return transaction(database, async (tx) => {
    const change = await lockChange(tx, id);
    const operation = change && operationOf(desk, change.operation);
    if (!change || !operation || change.state !== 'awaiting') return false;
    await close(tx, { database, desk, asker: byClock, operation, change, at }, 'expire');
    return true;
  });
}
