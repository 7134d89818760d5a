import type { Change } from '../changes/change.js';
import { expire } from '../changes/expire.js';
import { anyMeasured } from '../database/queries/usage.js';
import { noteReminders } from '../notices/create/approval-reminders.js';
import { noteCountdowns } from '../notices/create/countdowns.js';
import { noteForgottenLimits, noteLimits } from '../notices/create/limit-thresholds.js';
import { noteStatements } from '../notices/create/statements.js';
import { compose } from '../notices/digest.js';
import { closeNotices, dropOutdone } from '../notices/resolve.js';
import type { Round } from './round.js';
import { purgeDisabled, suspendExpired } from './scheduled-transitions.js';

/** What the clock does, in order: the record catches up, then what there is to say, then its messages. */
export const sweeps: readonly { readonly name: string; run(round: Round): Promise<number> }[] = [
  { name: 'apps suspended', run: suspendExpired },
  { name: 'apps purged', run: purgeDisabled },
  { name: 'requests expired', run: ({ database, desk }) => expire(database, desk) },
  { name: 'countdowns noted', run: noteCountdowns },
  { name: 'limits noted', run: noteForgottenLimits },
  { name: 'statements noted', run: noteStatements },
  { name: 'reminders noted', run: noteReminders },
  { name: 'notices closed', run: (round) => closeNotices(round) },
  { name: 'notices outdone', run: dropOutdone },
  { name: 'messages made', run: compose },
  { name: 'channels waiting', run: wakeChannels },
];

/**
 * Does all that is due. Answers how much of what there was, without what there was nothing of. Should one part fail,
 * the others are done all the same; then it throws.
 */
export async function sweepAll(round: Round): Promise<Readonly<Record<string, number>>> {
  const done: Record<string, number> = {};
  const failed: unknown[] = [];
  for (const { name, run } of sweeps) {
    try {
      const count = await run(round);
      if (count > 0) done[name] = count;
    } catch (error) {
      failed.push(new Error(`The sweep "${name}" failed.`, { cause: error }));
    }
  }
  if (failed.length > 0) throw failed.length === 1 ? failed[0] : new AggregateError(failed, 'Sweeps failed.');
  return done;
}

/** Notices that a change has made untrue say so at once, not only with the next sweep. */
export async function afterChange(round: Round, { state, sdkAppId, agreed }: Change): Promise<void> {
  if (state !== 'applied') return;
  const apps = [...new Set([sdkAppId, ...agreed.moves.map(({ after }) => after.sdkAppId)])];
  await closeNotices(round, apps);
  // Of most there is nothing to compare with a limit, and changes come in crowds.
  if (await anyMeasured(round.database.prisma, apps)) await lookAtLimits(round, { apps });
}

/** Compares the usage of apps with their limits, and has said what there is to say. */
export async function lookAtLimits(round: Round, { apps }: { readonly apps: readonly number[] }): Promise<void> {
  await noteLimits(round, apps);
  await dropOutdone(round);
  await compose(round);
}

/** Whatever became of the job that was to say it: a channel that waits for something is looked after. */
async function wakeChannels({ database: { prisma } }: Round): Promise<number> {
  const woken = await prisma.$queryRaw<unknown[]>`
    SELECT wake(channel)::text FROM (SELECT DISTINCT channel FROM message WHERE failed IS NULL AND shown < wanted ORDER BY channel) AS its`;
  return woken.length;
}
