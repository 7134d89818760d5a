import type { LRUCache } from 'lru-cache';
import type { Snooze } from '../changes/notices/snooze.js';
import type { Corridor } from '../changes/outcome.js';
import type { AskOverview } from '../changes/overview.js';
import type { Queries } from '../database/queries/queries.js';
import type { App } from '../imapp/app.js';
import { type Log, noted } from '../log.js';
import type { Operation } from '../operations/operation.js';
import type { Voice } from './draw/medium.js';
import type { HomeReference } from './references.js';
import type { Web } from './web.js';

/** What is known of a visit by its end. Nothing of it was typed by anybody. */
export interface Facts {
  readonly operation?: string;
  /** Where it ended in the corridor, or `failed`. */
  readonly step?: string;
  readonly reference?: string;
}

/** What every handler works with: the parts of the product, and the log of the request that is being handled. */
export interface Context {
  readonly corridor: Corridor;
  readonly queries: Queries;
  readonly snooze: Snooze;
  readonly overview: AskOverview;
  readonly operations: readonly Operation[];
  readonly web: Web;
  /** The Home tabs that were drawn lately, by person: what each shows. */
  readonly homes: LRUCache<string, HomeReference>;
  readonly log: Log;
  /** How to speak where everybody hears it: in the language of the app's channel, or else the default. */
  aloud(app: App | null): Voice;
  /** Tells the visit that is being attended what became of it. */
  note(facts: Facts): void;
}

/**
 * Runs `work`; should it fail unexpectedly, the failure goes into the log under a reference number, and `failed` says
 * what the person gets to see instead.
 */
export async function orReference<T>(
  { log, note }: Pick<Context, 'log' | 'note'>,
  work: () => Promise<T>,
  failed: (reference: string) => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reference = noted(log, error);
    note({ step: 'failed', reference });
    return failed(reference);
  }
}
