import type { ServiceContext } from '../changes/operation-context.js';
import type { Database } from '../database/client.js';
import type { Language } from '../i18n/language.js';

/** Where a notice goes when its app has no channel or language of its own. No channel: then nothing is said about it. */
export interface NoticeDefaults {
  readonly noticesChannel: string | null;
  readonly language: Language;
}

/** What the clock's sweeps work with. Every sweep may run twice, on several processes at once, and any time late. */
export interface SweepContext {
  readonly database: Database;
  readonly ctx: ServiceContext;
  readonly noticeDefaults: NoticeDefaults;
}

/** How many rows one statement of a sweep touches at most: locks are short, and memory stays flat. */
export const batchSize = 1_000;

/** The same for a statement that only adds rows: nobody waits for those, and each time it looks for them anew. */
export const insertBatchSize = 50_000;

/**
 * Runs a statement that answers how many rows it touched, `most` of them at most, until nothing is left to do. Answers how
 * many in all.
 */
export async function inBatches(batch: () => Promise<number>, most = batchSize): Promise<number> {
  let all = 0;
  for (;;) {
    const touched = await batch();
    all += touched;
    if (touched < most) return all;
  }
}
