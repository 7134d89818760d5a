import type { JsonObject } from '../json.js';

/** A payload that Slack sends to the bot. */
export interface Delivery {
  readonly kind: DeliveryKind;
  readonly payload: JsonObject;
  /** Whether the body of the response is used; `accepts_response_payload` in Socket Mode. */
  readonly acceptsResponse: boolean;
  readonly retry?: { readonly num: number; readonly reason: string };
}

export type DeliveryKind = 'commands' | 'interactive' | 'options' | 'events';

/** The outcome of a delivery within Slack's timeout. `nothing`: no connection. */
export type DeliveryResponse =
  | { readonly got: 'answer'; readonly status: number; readonly body: string; readonly noRetry: boolean }
  | { readonly got: 'timeout' }
  | { readonly got: 'nothing'; readonly why: string };

export type Deliver = (delivery: Delivery) => Promise<DeliveryResponse>;

/** How long Slack waits for a response or acknowledgement. */
export const ackTimeoutMs = 3000;

/** How deliveries reach the bot: signed HTTP requests, or Socket Mode. */
export interface Transport {
  send(delivery: Delivery, signal: AbortSignal): Promise<DeliveryResponse>;
  /** Resends the last delivery (of a kind), unchanged or tampered with; throws InvalidActionError if there is none. */
  resend(redelivery: Redelivery): Promise<DeliveryResponse>;
}

export interface Redelivery {
  readonly kind?: DeliveryKind | undefined;
  /** `signature`: an invalid one. `timestamp`: shifted by `shiftSeconds` and signed correctly. */
  readonly spoil?: 'signature' | 'timestamp' | undefined;
  readonly shiftSeconds?: number | undefined;
}
