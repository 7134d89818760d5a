import type { WorkerEvents } from 'graphile-worker';

/** Whether the worker of this process does its work, by what it has lately done. */
export interface WorkerHealth {
  /** Follows a worker; also the next one, after a restart. */
  observe(events: WorkerEvents): void;
  /** The worker has ended by itself. */
  ended(): void;
  /** Why the jobs are not done; null: they are. */
  problem(): string | null;
}

interface WorkerHealthOptions {
  /** How many jobs run at the same time. */
  readonly concurrency: number;
  /** The tasks that need nothing but the database. Those that call Slack or the vendor may fail because of them. */
  readonly tasks: readonly string[];
  /** Milliseconds that the wall clock cannot change. */
  elapsedMs?(): number;
}

/** A worker that has looked for no job for so long, though it could have taken one, is stuck. */
const maxIdleMs = 60_000;
/** A task that has failed so often in a row does not recover by itself. Retries come after 3 s, 7 s, 20 s … */
const maxFailures = 3;
/** A worker that has ended so often in so long a time does not get anywhere. */
const [maxEnds, endsWithinMs] = [3, 120_000];

export function createWorkerHealth(options: WorkerHealthOptions): WorkerHealth {
  const { concurrency, tasks, elapsedMs = () => performance.now() } = options;
  const failuresInARow = new Map<string, number>();
  let activeAt = elapsedMs();
  let running = 0;
  let ends: readonly number[] = [];
  const isActive = () => {
    activeAt = elapsedMs();
  };
  return {
    observe(events) {
      running = 0;
      events.on('worker:getJob:empty', isActive);
      events.on('job:start', () => {
        running += 1;
        isActive();
      });
      events.on('job:complete', ({ job: { task_identifier: task }, error }) => {
        running -= 1;
        isActive();
        if (!error) failuresInARow.delete(task);
        else if (tasks.includes(task)) failuresInARow.set(task, (failuresInARow.get(task) ?? 0) + 1);
      });
    },
    ended() {
      running = 0;
      ends = [...ends, elapsedMs()].slice(-maxEnds);
    },
    problem() {
      const now = elapsedMs();
      const dying = [...failuresInARow].filter(([, failures]) => failures >= maxFailures).map(([task]) => task);
      if (dying.length > 0) return `jobs fail again and again: ${dying.join(', ')}`;
      if (ends.length === maxEnds && now - (ends[0] ?? 0) < endsWithinMs) return 'the job worker ends again and again';
      return running < concurrency && now - activeAt > maxIdleMs ? 'the job worker has stopped looking for jobs' : null;
    },
  };
}
