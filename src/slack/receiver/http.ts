import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { type AckFn, type App, isValidSlackRequest, type Receiver } from '@slack/bolt';
import type { Logger } from '@slack/logger';
import type { UnsignedBodies } from './unsigned-bodies.js';

/** Slack's limit for the age of a signature; applied to timestamps in the future as well. */
const maxClockSkewSeconds = 300;
export const maxBodyBytes = 1024 * 1024;

export interface HttpReceiverDeps {
  readonly signingSecret: string;
  readonly unsignedBodies: UnsignedBodies;
  readonly logger: Logger;
  /** Called for a request that is signed by Slack. */
  onSigned(): void;
  /** Called for one that is not: its signature is wrong, or its timestamp more than five minutes off. */
  onRefused(reason: 'signature' | 'timestamp', request: IncomingMessage): void;
  now(): Date;
}

interface HttpReceiver {
  readonly receiver: Receiver;
  readonly requestListener: RequestListener;
}

/**
 * Passes requests signed by Slack to Bolt. Replaces Bolt's own receiver, which throws uncaught on a request other than
 * POST and on the body `null`, so anyone could end the process; it also accepts timestamps in the future and sends its
 * responses in chunks.
 */
export function createHttpReceiver(deps: HttpReceiverDeps): HttpReceiver {
  let app: App | undefined;
  const receiver: Receiver = {
    init(bolt) {
      app = bolt;
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const requestListener: RequestListener = (request, response) => {
    const onReadFailed = (error: unknown) => {
      if (!request.destroyed) deps.logger.warn('a request broke off', error);
      response.destroy();
      return null;
    };
    const onFailed = (error: unknown) => {
      deps.logger.error('a request failed unexpectedly', error);
      if (!response.headersSent) respondError(response, 500, 'It could not be answered.');
    };
    readRequest(deps, request, response)
      .catch(onReadFailed)
      .then((body) => body && app && processBody(app, body, response))
      .catch(onFailed);
  };
  return { receiver, requestListener };
}

/** The payload; null if the request was answered here because there is nothing in it for Bolt. */
async function readRequest(
  deps: HttpReceiverDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<object | null> {
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return respondError(response, 405, 'Only POST is possible here.');
  }
  const now = deps.now().getTime();
  if (isTimestampInFuture(request, now)) {
    deps.onRefused('timestamp', request);
    return respondError(response, 401, 'The timestamp of the request lies in the future.');
  }
  const text = await deps.unsignedBodies.read(request);
  if (text === null) {
    response.shouldKeepAlive = false;
    return respondError(response, 413, 'The body is larger than 1 MiB.');
  }
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const form = isForm ? parse(text) : null;
  // Slack's check of the certificate is not signed.
  if (form?.['ssl_check'] === '1') return respondOk(response, '');
  const signature = signatureOf(request);
  if (!signature || !isSigned(deps, signature, { text, now })) {
    deps.onRefused(isTimestampTooOld(request, now) ? 'timestamp' : 'signature', request);
    return respondError(response, 401, 'The request is not signed by Slack.');
  }
  deps.onSigned();
  const body = parseBody(form, text);
  if (!body) return respondError(response, 400, 'The request says nothing that could be read.');
  if ('type' in body && body.type === 'url_verification' && 'challenge' in body)
    return respondOk(response, { challenge: body.challenge });
  return body;
}

function isTimestampInFuture({ headers }: IncomingMessage, now: number): boolean {
  return Number(headers['x-slack-request-timestamp']) > now / 1000 + maxClockSkewSeconds;
}

interface Signature {
  /** In seconds since the epoch. */
  readonly timestamp: number;
  /** In hex, lower case; one and the same for every copy of a request. */
  readonly hash: string;
}

/**
 * The signature, spelt as Slack spells it; null for any other spelling: Bolt would accept some, such as `v0=<hash>=1`, and
 * a request could come again in disguise. A header that came twice arrives here joined, and is refused as well.
 */
function signatureOf({ headers }: IncomingMessage): Signature | null {
  const timestamp = /^\d{1,12}$/.exec(String(headers['x-slack-request-timestamp']))?.[0];
  const hash = /^v0=([0-9a-f]{64})$/.exec(String(headers['x-slack-signature']))?.[1];
  return timestamp !== undefined && hash !== undefined ? { timestamp: Number(timestamp), hash } : null;
}

function isTimestampTooOld({ headers }: IncomingMessage, now: number): boolean {
  return Number(headers['x-slack-request-timestamp']) < now / 1000 - maxClockSkewSeconds;
}

/** Whether Slack signed it within the last five minutes. */
function isSigned(
  { signingSecret }: HttpReceiverDeps,
  { timestamp, hash }: Signature,
  { text: body, now: nowMilliseconds }: { readonly text: string; readonly now: number },
): boolean {
  const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${hash}` };
  return isValidSlackRequest({ signingSecret, body, headers, nowMilliseconds });
}

/** The payload: a form, JSON in a form, or JSON. Null if it is none of these. */
function parseBody(form: ReturnType<typeof parse> | null, text: string): object | null {
  if (form && form['payload'] === undefined) return form;
  try {
    const body: unknown = JSON.parse(form ? String(form['payload']) : text);
    return typeof body === 'object' ? body : null;
  } catch {
    return null;
  }
}

async function processBody(app: App, body: object, response: ServerResponse): Promise<void> {
  const ack: AckFn<object | string | undefined> = async (content) => {
    if (response.headersSent) throw new Error('A request can be acknowledged only once.');
    respondOk(response, content ?? '');
  };
  await app.processEvent({ body, ack, customProperties: { key: signatureOf(response.req)?.hash } });
}

/** With a Content-Length, not in chunks. */
function respondOk(response: ServerResponse, content: object | string): null {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const headers = typeof content === 'string' ? {} : { 'content-type': 'application/json' };
  response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
  return null;
}

function respondError(response: ServerResponse, status: number, error: string): null {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify({ error })}\n`);
  response.req.resume();
  return null;
}
