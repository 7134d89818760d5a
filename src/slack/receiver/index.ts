import type { IncomingMessage, RequestListener } from 'node:http';
import type { AckFn, App, Receiver, ReceiverEvent } from '@slack/bolt';
import { createHttpReceiver, type HttpReceiverDeps, maxBodyBytes } from './http.js';
import { isSlackPayload } from './payload-schema.js';
import type { RequestTracker } from './request-tracker.js';
import { createSocketMode } from './socket-mode.js';
import { createUnsignedBodies } from './unsigned-bodies.js';

export interface SlackReceiver {
  readonly receiver: Receiver;
  /** For HTTP: handles `POST /slack/events`. */
  readonly requestListener?: RequestListener;
  /** Whether requests from Slack can arrive; always true for HTTP, where it cannot be known. */
  isConnected(): boolean;
}

export interface ReceiverSettings {
  readonly signingSecret?: string;
  readonly appToken?: string;
  readonly apiUrl: string;
  /** How many bytes of requests that are not verified yet are kept at most; by default 16 MiB. */
  readonly maxUnsignedBytes?: number;
}

interface ReceiverDeps extends Omit<HttpReceiverDeps, 'signingSecret' | 'unsignedBodies'> {
  onBrokenOff(request: IncomingMessage): void;
  readonly requestTracker: RequestTracker;
}

/** Socket Mode when there is an app token, HTTP otherwise. */
export function createReceiver(
  settings: ReceiverSettings,
  { requestTracker, onBrokenOff, ...deps }: ReceiverDeps,
): SlackReceiver {
  const { signingSecret, appToken, apiUrl, maxUnsignedBytes: maxBytes = 16 * maxBodyBytes } = settings;
  if (appToken !== undefined) {
    const { receiver, isOpen } = createSocketMode({ appToken, apiUrl }, deps.logger);
    return { receiver: withGuaranteedAck(receiver, requestTracker), isConnected: isOpen };
  }
  const { receiver, requestListener } = createHttpReceiver({
    ...deps,
    signingSecret: signingSecret ?? '',
    unsignedBodies: createUnsignedBodies({ maxBytesPerBody: maxBodyBytes, maxBytes, onBrokenOff }),
  });
  return { receiver: withGuaranteedAck(receiver, requestTracker), isConnected: () => true, requestListener };
}

/**
 * Acknowledges every request, at the latest after Bolt has handled it: Bolt leaves those it does not know without an
 * answer, and Slack would wait for three seconds. Payloads of an invalid shape do not reach Bolt.
 */
function withGuaranteedAck(receiver: Receiver, requestTracker: RequestTracker): Receiver {
  const guarded = (app: App): App => {
    const handle = async (event: ReceiverEvent) => {
      let acknowledged = false;
      const ackOfReceiver = event.ack;
      const ack: AckFn<unknown> = (response) => {
        acknowledged = true;
        return ackOfReceiver(response);
      };
      if (isSlackPayload(event.body)) await app.processEvent(Object.assign(event, { ack }));
      if (!acknowledged) await ack();
    };
    const processEvent = (event: ReceiverEvent) => requestTracker.track(event, handle);
    return Object.assign(Object.create(app), { processEvent });
  };
  return {
    init: (app) => receiver.init(guarded(app)),
    start: (...args) => receiver.start(...args),
    stop: (...args) => receiver.stop(...args),
  };
}
