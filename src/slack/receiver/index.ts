import type { RequestListener } from 'node:http';
import type { AckFn, App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Logger } from '@slack/logger';
import { createHttpReceiver } from './http.js';
import { isSlackPayload } from './payload-schema.js';
import type { RequestTracker } from './request-tracker.js';
import { createSocketMode } from './socket-mode.js';

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
}

interface ReceiverDeps {
  readonly logger: Logger;
  readonly requestTracker: RequestTracker;
  now(): Date;
}

/** Socket Mode when there is an app token, HTTP otherwise. */
export function createReceiver(
  settings: ReceiverSettings,
  { logger, requestTracker, now }: ReceiverDeps,
): SlackReceiver {
  const { signingSecret, appToken, apiUrl } = settings;
  if (appToken !== undefined) {
    const { receiver, isOpen } = createSocketMode({ appToken, apiUrl }, logger);
    return { receiver: withGuaranteedAck(receiver, requestTracker), isConnected: isOpen };
  }
  const { receiver, requestListener } = createHttpReceiver({ signingSecret: signingSecret ?? '', logger, now });
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
