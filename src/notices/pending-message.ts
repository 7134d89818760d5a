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

/** Identifies a message in Slack. */
export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
}

/** A message to be posted, or, when it has a `ref`, to be updated. */
export interface PendingMessage {
  readonly id: string;
  readonly kind: string;
  readonly language: Language;
  /** When posting it was last attempted, with unknown outcome; null otherwise. */
  readonly attemptedAt: Date | null;
  readonly ref: MessageRef | null;
  /** The ts of the message that it replies to, in the same conversation; null when it is not a reply. */
  readonly threadTs: string | null;
  /** Its file that is still to be attached; null if there is none. `attemptedAt`: last upload, with unknown outcome. */
  readonly file: { readonly attemptedAt: Date | null } | null;
  /** The channel that it is meant for, if that one cannot be posted to; otherwise null. */
  readonly redirectedFrom: string | null;
  /** Since when its recipient cannot be posted to; null if it can. */
  readonly unreachableSince: Date | null;
  /** The version to be delivered. */
  readonly version: number;
  /** The first notices of it, most severe first. Before it is posted, only unresolved ones. */
  readonly notices: readonly MessageNotice[];
  /** How many notices it has in all, how many of them are resolved, and whether any can be snoozed. */
  readonly count: number;
  readonly resolvedCount: number;
  readonly snoozable: boolean;
}

type Client = Database['prisma'];

/** How many notices a message shows at most. */
const maxShownNotices = 20;
const noticesPerBatch = 1_000;

/** The next pending message to a channel or user. New messages come before updates. Null when there is none. */
export async function nextPending(prisma: Client, recipient: string): Promise<PendingMessage | null> {
  const [found] = await prisma.$queryRaw<
    { id: string; redirectedFrom: string | null; unreachableSince: Date | null }[]
  >`
    SELECT id::text,
      (SELECT min(channel) FROM notice WHERE message_id = message.id AND channel <> message.recipient) AS "redirectedFrom",
      (SELECT since FROM unreachable_channel WHERE channel = message.recipient) AS "unreachableSince"
    FROM message WHERE recipient = ${recipient} AND failure IS NULL AND delivered_version < wanted_version
    ORDER BY slack_ts IS NOT NULL, seq LIMIT 1`;
  const row = found && (await prisma.message.findUnique({ where: { id: found.id } }));
  if (!row) return null;
  const { redirectedFrom, unreachableSince } = found;
  const { id, kind, attemptedAt, slackChannelId: channelId, slackTs: ts, wantedVersion: version } = row;
  const isPosted = ts !== null;
  return {
    id,
    kind,
    language: row.language as Language,
    attemptedAt,
    redirectedFrom,
    unreachableSince,
    ref: channelId !== null && ts !== null ? { channel: channelId, ts } : null,
    threadTs: isPosted ? null : await threadOf(prisma, row),
    file: isPosted && row.deliveredVersion === 0 ? { attemptedAt: row.fileAttemptedAt } : null,
    version,
    notices: await readNotices(prisma, { id, withResolved: isPosted, skip: 0, take: maxShownNotices }),
    ...(await countNotices(prisma, { id, withResolved: isPosted })),
  };
}

async function countNotices(prisma: Client, { id, withResolved }: { id: string; withResolved: boolean }) {
  const [row] = await prisma.$queryRaw<Pick<PendingMessage, 'count' | 'resolvedCount' | 'snoozable'>[]>`
    SELECT count(*)::int AS count, count(resolved_at)::int AS "resolvedCount", coalesce(bool_or(${snoozable}), false) AS snoozable
    FROM notice WHERE message_id = ${id}::uuid AND (${withResolved} OR resolved_at IS NULL)`;
  return row ?? { count: 0, resolvedCount: 0, snoozable: false };
}

/** The ts of the message that this one replies to; null when it is not a reply. */
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

/** Every notice of a message, in order, in batches. Before it is posted, only unresolved ones. */
export async function* noticesOf(
  prisma: Client,
  { id, ref }: PendingMessage,
): AsyncGenerator<readonly MessageNotice[]> {
  for (let skip = 0; ; skip += noticesPerBatch) {
    const notices = await readNotices(prisma, { id, withResolved: ref !== null, skip, take: noticesPerBatch });
    if (notices.length > 0) yield notices;
    if (notices.length < noticesPerBatch) return;
  }
}

async function readNotices(
  prisma: Client,
  { id, withResolved, skip, take }: { id: string; withResolved: boolean; skip: number; take: number },
): Promise<readonly MessageNotice[]> {
  const rows = await prisma.notice.findMany({
    where: { messageId: id, ...(!withResolved && { resolvedAt: null }) },
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
