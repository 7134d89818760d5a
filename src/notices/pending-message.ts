import type { Database } from '../database/client.js';
import { fromJson } from '../database/json.js';
import type { Language } from '../i18n/language.js';
import { snoozable } from './countdown.js';
import { noticeTraits } from './kinds.js';
import type { NoticePayload } from './notice.js';

/** One notice of a message. */
export interface MessageNotice {
  readonly dedupeKey: string;
  readonly sdkAppId: number;
  readonly metric: string;
  readonly payload: NoticePayload;
  readonly resolved: boolean;
}

/** Where a message stands in Slack. */
export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
}

/** A message that a channel waits for: to be said, or, where it stands somewhere, to be edited. */
export interface PendingMessage {
  readonly id: string;
  readonly kind: string;
  readonly language: Language;
  /** Slack was asked to take it at this instant, and nobody knows whether it did. */
  readonly attemptedAt: Date | null;
  readonly ref: MessageRef | null;
  /** The ts of the message, in the same conversation, that it brings up again; null: it stands by itself. */
  readonly threadTs: string | null;
  /** The file that belongs to it: it hangs there, or was never wanted (null), or Slack was asked to take it at `triedAt`. */
  readonly file: { readonly attemptedAt: Date | null } | null;
  /** The version that is to be shown. */
  readonly version: number;
  /** Its notices, worst first: as many as a message shows. Of what is not said yet, only what is still true. */
  readonly notices: readonly MessageNotice[];
  /** Of all of them, how many there are, how many are over, and whether one may want silence about any. */
  readonly count: number;
  readonly resolvedCount: number;
  readonly snoozable: boolean;
}

type Client = Database['prisma'];

/** How many notices a message shows, and how many of a message are read at once. */
const [shown, part] = [20, 1_000];

/** The next message that a channel waits for. What is new comes before what is only another version. */
export async function nextPending(prisma: Client, channel: string): Promise<PendingMessage | null> {
  const [found] = await prisma.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM message WHERE recipient = ${channel} AND failure IS NULL AND delivered_version < wanted_version
    ORDER BY slack_ts IS NOT NULL, seq LIMIT 1`;
  const row = found && (await prisma.message.findUnique({ where: { id: found.id } }));
  if (!row) return null;
  const { id, kind, attemptedAt, slackChannelId: channelId, slackTs: ts, wantedVersion: version } = row;
  const all = ts !== null;
  return {
    id,
    kind,
    language: row.language as Language,
    attemptedAt,
    ref: channelId !== null && ts !== null ? { channel: channelId, ts } : null,
    threadTs: all ? null : await threadOf(prisma, row),
    file: all && row.deliveredVersion === 0 ? { attemptedAt: row.fileAttemptedAt } : null,
    version,
    notices: await partOf(prisma, { id, all, skip: 0, take: shown }),
    ...(await inAll(prisma, { id, all })),
  };
}

async function inAll(prisma: Client, { id, all }: { id: string; all: boolean }) {
  const [row] = await prisma.$queryRaw<Pick<PendingMessage, 'count' | 'resolvedCount' | 'snoozable'>[]>`
    SELECT count(*)::int AS count, count(resolved_at)::int AS "resolvedCount", coalesce(bool_or(${snoozable}), false) AS snoozable
    FROM notice WHERE message_id = ${id}::uuid AND (${all} OR resolved_at IS NULL)`;
  return row ?? { count: 0, resolvedCount: 0, snoozable: false };
}

/** The ts of the message that this one replies to; null: none. */
async function threadOf(prisma: Client, { id, kind }: { id: string; kind: string }): Promise<string | null> {
  const traits = noticeTraits(kind);
  const parentKind = traits?.about === 'change' ? traits.threadOf : undefined;
  if (parentKind === undefined) return null;
  const [parent] = await prisma.$queryRaw<{ ts: string }[]>`
    SELECT message.slack_ts AS ts FROM notice AS reply
    JOIN notice ON notice.payload ? 'change' AND notice.payload->>'change' = reply.payload->>'change'
      AND notice.kind = ${parentKind} AND notice.channel = reply.channel
    JOIN message ON message.id = notice.message_id
    WHERE reply.message_id = ${id}::uuid AND message.slack_ts IS NOT NULL LIMIT 1`;
  return parent?.ts ?? null;
}

/** Every notice of a message, in order, in parts. */
export async function* noticesOf(
  prisma: Client,
  { id, ref }: PendingMessage,
): AsyncGenerator<readonly MessageNotice[]> {
  for (let skip = 0; ; skip += part) {
    const said = await partOf(prisma, { id, all: ref !== null, skip, take: part });
    if (said.length > 0) yield said;
    if (said.length < part) return;
  }
}

async function partOf(
  prisma: Client,
  { id, all, skip, take }: { id: string; all: boolean; skip: number; take: number },
): Promise<readonly MessageNotice[]> {
  const rows = await prisma.notice.findMany({
    where: { messageId: id, ...(!all && { resolvedAt: null }) },
    orderBy: [{ severity: 'desc' }, { occurredAt: 'asc' }, { dedupeKey: 'asc' }],
    take,
    skip,
  });
  return rows.map(({ dedupeKey, sdkAppId, metric, payload, resolvedAt }) => ({
    dedupeKey,
    sdkAppId,
    metric,
    payload: fromJson<NoticePayload>(payload),
    resolved: resolvedAt !== null,
  }));
}
