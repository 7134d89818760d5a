import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.js';
import type { Delivery, DeliveryKind } from './delivery.js';

/** A Socket Mode envelope. When resent, it keeps its id. */
export interface Envelope {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly json: JsonObject;
}

const envelopeTypes = {
  commands: 'slash_commands',
  interactive: 'interactive',
  options: 'interactive',
  events: 'events_api',
} as const satisfies Record<DeliveryKind, string>;

export function createEnvelope(delivery: Delivery): Envelope {
  const id = randomUUID();
  const { retry, kind } = delivery;
  const attempts = kind === 'events' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {};
  return {
    id,
    kind,
    json: {
      envelope_id: id,
      type: envelopeTypes[kind],
      accepts_response_payload: delivery.acceptsResponse,
      payload: delivery.payload,
      ...attempts,
    },
  };
}

const host = 'applink-sandbox';

/** Slack's first message on a new socket. */
export function helloMessage(appId: string, connections: number): JsonObject {
  return {
    type: 'hello',
    num_connections: connections,
    debug_info: { host, build_number: 1, approximate_connection_time: 18_060 },
    connection_info: { app_id: appId },
  };
}

export type DisconnectReason = 'refresh_requested' | 'warning' | 'link_disabled';

/** Slack's message before it closes a socket. */
export function disconnectMessage(reason: DisconnectReason): JsonObject {
  return { type: 'disconnect', reason, debug_info: { host } };
}
