import type { RequestListener } from 'node:http';
import type { AckFn, App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Logger } from '@slack/logger';
import { createHttpReceiver } from './http.js';
import { isSlackPayload } from './payload-schema.js';
import type { RequestTracker } from './request-tracker.js';
import { createSocketMode } from './socket-mode.js';

/** How Slack reaches us, and what a request is recognised by when it comes again. */
export interface SlackReceiver {
  readonly receiver: Receiver;
  /** For HTTP: what `POST /slack/events` goes to. */
  readonly requestListener?: RequestListener;
  /** Whether what Slack sends can reach us, as far as we can tell. */
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
 * What Bolt does not know it leaves unanswered, and Slack would wait for three seconds. Here it is answered at once; what
 * has no shape that Slack's messages have does not get that far.
 */
function withGuaranteedAck(receiver: Receiver, requestTracker: RequestTracker): Receiver {
  const careful = (app: App): App => {
    const handle = async (event: ReceiverEvent) => {
      let answered = false;
      const answer = event.ack;
      const ack: AckFn<unknown> = (response) => {
        answered = true;
        return answer(response);
      };
      if (isSlackPayload(event.body)) await app.processEvent(Object.assign(event, { ack }));
      if (!answered) await ack();
    };
    const processEvent = (event: ReceiverEvent) => requestTracker.track(event, handle);
    return Object.assign(Object.create(app), { processEvent });
  };
  return {
    init: (app) => receiver.init(careful(app)),
    start: (...args) => receiver.start(...args),
    stop: (...args) => receiver.stop(...args),
  };
}
