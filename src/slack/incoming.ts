import type { AllMiddlewareArgs } from '@slack/bolt';
import type { SlackContext } from './context.js';
import { slackPhrases } from './phrases.js';
import { type Message, sentence } from './render/messages.js';
import type { SlackUser, UserDirectory } from './users.js';

/** A request of Slack's, as the listeners get it beside what Bolt says of it. */
export interface ListenerDeps {
  readonly context: SlackContext;
  readonly users: UserDirectory;
  /** How long a submitted modal may take, in milliseconds; what takes longer goes on behind a loading view. */
  readonly ackBudgetMs: number;
  /** Whether this very request has come before. To be asked once: asking remembers it. */
  isReplay(): boolean;
}

/** What Bolt says of a request. */
export type FromBolt<Args> = Args & AllMiddlewareArgs;

/** What the person reads when we failed. */
export function failureMessage({ translator }: SlackUser, reference: string): Message {
  return sentence(translator, slackPhrases.phrase('failed', { reference }));
}
