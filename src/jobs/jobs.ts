import { parseCronItems, type Runner, run, runOnce, type TaskList, Logger as WorkerLogger } from 'graphile-worker';
import { z } from 'zod';
import type { Desk } from '../changes/desk.js';
import { expire } from '../changes/expire.js';
import { type ChangeNews, deliverChange } from '../changes/news.js';
import type { Database } from '../database/database.js';
import type { Log } from '../log.js';

/** What the jobs are handed: they decide nothing themselves. */
export interface Hands {
  readonly database: Database;
  readonly desk: Desk;
  readonly log: Log;
  /** Brings the news of a change to people. Throws when it should be tried again. */
  deliver(news: ChangeNews): Promise<void>;
}

const changeNews = z.object({ change: z.string() });
const expireRequests = 'expire-requests';

/** The jobs, by name. Every one may run twice, and on several processes at once. */
function tasks({ database, desk, log, deliver }: Hands): TaskList {
  return {
    [deliverChange]: (payload) => deliver(changeNews.parse(payload)),
    [expireRequests]: async () => {
      const ended = await expire(database, desk);
      if (ended > 0) log.info({ ended }, 'requests expired');
    },
  };
}

/** Writes off all news that nobody has been told yet. */
export async function discardNews({ workerPool, noPreparedStatements }: Database): Promise<void> {
  const logger = new WorkerLogger(() => () => {});
  await runOnce({
    pgPool: workerPool,
    noPreparedStatements,
    noHandleSignals: true,
    logger,
    taskList: { [deliverChange]() {} },
  });
}

/** When the clock calls: each in the cron notation of the worker, in UTC. */
const calls = [{ task: expireRequests, match: '* * * * *', options: { backfillPeriod: 0, jobKey: expireRequests } }];

/** Where no notification arrives between connections, the outbox is looked into this often, in milliseconds. */
const pollInterval = { embedded: 200, server: 2_000 } as const;

/** Starts the jobs. Stopping lets running ones finish. */
export async function startJobs(hands: Hands): Promise<Runner> {
  const { database } = hands;
  return run({
    pgPool: database.workerPool,
    taskList: tasks(hands),
    parsedCronItems: parseCronItems(calls),
    concurrency: 4,
    pollInterval: database.embedded ? pollInterval.embedded : pollInterval.server,
    noPreparedStatements: database.noPreparedStatements,
    noHandleSignals: true,
    // In batches, if of one: only then does stopping wait until finished jobs are written off.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: new WorkerLogger(() => (level, message, meta) => {
      const { error } = meta ?? {};
      if (level === 'error') hands.log.error({ err: error }, message);
      else if (level === 'warning') hands.log.warn(message);
      else hands.log.debug(message);
    }),
  });
}
