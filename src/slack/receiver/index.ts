import type { RequestListener } from 'node:http';
import type { AckFn, App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Logger } from '@slack/logger';
import { openHttpReceiver } from './http.js';
import { isEnvelope } from './payload-schema.js';
import type { Visits } from './request-tracker.js';
import { openSocket } from './socket-mode.js';

/** How Slack reaches us, and what a request is recognised by when it comes again. */
export interface Entrance {
  readonly receiver: Receiver;
  /** For HTTP: what `POST /slack/events` goes to. */
  readonly requestListener?: RequestListener;
  /** Whether what Slack sends can reach us, as far as we can tell. */
  isConnected(): boolean;
}

export interface EntranceSettings {
  readonly signingSecret?: string;
  readonly appToken?: string;
  readonly apiUrl: string;
}

interface Parts {
  readonly logger: Logger;
  readonly visits: Visits;
  now(): Date;
}

/** Socket Mode when there is an app token, HTTP otherwise. */
export function openEntrance(settings: EntranceSettings, { logger, visits, now }: Parts): Entrance {
  const { signingSecret, appToken, apiUrl } = settings;
  if (appToken !== undefined) {
    const { receiver, isOpen } = openSocket({ appToken, apiUrl }, logger);
    return { receiver: answering(receiver, visits), isConnected: isOpen };
  }
  const { receiver, requestListener } = openHttpReceiver({ signingSecret: signingSecret ?? '', logger, now });
  return { receiver: answering(receiver, visits), isConnected: () => true, requestListener };
}

/**
 * What Bolt does not know it leaves unanswered, and Slack would wait for three seconds. Here it is answered at once; what
 * has no shape that Slack's messages have does not get that far.
 */
function answering(receiver: Receiver, visits: Visits): Receiver {
  const careful = (app: App): App => {
    const handle = async (event: ReceiverEvent) => {
      let answered = false;
      const answer = event.ack;
      const ack: AckFn<unknown> = (response) => {
        answered = true;
        return answer(response);
      };
      if (isEnvelope(event.body)) await app.processEvent(Object.assign(event, { ack }));
      if (!answered) await ack();
    };
    const processEvent = (event: ReceiverEvent) => visits.attend(event, handle);
    return Object.assign(Object.create(app), { processEvent });
  };
  return {
    init: (app) => receiver.init(careful(app)),
    start: (...args) => receiver.start(...args),
    stop: (...args) => receiver.stop(...args),
  };
}
