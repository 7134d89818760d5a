import type { JsonObject } from '../json.js';

/** Something Slack sends to the bot. */
export interface Delivery {
  readonly kind: DeliveryKind;
  readonly payload: JsonObject;
  /** Whether the answer's body means something: over a socket Slack says so in advance. */
  readonly acceptsResponse: boolean;
  readonly retry?: { readonly num: number; readonly reason: string };
}

export type DeliveryKind = 'commands' | 'interactive' | 'options' | 'events';

/** What came back within Slack's patience. */
export type DeliveryResponse =
  | { readonly got: 'answer'; readonly status: number; readonly body: string; readonly noRetry: boolean }
  | { readonly got: 'timeout' }
  | { readonly got: 'nothing'; readonly why: string };

export type Deliver = (delivery: Delivery) => Promise<DeliveryResponse>;

/** How long Slack waits for an answer. */
export const ackTimeoutMs = 3000;

/** A way to the bot: signed HTTP requests, or sockets. */
export interface Transport {
  sendEnvelope(delivery: Delivery, signal: AbortSignal): Promise<DeliveryResponse>;
  /** The last delivery (of a kind) once more: unchanged, or spoiled. */
  resend(redelivery: Redelivery): Promise<DeliveryResponse>;
}

export interface Redelivery {
  readonly kind?: DeliveryKind | undefined;
  /** A false signature, or a true one for another time. */
  readonly spoil?: 'signature' | 'timestamp' | undefined;
  readonly shiftSeconds?: number | undefined;
}
