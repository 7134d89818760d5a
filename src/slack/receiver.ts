import type { IncomingMessage, RequestListener } from 'node:http';
import { type AckFn, type App, HTTPReceiver, type Receiver, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '@slack/logger';
import type { Visits } from './visits.js';

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

/** Slack's own limit for the age of a signature, in seconds; it holds for the future as well. */
const skew = 300;
const bodyLimit = '1mb';

interface Parts {
  readonly logger: Logger;
  readonly visits: Visits;
  now(): Date;
}

/** Socket Mode when there is an app token, HTTP otherwise. */
export function openEntrance(settings: EntranceSettings, { logger, visits, now }: Parts): Entrance {
  const { signingSecret, appToken, apiUrl } = settings;
  if (appToken !== undefined) {
    const receiver = new SocketModeReceiver({
      appToken,
      logger,
      installerOptions: { clientOptions: { slackApiUrl: apiUrl } },
      customPropertiesExtractor: ({ envelope_id: key }: { envelope_id: string }) => ({ key, envelope: key }),
    });
    return { receiver: answering(receiver, visits), isConnected: connection(receiver) };
  }
  const receiver = new HTTPReceiver({
    signingSecret: signingSecret ?? '',
    endpoints: ['/slack/events'],
    logger,
    bodyLimit,
    unhandledRequestTimeoutMillis: 3_001,
    customPropertiesExtractor: ({ headers }) => ({ key: headers['x-slack-signature'] }),
  });
  return {
    receiver: answering(receiver, visits),
    isConnected: () => true,
    requestListener: (request, response) => {
      if (isFresh(request, now())) receiver.requestListener(request, response);
      else {
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end('{"error":"The timestamp of the request is more than five minutes off."}\n');
        request.resume();
      }
    },
  };
}

/** Whether the socket stands: Slack renews it every few hours, which takes seconds, and it may break. */
function connection({ client }: SocketModeReceiver): () => boolean {
  let connected = false;
  client.on('connected', () => {
    connected = true;
  });
  client.on('close', () => {
    connected = false;
  });
  return () => connected;
}

/** What Bolt does not know it leaves unanswered, and Slack would wait for three seconds. Here it is answered at once. */
function answering(receiver: Receiver, visits: Visits): Receiver {
  const careful = (app: App): App => {
    const handle = async (event: ReceiverEvent) => {
      let answered = false;
      const answer = event.ack;
      const ack: AckFn<unknown> = (response) => {
        answered = true;
        return answer(response);
      };
      await app.processEvent(Object.assign(event, { ack }));
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

/**
 * Bolt refuses old timestamps; this refuses those of the future, too, before anything is read. What has none is left
 * to Bolt: Slack checks the certificate without signing, and everything else is refused there.
 */
function isFresh({ headers }: IncomingMessage, now: Date): boolean {
  const timestamp = headers['x-slack-request-timestamp'];
  return timestamp === undefined || Math.abs(now.getTime() / 1000 - Number(timestamp)) <= skew;
}
