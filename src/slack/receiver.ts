import type { IncomingMessage, RequestListener } from 'node:http';
import { HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '@slack/logger';

/** How Slack reaches us, and what a request is recognised by when it comes again. */
export interface Entrance {
  readonly receiver: Receiver;
  /** For HTTP: what `POST /slack/events` goes to. */
  readonly requestListener?: RequestListener;
}

export interface EntranceSettings {
  readonly signingSecret?: string;
  readonly appToken?: string;
  readonly apiUrl: string;
}

/** Slack's own limit for the age of a signature, in seconds; it holds for the future as well. */
const skew = 300;
const bodyLimit = '1mb';

/** Socket Mode when there is an app token, HTTP otherwise. */
export function openEntrance(settings: EntranceSettings, { logger, now }: { logger: Logger; now(): Date }): Entrance {
  const { signingSecret, appToken, apiUrl } = settings;
  if (appToken !== undefined) {
    const receiver = new SocketModeReceiver({
      appToken,
      logger,
      installerOptions: { clientOptions: { slackApiUrl: apiUrl } },
      customPropertiesExtractor: ({ envelope_id: key }: { envelope_id: string }) => ({ key }),
    });
    return { receiver };
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
    receiver,
    requestListener: (request, response) => {
      if (isFresh(request, now())) receiver.requestListener(request, response);
      else {
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end('{"error":"The request is not signed, or its timestamp is more than five minutes off."}\n');
        request.resume();
      }
    },
  };
}

/** Bolt refuses old timestamps; this refuses those of the future, too, before anything is read. */
function isFresh({ headers }: IncomingMessage, now: Date): boolean {
  const timestamp = Number(headers['x-slack-request-timestamp'] ?? Number.NaN);
  return headers['x-slack-signature'] !== undefined && Math.abs(now.getTime() / 1000 - timestamp) <= skew;
}
