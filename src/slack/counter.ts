import { randomBytes } from 'node:crypto';
import type { Corridor } from '../changes/outcome.js';
import type { Queries } from '../database/queries/queries.js';
import type { Log } from '../log.js';
import type { Operation } from '../operations/operation.js';
import type { Web } from './web.js';

/** What is known of a visit by its end. Nothing of it was typed by anybody. */
export interface Facts {
  readonly operation?: string;
  /** Where it ended in the corridor, or `failed`. */
  readonly step?: string;
  readonly reference?: string;
}

/** What every handler works with. */
export interface Counter {
  readonly corridor: Corridor;
  readonly queries: Queries;
  readonly operations: readonly Operation[];
  readonly web: Web;
  readonly log: Log;
  /** Tells the visit that is being attended what became of it. */
  note(facts: Facts): void;
}

/**
 * Runs `work`; should it fail unexpectedly, the failure goes into the log under a reference number, and `failed` says
 * what the person gets to see instead.
 */
export async function orReference<T>(
  { log, note }: Pick<Counter, 'log' | 'note'>,
  work: () => Promise<T>,
  failed: (reference: string) => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reference = randomBytes(4).toString('hex').toUpperCase();
    log.error({ err: error, reference }, 'a request failed');
    note({ step: 'failed', reference });
    return failed(reference);
  }
}

export function operationNamed({ operations }: Pick<Counter, 'operations'>, name: string): Operation | undefined {
  return operations.find((operation) => operation.name === name);
}
