import { approvalWindow } from '../../changes/prepare.js';
import { type NoticeKindId, noticeKinds } from '../kinds.js';
import type { SweepContext } from '../sweep-context.js';

const kind = 'approval-reminder' satisfies NoticeKindId;
const requestKind: NoticeKindId = noticeKinds[kind].threadOf;

/** How long before it expires a request that nobody has decided is brought up again: an hour after it was asked. */
const leftHours = approvalWindow.hours - 1;

/** Reminds whoever may approve of the requests that nobody has decided for an hour: once, wherever they were asked. */
export function createApprovalReminders(ctx: SweepContext): Promise<number> {
  const { prisma } = ctx.database;
  const at = ctx.now().toISOString();
  return prisma.$executeRaw`
    INSERT INTO notice (dedupe_key, kind, sdk_app_id, channel, language, payload, occurred_at)
    SELECT ${`${kind}:`} || change.id || ':' || notice.channel, ${kind}, notice.sdk_app_id, notice.channel,
      notice.language, notice.payload, ${at}::timestamptz
    FROM change JOIN notice ON notice.payload ? 'change' AND notice.payload->>'change' = change.id::text AND notice.kind = ${requestKind}
    WHERE change.state = 'pending' AND change.expires_at > ${at}::timestamptz
      AND change.expires_at <= ${at}::timestamptz + make_interval(hours => ${leftHours}::int)
    ON CONFLICT (dedupe_key) DO NOTHING`;
}
