import { randomBytes } from 'node:crypto';
import type { Snooze } from '../changes/notices/snooze.js';
import type { Corridor } from '../changes/outcome.js';
import type { Queries } from '../database/queries/queries.js';
import type { Log } from '../log.js';
import type { Operation } from '../operations/operation.js';
import type { Web } from './web.js';

/** What every handler works with. */
export interface Counter {
  readonly corridor: Corridor;
  readonly queries: Queries;
  readonly snooze: Snooze;
  readonly operations: readonly Operation[];
  readonly web: Web;
  readonly log: Log;
}

/**
 * Runs `work`; should it fail unexpectedly, the failure goes into the log under a reference number, and `failed` says
 * what the person gets to see instead.
 */
export async function orReference<T>(
  log: Log,
  work: () => Promise<T>,
  failed: (reference: string) => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reference = randomBytes(4).toString('hex').toUpperCase();
    log.error({ err: error, reference }, 'a request failed');
    return failed(reference);
  }
}

export function operationNamed({ operations }: Pick<Counter, 'operations'>, name: string): Operation | undefined {
  return operations.find((operation) => operation.name === name);
}
