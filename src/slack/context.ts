import type { LRUCache } from 'lru-cache';
import type { AskOverview } from '../apps/overview.js';
import type { Corridor } from '../changes/change.js';
import type { Queries } from '../database/queries/queries.js';
import type { App } from '../domain/app.js';
import type { Snooze } from '../notices/snooze.js';
import { type Log, noted } from '../observability/log.js';
import type { Operation } from '../operations/operation.js';
import type { Web } from './client.js';
import type { HomeReference } from './metadata.js';
import type { Voice } from './render/translator.js';

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
