import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.js';
import type { Kind, Parcel } from './delivery.js';

/** A parcel wrapped for a socket; sent again, it keeps its id. */
export interface Envelope {
  readonly id: string;
  readonly kind: Kind;
  readonly json: JsonObject;
}

const typeOf = {
  commands: 'slash_commands',
  interactive: 'interactive',
  options: 'interactive',
  events: 'events_api',
} as const satisfies Record<Kind, string>;

export function envelopeFor(parcel: Parcel): Envelope {
  const id = randomUUID();
  const { retry, kind } = parcel;
  const attempts = kind === 'events' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {};
  return {
    id,
    kind,
    json: {
      envelope_id: id,
      type: typeOf[kind],
      accepts_response_payload: parcel.answerable,
      payload: parcel.payload,
      ...attempts,
    },
  };
}

const host = 'applink-sandbox';

/** The first thing a socket says. */
export function hello(appId: string, connections: number): JsonObject {
  return {
    type: 'hello',
    num_connections: connections,
    debug_info: { host, build_number: 1, approximate_connection_time: 18_060 },
    connection_info: { app_id: appId },
  };
}

export type Reason = 'refresh_requested' | 'warning' | 'link_disabled';

/** Slack's word before a socket goes. */
export function disconnectMessage(reason: Reason): JsonObject {
  return { type: 'disconnect', reason, debug_info: { host } };
}
