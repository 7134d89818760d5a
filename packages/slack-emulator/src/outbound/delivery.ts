import type { JsonObject } from '../json.js';

/** Something Slack sends to the bot. */
export interface Parcel {
  readonly kind: Kind;
  readonly payload: JsonObject;
  /** Whether the answer's body means something: over a socket Slack says so in advance. */
  readonly answerable: boolean;
  readonly retry?: { readonly num: number; readonly reason: string };
}

export type Kind = 'commands' | 'interactive' | 'options' | 'events';

/** What came back within Slack's patience. */
export type Answer =
  | { readonly got: 'answer'; readonly status: number; readonly body: string; readonly noRetry: boolean }
  | { readonly got: 'timeout' }
  | { readonly got: 'nothing'; readonly why: string };

export type Deliver = (parcel: Parcel) => Promise<Answer>;

/** How long Slack waits for an answer. */
export const patience = 3000;

/** A way to the bot: signed HTTP requests, or sockets. */
export interface Carrier {
  carry(parcel: Parcel, signal: AbortSignal): Promise<Answer>;
  /** The last delivery (of a kind) once more: unchanged, or spoiled. */
  again(ask: Redelivery): Promise<Answer>;
}

export interface Redelivery {
  readonly kind?: Kind | undefined;
  /** A false signature, or a true one for another time. */
  readonly spoil?: 'signature' | 'timestamp' | undefined;
  readonly shiftSeconds?: number | undefined;
}
