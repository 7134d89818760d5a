import type { AllMiddlewareArgs } from '@slack/bolt';
import type { Context } from './context.js';
import { slackBook } from './phrases.js';
import { type Message, sentence } from './render/messages.js';
import type { People, Person } from './users.js';

/** A request of Slack's, as the listeners get it beside what Bolt says of it. */
export interface Incoming {
  readonly context: Context;
  readonly people: People;
  /** How long a submitted modal may take, in milliseconds; what takes longer goes on behind a loading view. */
  readonly patienceMs: number;
  /** Whether this very request has come before. To be asked once: asking remembers it. */
  isReplay(): boolean;
}

/** What Bolt says of a request. */
export type FromBolt<Args> = Args & AllMiddlewareArgs;

/** What the person reads when we failed. */
export function sorry({ voice }: Person, reference: string): Message {
  return sentence(voice, slackBook.say('failed', { reference }));
}
