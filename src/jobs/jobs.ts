import { EventEmitter } from 'node:events';
import {
  type CronItem,
  parseCronItems,
  run,
  runOnce,
  type TaskList,
  type WorkerEvents,
  Logger as WorkerLogger,
} from 'graphile-worker';
import { z } from 'zod';
import { closeMonths } from '../changes/close-months.js';
import type { Desk } from '../changes/desk.js';
import { expire } from '../changes/expire.js';
import { type ChangeNews, deliverChange } from '../changes/news.js';
import type { Database } from '../database/database.js';
import { auditHead } from '../database/queries/history.js';
import type { Log } from '../log.js';
import type { Meters } from '../meters.js';
import { keepPresence, type Presence } from './presence.js';

/** What the jobs are handed: they decide nothing themselves. */
export interface Hands {
  readonly database: Database;
  readonly desk: Desk;
  readonly log: Log;
  readonly meters: Meters;
  /** Brings the news of a change to people. Throws when it should be tried again. */
  deliver(news: ChangeNews): Promise<void>;
}

export interface Jobs {
  /** Lets what is running finish. */
  stop(): Promise<void>;
}

const changeNews = z.object({ change: z.string() });
const expireRequests = 'expire-requests';
const closeTheMonths = 'close-months';
const freeTheDead = 'free-the-dead';
const noteAuditHead = 'note-audit-head';

/** The jobs, by name. Every one may run twice, and on several processes at once. */
function tasks({ database, desk, log, deliver }: Hands, presence: () => Presence | undefined): TaskList {
  return {
    [deliverChange]: (payload) => deliver(changeNews.parse(payload)),
    [expireRequests]: async () => {
      const ended = await expire(database, desk);
      if (ended > 0) log.info({ ended }, 'requests expired');
    },
    [closeTheMonths]: async () => {
      const closed = await closeMonths(database, desk);
      if (closed.length > 0) log.info({ closed }, 'months closed');
    },
    [freeTheDead]: async () => {
      const dead = await presence()?.freeTheDead();
      if (dead) log.warn({ dead }, 'took over the jobs of processes that died');
    },
    // The chain cannot show that its newest rows were cut off; a head that is noted elsewhere can.
    [noteAuditHead]: async () => log.info(await auditHead(database.prisma), 'head of the audit trail'),
  };
}

/** When the clock calls: each in the cron notation of the worker, in UTC. */
const calls: CronItem[] = [
  { task: expireRequests, match: '* * * * *' },
  { task: closeTheMonths, match: '*/10 * * * *' },
  { task: freeTheDead, match: '* * * * *' },
  { task: noteAuditHead, match: '0 0 * * *' },
].map((call) => ({ ...call, options: { backfillPeriod: 0, jobKey: call.task } }));

/** Where the notification of a new job should get lost, the outbox is looked into this often, in milliseconds. */
const pollInterval = 2_000;

/** Starts the jobs. */
export async function startJobs(hands: Hands): Promise<Jobs> {
  const { database, log, meters } = hands;
  let presence: Presence | undefined;
  let poolId = '';
  const events: WorkerEvents = new EventEmitter();
  events.once('pool:create', ({ workerPool }) => {
    poolId = workerPool.id;
  });
  events.on('job:complete', ({ job, error }) => meters.job(job.task_identifier, error ? 'failed' : 'done'));
  const runner = await run({
    pgPool: database.workerPool,
    events,
    taskList: tasks(hands, () => presence),
    parsedCronItems: parseCronItems(calls),
    concurrency: 4,
    pollInterval,
    noPreparedStatements: database.noPreparedStatements,
    noHandleSignals: true,
    // In batches, if of one: only then does stopping wait until finished jobs are written off.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: workerLogger(log),
  });
  presence = await keepPresence(database, poolId, log);
  await presence.freeTheDead();
  return {
    async stop() {
      await runner.stop();
      presence?.end();
    },
  };
}

/** Writes off all news that nobody has been told yet. */
export async function discardNews({ workerPool, noPreparedStatements }: Database, log: Log): Promise<void> {
  const taskList: TaskList = { [deliverChange]() {} };
  await runOnce({
    pgPool: workerPool,
    noPreparedStatements,
    noHandleSignals: true,
    logger: workerLogger(log),
    taskList,
  });
}

function workerLogger(log: Log): WorkerLogger {
  return new WorkerLogger(() => (level, message, meta) => {
    if (level === 'error') log.error({ err: meta?.['error'] }, message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });
}
