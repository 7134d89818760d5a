import { approvalWindow } from '../../changes/prepare.js';
import { type NoticeKindId, noticeKinds } from '../kinds.js';
import type { SweepContext } from '../sweep-context.js';

const kind = 'approval-reminder' satisfies NoticeKindId;
const requestKind: NoticeKindId = noticeKinds[kind].threadOf;

/** The reminder comes so many hours before the request expires: an hour after it was made. */
const remindHoursBeforeExpiry = approvalWindow.hours - 1;

/**
 * Creates reminders of requests that have been pending for an hour: one for each recipient of the request. Returns how
 * many.
 */
export function createApprovalReminders(ctx: SweepContext): Promise<number> {
  const { prisma } = ctx.database;
  const at = ctx.now().toISOString();
  return prisma.$executeRaw`
    INSERT INTO notice (dedupe_key, kind, sdk_app_id, channel, language, payload, occurred_at)
    SELECT ${`${kind}:`} || change.id || ':' || notice.channel, ${kind}, notice.sdk_app_id, notice.channel,
      notice.language, notice.payload, ${at}::timestamptz
    FROM change JOIN notice ON notice.payload ? 'change' AND notice.payload->>'change' = change.id::text AND notice.kind = ${requestKind}
    WHERE change.state = 'pending' AND change.expires_at > ${at}::timestamptz
      AND change.expires_at <= ${at}::timestamptz + make_interval(hours => ${remindHoursBeforeExpiry}::int)
    ON CONFLICT (dedupe_key) DO NOTHING`;
}
