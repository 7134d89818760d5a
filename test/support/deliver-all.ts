import type { Database } from '../../src/database/client.js';

/** Channels that wait for something, as the jobs find them. */
async function waitingChannels({ prisma }: Database): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ recipient: string }[]>`
    SELECT DISTINCT recipient FROM message WHERE failure IS NULL AND delivered_version < wanted_version ORDER BY recipient`;
  return rows.map(({ recipient }) => recipient);
}

/**
 * Does the work of the jobs that say messages: every channel until it has nothing left, or wants to wait. Answers the
 * waits, in milliseconds.
 */
export async function deliverAll(
  database: Database,
  { deliver }: { deliver(channel: string): Promise<number | null> },
) {
  const waits: number[] = [];
  for (const channel of await waitingChannels(database)) {
    let wait = await deliver(channel);
    while (wait === 0) wait = await deliver(channel);
    if (wait !== null) waits.push(wait);
  }
  return waits;
}
