import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { type AckFn, type App, isValidSlackRequest, type Receiver } from '@slack/bolt';
import type { Logger } from '@slack/logger';
import rawBody from 'raw-body';

/** Slack's own limit for the age of a signature, in seconds; it holds for the future as well. */
const maxClockSkewSeconds = 300;
const largestBody = 1024 * 1024;

interface ReceiverDeps {
  readonly signingSecret: string;
  readonly logger: Logger;
  now(): Date;
}

/** Slack over HTTP: takes what is signed by Slack, and hands it on to Bolt. */
interface HttpReceiver {
  readonly receiver: Receiver;
  readonly requestListener: RequestListener;
}

/**
 * Bolt's own receiver throws where nothing catches it at what is not a POST and at a body that says `null`: anybody could
 * end the process. It lets in what is signed for the future, and answers in chunks. This one answers whatever comes.
 */
export function createHttpReceiver(parts: ReceiverDeps): HttpReceiver {
  let app: App | undefined;
  const receiver: Receiver = {
    init(given) {
      app = given;
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const requestListener: RequestListener = (request, response) => {
    const brokeOff = (error: unknown) => {
      parts.logger.warn('a request broke off', error);
      response.destroy();
      return null;
    };
    const failed = (error: unknown) => {
      parts.logger.error('a request failed unexpectedly', error);
      if (!response.headersSent) refuse(response, 500, 'It could not be answered.');
    };
    take(parts, request, response)
      .catch(brokeOff)
      .then((body) => body && app && handOn(app, body, response))
      .catch(failed);
  };
  return { receiver, requestListener };
}

/** What Slack says; null when there is nothing in it for Bolt, and it is answered already. */
async function take(parts: ReceiverDeps, request: IncomingMessage, response: ServerResponse): Promise<object | null> {
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return refuse(response, 405, 'Only POST is possible here.');
  }
  const now = parts.now().getTime();
  if (isOfTheFuture(request, now)) return refuse(response, 401, 'The timestamp of the request lies in the future.');
  const text = await textOf(request);
  if (text === null) {
    response.shouldKeepAlive = false;
    return refuse(response, 413, 'The body is larger than 1 MiB.');
  }
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const form = isForm ? parse(text) : null;
  // Slack checks the certificate without signing.
  if (form?.['ssl_check'] === '1') return answer(response, '');
  if (!isSigned(parts, request, { text, now })) return refuse(response, 401, 'The request is not signed by Slack.');
  const body = bodyIn(form, text);
  if (!body) return refuse(response, 400, 'The request says nothing that could be read.');
  if ('type' in body && body.type === 'url_verification' && 'challenge' in body)
    return answer(response, { challenge: body.challenge });
  return body;
}

function isOfTheFuture({ headers }: IncomingMessage, now: number): boolean {
  return Number(headers['x-slack-request-timestamp']) > now / 1000 + maxClockSkewSeconds;
}

/** Whether Slack has signed it, within the last five minutes. */
function isSigned(
  { signingSecret }: ReceiverDeps,
  { headers }: IncomingMessage,
  { text: body, now: nowMilliseconds }: { readonly text: string; readonly now: number },
): boolean {
  const [timestamp, signature] = [headers['x-slack-request-timestamp'], headers['x-slack-signature']];
  if (typeof timestamp !== 'string' || typeof signature !== 'string') return false;
  const signed = { 'x-slack-request-timestamp': Number(timestamp), 'x-slack-signature': signature };
  return isValidSlackRequest({ signingSecret, body, headers: signed, nowMilliseconds });
}

/** The whole body; null when it is too large. */
async function textOf(request: IncomingMessage): Promise<string | null> {
  try {
    return (await rawBody(request, { limit: largestBody })).toString();
  } catch (error) {
    if ((error as { type?: string }).type === 'entity.too.large') return null;
    throw error;
  }
}

/** The message: a form, JSON in a form, or JSON. */
function bodyIn(form: ReturnType<typeof parse> | null, text: string): object | null {
  if (form && form['payload'] === undefined) return form;
  try {
    const body: unknown = JSON.parse(form ? String(form['payload']) : text);
    return typeof body === 'object' ? body : null;
  } catch {
    return null;
  }
}

async function handOn(app: App, body: object, response: ServerResponse): Promise<void> {
  const ack: AckFn<object | string | undefined> = async (words) => {
    if (response.headersSent) throw new Error('A request can be acknowledged only once.');
    answer(response, words ?? '');
  };
  await app.processEvent({ body, ack, customProperties: { key: response.req.headers['x-slack-signature'] } });
}

/** In one piece. */
function answer(response: ServerResponse, words: object | string): null {
  const text = typeof words === 'string' ? words : JSON.stringify(words);
  const headers = typeof words === 'string' ? {} : { 'content-type': 'application/json' };
  response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
  return null;
}

function refuse(response: ServerResponse, status: number, error: string): null {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify({ error })}\n`);
  response.req.resume();
  return null;
}
