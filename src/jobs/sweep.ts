import type { Change } from '../changes/change.js';
import { expire } from '../changes/expire.js';
import { foldStoredNames } from '../database/fold-stored-names.js';
import { anyMeasured } from '../database/queries/usage.js';
import { createApprovalReminders } from '../notices/create/approval-reminders.js';
import { createCountdownNotices } from '../notices/create/countdowns.js';
import { evaluateLimits, evaluateMissedLimits } from '../notices/create/limit-thresholds.js';
import { createStatementNotices } from '../notices/create/statements.js';
import { createMessages } from '../notices/digest.js';
import { dropSuperseded, resolveNotices } from '../notices/resolve.js';
import type { SweepContext } from '../notices/sweep-context.js';
import { purgeDisabled, suspendExpired } from './scheduled-transitions.js';

interface Sweep {
  readonly name: string;
  /** It acts because so much time has passed, and cannot be undone: it waits while the clock is not trusted. */
  readonly byClock?: true;
  run(ctx: SweepContext): Promise<number>;
}

/** What is due, in order: first the states of apps and changes, then notices about them, then messages. */
export const sweeps: readonly Sweep[] = [
  { name: 'apps suspended', byClock: true, run: suspendExpired },
  { name: 'apps purged', byClock: true, run: purgeDisabled },
  { name: 'requests expired', byClock: true, run: expire },
  { name: 'countdown notices created', byClock: true, run: createCountdownNotices },
  { name: 'limit notices created', run: evaluateMissedLimits },
  { name: 'statement notices created', run: createStatementNotices },
  { name: 'reminders created', byClock: true, run: createApprovalReminders },
  { name: 'notices resolved', run: (ctx) => resolveNotices(ctx) },
  { name: 'notices superseded', run: dropSuperseded },
  { name: 'messages created', run: createMessages },
  { name: 'deliveries enqueued', run: enqueueWaitingDeliveries },
  { name: 'names folded', run: ({ database }) => foldStoredNames(database.prisma) },
];

/**
 * Runs every sweep. Returns what each has done, by name, without those that had nothing to do. When a sweep fails the
 * others run all the same; then it throws.
 */
export async function runSweeps(ctx: SweepContext): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  const errors: unknown[] = [];
  for (const { name, byClock, run } of sweeps) {
    // Read once: the instant that was checked is the one that is used.
    const at = byClock ? ctx.trustedNow() : ctx.now();
    if (at === null) continue;
    try {
      const count = await run({ ...ctx, now: () => at });
      if (count > 0) counts[name] = count;
    } catch (error) {
      errors.push(new Error(`The sweep "${name}" failed.`, { cause: error }));
    }
  }
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors, 'Sweeps failed.');
  return counts;
}

/** Resolves the notices that an applied change has made untrue, without waiting for the next sweep. */
export async function afterChange(ctx: SweepContext, { state, sdkAppId, agreedPlan }: Change): Promise<void> {
  if (state !== 'applied') return;
  const apps = [...new Set([sdkAppId, ...agreedPlan.updates.map(({ after }) => after.sdkAppId)])];
  await resolveNotices(ctx, apps);
  // Most apps have no readings, and many changes can be applied at the same time.
  if (await anyMeasured(ctx.database.prisma, apps)) await evaluateLimitsOf(ctx, { apps });
}

/** Compares the usage of apps with their limits, and creates the messages about what it finds. */
export async function evaluateLimitsOf(
  ctx: SweepContext,
  { apps }: { readonly apps: readonly number[] },
): Promise<void> {
  await evaluateLimits(ctx, apps);
  await dropSuperseded(ctx);
  await createMessages(ctx);
}

/** Enqueues a delivery for every recipient of pending messages, in case the job of one got lost. Returns how many. */
async function enqueueWaitingDeliveries({ database: { prisma } }: SweepContext): Promise<number> {
  const recipients = await prisma.$queryRaw<unknown[]>`
    SELECT enqueue_delivery(recipient)::text FROM (
      SELECT DISTINCT recipient FROM message WHERE failure IS NULL AND delivered_version < wanted_version ORDER BY recipient
    ) AS recipients`;
  return recipients.length;
}
