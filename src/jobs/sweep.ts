import type { Change } from '../changes/change.js';
import { expire } from '../changes/expire.js';
import { anyMeasured } from '../database/queries/usage.js';
import { createApprovalReminders } from '../notices/create/approval-reminders.js';
import { createCountdownNotices } from '../notices/create/countdowns.js';
import { evaluateLimits, evaluateMissedLimits } from '../notices/create/limit-thresholds.js';
import { createStatementNotices } from '../notices/create/statements.js';
import { createMessages } from '../notices/digest.js';
import { dropSuperseded, resolveNotices } from '../notices/resolve.js';
import type { SweepContext } from '../notices/sweep-context.js';
import { purgeDisabled, suspendExpired } from './scheduled-transitions.js';

/** What the clock does, in order: the record catches up, then what there is to say, then its messages. */
export const sweeps: readonly { readonly name: string; run(ctx: SweepContext): Promise<number> }[] = [
  { name: 'apps suspended', run: suspendExpired },
  { name: 'apps purged', run: purgeDisabled },
  { name: 'requests expired', run: expire },
  { name: 'countdowns noted', run: createCountdownNotices },
  { name: 'limits noted', run: evaluateMissedLimits },
  { name: 'statements noted', run: createStatementNotices },
  { name: 'reminders noted', run: createApprovalReminders },
  { name: 'notices closed', run: (ctx) => resolveNotices(ctx) },
  { name: 'notices outdone', run: dropSuperseded },
  { name: 'messages made', run: createMessages },
  { name: 'channels waiting', run: wakeChannels },
];

/**
 * Does all that is due. Answers how much of what there was, without what there was nothing of. Should one part fail,
 * the others are done all the same; then it throws.
 */
export async function runSweeps(ctx: SweepContext): Promise<Readonly<Record<string, number>>> {
  const done: Record<string, number> = {};
  const failed: unknown[] = [];
  for (const { name, run } of sweeps) {
    try {
      const count = await run(ctx);
      if (count > 0) done[name] = count;
    } catch (error) {
      failed.push(new Error(`The sweep "${name}" failed.`, { cause: error }));
    }
  }
  if (failed.length > 0) throw failed.length === 1 ? failed[0] : new AggregateError(failed, 'Sweeps failed.');
  return done;
}

/** Notices that a change has made untrue say so at once, not only with the next sweep. */
export async function afterChange(ctx: SweepContext, { state, sdkAppId, agreedPlan }: Change): Promise<void> {
  if (state !== 'applied') return;
  const apps = [...new Set([sdkAppId, ...agreedPlan.updates.map(({ after }) => after.sdkAppId)])];
  await resolveNotices(ctx, apps);
  // Of most there is nothing to compare with a limit, and changes come in crowds.
  if (await anyMeasured(ctx.database.prisma, apps)) await evaluateLimitsOf(ctx, { apps });
}

/** Compares the usage of apps with their limits, and has said what there is to say. */
export async function evaluateLimitsOf(
  ctx: SweepContext,
  { apps }: { readonly apps: readonly number[] },
): Promise<void> {
  await evaluateLimits(ctx, apps);
  await dropSuperseded(ctx);
  await createMessages(ctx);
}

/** Whatever became of the job that was to say it: a channel that waits for something is looked after. */
async function wakeChannels({ database: { prisma } }: SweepContext): Promise<number> {
  const woken = await prisma.$queryRaw<unknown[]>`
    SELECT enqueue_delivery(recipient)::text FROM (SELECT DISTINCT recipient FROM message WHERE failure IS NULL AND delivered_version < wanted_version ORDER BY recipient) AS its`;
  return woken.length;
}
