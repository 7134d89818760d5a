import type { Database } from '../../database/database.js';
import { fromDocument } from '../../database/document.js';
import { Prisma } from '../../database/generated/client.js';
import type { Language } from '../../i18n/language.js';
import type { Facts } from '../../notices/notice.js';
import type { Desk } from '../desk.js';
import { redraw } from './close.js';
import { snoozable } from './countdowns.js';

/** An occasion to say something, in a message of its own, once, however often it is added. `channel` is a channel's id or a person's. */
export interface Occasion {
  readonly once: string;
  readonly kind: string;
  readonly sdkAppId: number;
  readonly channel: string;
  readonly language: Language;
  readonly facts: Facts;
}

/** One notice of a message. */
export interface Said {
  readonly once: string;
  readonly sdkAppId: number;
  readonly metric: string;
  readonly facts: Facts;
  readonly over: boolean;
}

/** Where a message stands in Slack. */
export interface Spot {
  readonly channel: string;
  readonly ts: string;
}

/** A message that a channel waits for: to be said, or, where it stands somewhere, to be edited. */
export interface Due {
  readonly id: string;
  readonly kind: string;
  readonly language: Language;
  /** Slack was asked to take it at this instant, and nobody knows whether it did. */
  readonly triedAt: Date | null;
  readonly spot: Spot | null;
  /** The ts of the message, in the same conversation, that it brings up again; null: it stands by itself. */
  readonly under: string | null;
  /** The file that belongs to it: it hangs there, or was never wanted (null), or Slack was asked to take it at `triedAt`. */
  readonly file: { readonly triedAt: Date | null } | null;
  /** The version that is to be shown. */
  readonly version: number;
  /** Its notices, worst first: as many as a message shows. Of what is not said yet, only what is still true. */
  readonly notices: readonly Said[];
  /** Of all of them, how many there are, how many are over, and whether one may want silence about any. */
  readonly count: number;
  readonly settled: number;
  readonly snoozable: boolean;
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

/** How many notices a message shows, and how many of a message are read at once. */
const [shown, part] = [20, 1_000];

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
    next: (channel) => next(prisma, channel),
    async *noticesOf({ id, spot }) {
      for (let skip = 0; ; skip += part) {
        const said = await noticesOf(prisma, { id, all: spot !== null, skip, take: part });
        if (said.length > 0) yield said;
        if (said.length < part) return;
      }
    },
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

type Client = Database['prisma'];

async function update(prisma: Client, id: string, data: Prisma.MessageUpdateInput): Promise<void> {
  await prisma.message.update({ where: { id }, data });
}

/** What is new comes before what is only another version. */
async function next(prisma: Client, channel: string): Promise<Due | null> {
  const [found] = await prisma.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM message WHERE channel = ${channel} AND failed IS NULL AND shown < wanted
    ORDER BY ts IS NOT NULL, seq LIMIT 1`;
  const row = found && (await prisma.message.findUnique({ where: { id: found.id } }));
  if (!row) return null;
  const { id, kind, triedAt, spot, ts, wanted: version } = row;
  const all = ts !== null;
  return {
    id,
    kind,
    language: row.language as Language,
    triedAt,
    spot: spot !== null && ts !== null ? { channel: spot, ts } : null,
    under: all ? null : await broughtUp(prisma, row),
    file: all && row.shown === 0 ? { triedAt: row.fileTriedAt } : null,
    version,
    notices: await noticesOf(prisma, { id, all, skip: 0, take: shown }),
    ...(await inAll(prisma, { id, all })),
  };
}

async function inAll(prisma: Client, { id, all }: { id: string; all: boolean }) {
  const [row] = await prisma.$queryRaw<Pick<Due, 'count' | 'settled' | 'snoozable'>[]>`
    SELECT count(*)::int AS count, count(over_at)::int AS settled, coalesce(bool_or(${snoozable}), false) AS snoozable
    FROM notice WHERE message_id = ${id}::uuid AND (${all} OR over_at IS NULL)`;
  return row ?? { count: 0, settled: 0, snoozable: false };
}

/** Where the request stands that a reminder is about. */
async function broughtUp(prisma: Client, { id, kind }: { id: string; kind: string }): Promise<string | null> {
  if (kind !== 'approval-reminder') return null;
  const [request] = await prisma.$queryRaw<{ ts: string }[]>`
    SELECT message.ts FROM notice AS reminder
    JOIN notice ON notice.facts ? 'change' AND notice.facts->>'change' = reminder.facts->>'change'
      AND notice.kind = 'approval' AND notice.channel = reminder.channel
    JOIN message ON message.id = notice.message_id
    WHERE reminder.message_id = ${id}::uuid AND message.ts IS NOT NULL LIMIT 1`;
  return request?.ts ?? null;
}

async function noticesOf(
  prisma: Client,
  { id, all, skip, take }: { id: string; all: boolean; skip: number; take: number },
): Promise<readonly Said[]> {
  const rows = await prisma.notice.findMany({
    where: { messageId: id, ...(!all && { overAt: null }) },
    orderBy: [{ urgency: 'desc' }, { occurredAt: 'asc' }, { once: 'asc' }],
    take,
    skip,
  });
  return rows.map(({ once, sdkAppId, metric, facts, overAt }) => ({
    once,
    sdkAppId,
    metric,
    facts: fromDocument<Facts>(facts),
    over: overAt !== null,
  }));
}
