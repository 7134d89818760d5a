import type { LRUCache } from 'lru-cache';
import type { Snooze } from '../changes/notices/snooze.js';
import type { Corridor } from '../changes/outcome.js';
import type { AskOverview } from '../changes/overview.js';
import type { Queries } from '../database/queries/queries.js';
import { type Log, noted } from '../log.js';
import type { Operation } from '../operations/operation.js';
import type { HomeReference } from './references.js';
import type { Web } from './web.js';

/** What every handler works with. */
export interface Counter {
  readonly corridor: Corridor;
  readonly queries: Queries;
  readonly snooze: Snooze;
  readonly overview: AskOverview;
  readonly operations: readonly Operation[];
  readonly web: Web;
  /** The Home tabs that were drawn lately, by person: what each shows. */
  readonly homes: LRUCache<string, HomeReference>;
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
    return failed(noted(log, error));
  }
}

export function operationNamed({ operations }: Pick<Counter, 'operations'>, name: string): Operation | undefined {
  return operations.find((operation) => operation.name === name);
}
