import type { Desk } from '../changes/operation-context.js';
import type { Database } from '../database/client.js';
import { Prisma } from '../database/generated/client.js';
import type { Language } from '../i18n/language.js';
import { type Due, nextDue, noticesOf, type Said, type Spot } from './due.js';
import type { Facts } from './notice.js';
import { redraw } from './resolve.js';

/** An occasion to say something, in a message of its own, once, however often it is added. `channel` is a channel's id or a person's. */
export interface Occasion {
  readonly once: string;
  readonly kind: string;
  readonly sdkAppId: number;
  readonly channel: string;
  readonly language: Language;
  readonly facts: Facts;
}

interface SaidThere {
  readonly spot: Spot;
  readonly at: Date;
  readonly found: boolean;
  readonly file: boolean;
}

/** What is to be said in Slack, and what has been: the record that makes it happen once. */
export interface Outbox {
  add(occasions: readonly Occasion[]): Promise<void>;
  /** Has the messages of these kinds about a change drawn anew. */
  redrawChange(change: string, kinds: readonly string[]): Promise<void>;
  /** The next message that a channel waits for; null: none. */
  next(channel: string): Promise<Due | null>;
  /** Every notice of a message, in order, in parts. */
  noticesOf(due: Due): AsyncGenerator<readonly Said[]>;
  /**
   * Written before Slack is asked: from then on the message may stand there. Null: Slack has surely not taken it. False:
   * nothing was written, since by now there is something else to say, or somebody else is saying it.
   */
  tried(due: Due, at: Date | null): Promise<boolean>;
  /** It stands there; if it was found there, in a version from before. With `file` one is still to be hung on it. */
  said(due: Due, how: SaidThere): Promise<void>;
  /** The same as `tried`, of its file. */
  fileTried(due: Due, at: Date | null): Promise<boolean>;
  /** Its file hangs there, or never will. What has changed since it was said is drawn anew. */
  filed(due: Due): Promise<void>;
  edited(due: Due): Promise<void>;
  /** It will not be said, or edited, any more. */
  gaveUp(due: Due, why: string): Promise<void>;
}

/** The record, kept in the database. */
export function openOutbox(database: Database, desk: Desk): Outbox {
  const { prisma } = database;
  return {
    async add(occasions) {
      if (occasions.length === 0) return;
      const at = desk.now().toISOString();
      await prisma.$queryRaw`
        WITH noted AS (
          INSERT INTO notice (once, kind, sdk_app_id, channel, language, facts, occurred_at, message_id)
          SELECT once, kind, "sdkAppId", channel, language, facts, ${at}::timestamptz, gen_random_uuid()
          FROM jsonb_to_recordset(${JSON.stringify(occasions)}::jsonb) AS it(
            once text, kind text, "sdkAppId" int, channel text, language text, facts jsonb)
          ON CONFLICT (once) DO NOTHING
          RETURNING message_id, channel, kind, language
        ), made AS (
          INSERT INTO message (id, channel, kind, language, created_at)
          SELECT message_id, channel, kind, language, ${at}::timestamptz FROM noted
        )
        SELECT wake(channel)::text FROM (SELECT DISTINCT channel FROM noted ORDER BY channel) AS its`;
    },
    async redrawChange(change, kinds) {
      const about = Prisma.sql`SELECT message_id FROM notice
        WHERE facts ? 'change' AND facts->>'change' = ${change} AND kind = ANY(${[...kinds]})`;
      await prisma.$queryRaw`
        WITH redrawn AS (${redraw(about)})
        SELECT wake(channel)::text FROM (SELECT DISTINCT channel FROM redrawn ORDER BY channel) AS its`;
    },
    next: (channel) => nextDue(prisma, channel),
    noticesOf: (due) => noticesOf(prisma, due),
    async tried({ id, version, triedAt: seen }, triedAt) {
      const still = triedAt === null ? {} : { wanted: version, triedAt: seen };
      return (await prisma.message.updateMany({ where: { id, ...still }, data: { triedAt } })).count > 0;
    },
    said: ({ id, version }, { spot: { channel, ts }, at: saidAt, found, file }) => {
      const shown = found ? earlier(version) : version;
      return update(prisma, id, { spot: channel, ts, saidAt, shown: file ? 0 : shown });
    },
    async fileTried({ id, file }, fileTriedAt) {
      const still = fileTriedAt === null ? {} : { fileTriedAt: file?.triedAt ?? null };
      return (await prisma.message.updateMany({ where: { id, ...still }, data: { fileTriedAt } })).count > 0;
    },
    filed: ({ id, version }) => update(prisma, id, { shown: earlier(version) }),
    edited: ({ id, version }) => update(prisma, id, { shown: version }),
    gaveUp: ({ id }, failed) => update(prisma, id, { failed }),
  };
}

/** A version that was certainly shown before this one was wanted; or this one, where there is no other. */
const earlier = (version: number) => Math.max(1, version - 1);

async function update(prisma: Database['prisma'], id: string, data: Prisma.MessageUpdateInput): Promise<void> {
  await prisma.message.update({ where: { id }, data });
}
