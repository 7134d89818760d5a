import type { AllMiddlewareArgs } from '@slack/bolt';
import type { LRUCache } from 'lru-cache';
import type { AppSearch } from '../apps/app-search.js';
import type { LoadOverview } from '../apps/overview.js';
import type { ChangeService } from '../changes/change.js';
import type { App } from '../domain/app.js';
import type { Snooze } from '../notices/snooze.js';
import { type Logger, logFailure } from '../observability/log.js';
import type { Metrics } from '../observability/metrics.js';
import type { Operation } from '../operations/operation.js';
import type { SlackClient } from './client.js';
import type { HomeReference } from './metadata.js';
import { slackPhrases } from './phrases.js';
import { type Message, sentence } from './render/messages.js';
import type { MessageTranslator } from './render/translator.js';
import type { SlackUser } from './users.js';

/** What the log line of a request says about its outcome. Never contains anything that was typed. */
export interface RequestOutcome {
  readonly operation?: string;
  /** The step of the outcome, or `failed`. */
  readonly step?: string;
  readonly reference?: string;
}

/** What every listener works with. */
export interface SlackContext {
  readonly changes: ChangeService;
  readonly appSearch: AppSearch;
  readonly snooze: Snooze;
  readonly overview: LoadOverview;
  readonly operations: readonly Operation[];
  readonly client: SlackClient;
  /** What each Home tab shows that was rendered lately, by user id. */
  readonly homes: LRUCache<string, HomeReference>;
  /** The log of the request that is being handled. */
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'contentRefused'>;
  /** For messages in an app's channel: in the app's language, or the default one. */
  channelTranslator(app: App | null): MessageTranslator;
  /** Adds to the outcome of the request that is being handled. */
  recordOutcome(outcome: RequestOutcome): void;
}

/** What the listeners get for each request, beside Bolt's arguments. */
export interface ListenerDeps {
  readonly context: SlackContext;
  /** The sender of the request. */
  user(): Promise<SlackUser>;
  /** How long a submitted modal may take before it is acknowledged with a loading view, in milliseconds. */
  readonly ackBudgetMs: number;
  /** Whether this very request was received before. Call it once: the call records the request. */
  isReplay(): boolean;
}

export type FromBolt<Args> = Args & AllMiddlewareArgs;

/**
 * Runs `work`. An unexpected failure is logged under a reference number, and `failed` returns what the user sees
 * instead.
 */
export async function withFailureReference<T>(
  { log, recordOutcome }: Pick<SlackContext, 'log' | 'recordOutcome'>,
  work: () => Promise<T>,
  failed: (reference: string) => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reference = logFailure(log, error);
    recordOutcome({ step: 'failed', reference });
    return failed(reference);
  }
}

export function failureMessage({ translator }: SlackUser, reference: string): Message {
  return sentence(translator, slackPhrases.phrase('failed', { reference }));
}
