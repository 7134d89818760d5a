import type { Database } from '../../src/database/client.js';

/** The recipients of pending messages. */
async function pendingRecipients({ prisma }: Database): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ recipient: string }[]>`
    SELECT DISTINCT recipient FROM message WHERE failure IS NULL AND delivered_version < wanted_version ORDER BY recipient`;
  return rows.map(({ recipient }) => recipient);
}

/**
 * Delivers the pending messages of every recipient until there are no more, or the delivery asks for a delay. Returns
 * the delays, in milliseconds.
 */
export async function deliverAll(
  database: Database,
  { deliver }: { deliver(channel: string): Promise<number | null> },
) {
  const waits: number[] = [];
  for (const channel of await pendingRecipients(database)) {
    let wait = await deliver(channel);
    while (wait === 0) wait = await deliver(channel);
    if (wait !== null) waits.push(wait);
  }
  return waits;
}
