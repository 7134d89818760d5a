import type { Database } from '../../src/database/client.js';

/** Channels that wait for something, as the jobs find them. */
async function waitingChannels({ prisma }: Database): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ channel: string }[]>`
    SELECT DISTINCT channel FROM message WHERE failed IS NULL AND shown < wanted ORDER BY channel`;
  return rows.map(({ channel }) => channel);
}

/**
 * Does the work of the jobs that say messages: every channel until it has nothing left, or wants to wait. Answers the
 * waits, in milliseconds.
 */
export async function sayAll(database: Database, { deliver }: { deliver(channel: string): Promise<number | null> }) {
  const waits: number[] = [];
  for (const channel of await waitingChannels(database)) {
    let wait = await deliver(channel);
    while (wait === 0) wait = await deliver(channel);
    if (wait !== null) waits.push(wait);
  }
  return waits;
}
