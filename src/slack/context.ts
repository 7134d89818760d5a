import type { LRUCache } from 'lru-cache';
import type { LoadOverview } from '../apps/overview.js';
import type { ChangeService } from '../changes/change.js';
import type { Queries } from '../database/queries/queries.js';
import type { App } from '../domain/app.js';
import type { Snooze } from '../notices/snooze.js';
import { type Logger, logFailure } from '../observability/log.js';
import type { Operation } from '../operations/operation.js';
import type { SlackClient } from './client.js';
import type { HomeReference } from './metadata.js';
import type { MessageTranslator } from './render/translator.js';

/** What is known of a visit by its end. Nothing of it was typed by anybody. */
export interface RequestOutcome {
  readonly operation?: string;
  /** Where it ended in the corridor, or `failed`. */
  readonly step?: string;
  readonly reference?: string;
}

/** What every handler works with: the parts of the product, and the log of the request that is being handled. */
export interface SlackContext {
  readonly changes: ChangeService;
  readonly queries: Queries;
  readonly snooze: Snooze;
  readonly overview: LoadOverview;
  readonly operations: readonly Operation[];
  readonly client: SlackClient;
  /** The Home tabs that were drawn lately, by person: what each shows. */
  readonly homes: LRUCache<string, HomeReference>;
  readonly log: Logger;
  /** How to speak where everybody hears it: in the language of the app's channel, or else the default. */
  channelTranslator(app: App | null): MessageTranslator;
  /** Tells the visit that is being attended what became of it. */
  note(facts: RequestOutcome): void;
}

/**
 * Runs `work`; should it fail unexpectedly, the failure goes into the log under a reference number, and `failed` says
 * what the person gets to see instead.
 */
export async function withFailureReference<T>(
  { log, note }: Pick<SlackContext, 'log' | 'note'>,
  work: () => Promise<T>,
  failed: (reference: string) => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reference = logFailure(log, error);
    note({ step: 'failed', reference });
    return failed(reference);
  }
}
