import type { CronItem } from 'graphile-worker';

/** The tasks that run on a schedule. */
export const scheduledTasks = {
  sweep: 'sweep',
  closeMonths: 'close-months',
  releaseDeadWorkers: 'release-dead-workers',
  checkpointEmbedded: 'checkpoint-embedded',
  pollTencentUsage: 'poll-tencent-usage',
  logAuditHead: 'log-audit-head',
  pruneInboundEvents: 'prune-inbound-events',
} as const;

/** The tasks of the schedule that need nothing but the database, and are needed for everything else. */
export const essentialTasks = [scheduledTasks.sweep, scheduledTasks.closeMonths, scheduledTasks.releaseDeadWorkers];

const schedule: readonly CronItem[] = [
  { task: scheduledTasks.sweep, match: '* * * * *' },
  { task: scheduledTasks.closeMonths, match: '*/10 * * * *' },
  { task: scheduledTasks.releaseDeadWorkers, match: '* * * * *' },
  { task: scheduledTasks.checkpointEmbedded, match: '*/5 * * * *' },
  // With many apps one poll takes longer than an hour; in a queue of its own the next one waits for it.
  {
    task: scheduledTasks.pollTencentUsage,
    match: '7 * * * *',
    options: { queueName: scheduledTasks.pollTencentUsage },
  },
  { task: scheduledTasks.logAuditHead, match: '0 0 * * *' },
  { task: scheduledTasks.pruneInboundEvents, match: '30 0 * * *' },
];

/** When each task runs, in cron notation, in UTC. A run that was missed is not made up; a waiting run is replaced. */
export const crontab: readonly CronItem[] = schedule.map(({ options, ...item }) => ({
  ...item,
  options: { ...options, backfillPeriod: 0, jobKey: item.task },
}));
