import type { Database } from '../database/database.js';

/** Where a message stands in Slack. */
export interface Spot {
  readonly channel: string;
  readonly ts: string;
}

/** What has been said already, on record, so that every occasion is said once and its message can be edited later. */
export interface Said {
  /** Says it by `post` (which answers the message's ts) unless it has been said; answers where it stands. */
  once(occasion: string, channel: string, post: () => Promise<string>): Promise<Spot>;
  find(occasion: string): Promise<Spot | null>;
}

/** The record of what has been said, kept in the database. */
export function openSaid({ prisma }: Database, now: () => Date): Said {
  const find = async (once: string): Promise<Spot | null> => {
    const row = await prisma.notice.findUnique({ where: { once } });
    return row?.ts ? { channel: row.channel, ts: row.ts } : null;
  };
  return {
    find,
    async once(once, channel, post) {
      const before = await find(once);
      if (before) return before;
      const ts = await post();
      const createdAt = now();
      await prisma.notice.createMany({ data: [{ once, channel, ts, createdAt }], skipDuplicates: true });
      return { channel, ts };
    },
  };
}
