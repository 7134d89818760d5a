import { approvalWindow } from '../../changes/prepare.js';
import type { SweepContext } from '../../jobs/round.js';

/** How long before it expires a request that nobody has decided is brought up again: an hour after it was asked. */
const leftHours = approvalWindow.hours - 1;

/** Reminds whoever may approve of the requests that nobody has decided for an hour: once, wherever they were asked. */
export function createApprovalReminders({ database: { prisma }, ctx }: SweepContext): Promise<number> {
  const at = ctx.now().toISOString();
  return prisma.$executeRaw`
    INSERT INTO notice (once, kind, sdk_app_id, channel, language, facts, occurred_at)
    SELECT 'approval-reminder:' || change.id || ':' || notice.channel, 'approval-reminder', notice.sdk_app_id, notice.channel,
      notice.language, notice.facts, ${at}::timestamptz
    FROM change JOIN notice ON notice.facts ? 'change' AND notice.facts->>'change' = change.id::text AND notice.kind = 'approval'
    WHERE change.state = 'awaiting' AND change.expires_at > ${at}::timestamptz
      AND change.expires_at <= ${at}::timestamptz + make_interval(hours => ${leftHours}::int)
    ON CONFLICT (once) DO NOTHING`;
}
