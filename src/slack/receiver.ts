import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { type AckFn, type App, HTTPReceiver, type Receiver, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '@slack/logger';
import { isEnvelope } from './envelope.js';
import { sieveFrames } from './frames.js';
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
const largestBody = 1024 * 1024;

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
    sieveFrames(receiver);
    return { receiver: answering(receiver, visits), isConnected: connection(receiver) };
  }
  const receiver = new HTTPReceiver({
    signingSecret: signingSecret ?? '',
    endpoints: ['/slack/events'],
    logger,
    unhandledRequestTimeoutMillis: 3_001,
    customPropertiesExtractor: ({ headers }) => ({ key: headers['x-slack-signature'] }),
  });
  return {
    receiver: answering(receiver, visits),
    isConnected: () => true,
    requestListener: (request, response) => {
      take(request, response, { receiver, now: now() }).catch((error: unknown) => {
        logger.warn('a request broke off', error);
        response.destroy();
      });
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

/** A request whose body has been read: Bolt does not read it again. */
type Read = IncomingMessage & { rawBody?: Buffer };

/**
 * Hands on to Bolt what it can answer, and answers the rest. Bolt throws at another method than POST, and at a body that
 * says `null`, where nothing catches it: anybody could end the process.
 */
async function take(
  request: Read,
  response: ServerResponse,
  { receiver, now }: { receiver: HTTPReceiver; now: Date },
): Promise<void> {
  if (request.method !== 'POST') return turnAway(response, 405, 'Only POST is possible here.', { allow: 'POST' });
  if (!isFresh(request, now))
    return turnAway(response, 401, 'The timestamp of the request is more than five minutes off.');
  const body = await bodyOf(request);
  if (!body) return turnAway(response, 413, 'The body is larger than 1 MiB.', { connection: 'close' });
  if (isNull(body, request.headers['content-type'])) return turnAway(response, 400, 'The request says nothing.');
  request.rawBody = body;
  receiver.requestListener(request, response);
}

function turnAway(response: ServerResponse, status: number, error: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json' });
  response.end(`${JSON.stringify({ error })}\n`);
  response.req.resume();
}

/** The whole body; null when it is too large. What is left of it then can be thrown away. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > largestBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Whether the message is `null`, as JSON or as JSON in a form: whatever else it is, Bolt reads it. */
function isNull(body: Buffer, contentType: string | undefined): boolean {
  const text = body.toString();
  const message = contentType === 'application/x-www-form-urlencoded' ? parse(text)['payload'] : text;
  return typeof message === 'string' && message.trim() === 'null';
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

/**
 * Bolt refuses old timestamps; this refuses those of the future, too, before anything is read. What has none is left
 * to Bolt: Slack checks the certificate without signing, and everything else is refused there.
 */
function isFresh({ headers }: IncomingMessage, now: Date): boolean {
  const timestamp = headers['x-slack-request-timestamp'];
  return timestamp === undefined || Math.abs(now.getTime() / 1000 - Number(timestamp)) <= skew;
}
