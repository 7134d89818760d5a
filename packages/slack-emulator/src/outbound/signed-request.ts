import { createHmac } from 'node:crypto';
import type { JsonObject } from '../json.js';
import type { Delivery, DeliveryKind, Redelivery } from './delivery.js';

/** An HTTP request to the bot, kept so that it can be resent byte for byte. */
export interface SignedRequest {
  readonly kind: DeliveryKind;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Slack's v0 request signature over timestamp and raw body. */
function signatureOf(signingSecret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

export function signRequest(delivery: Delivery, signingSecret: string, now: number): SignedRequest {
  const isJson = delivery.kind === 'events';
  const body = isJson ? JSON.stringify(delivery.payload) : formBody(delivery);
  const timestamp = String(Math.floor(now / 1000));
  const { retry, kind } = delivery;
  const retryHeaders =
    retry === undefined ? {} : { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason };
  return {
    kind,
    body,
    headers: {
      'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf(signingSecret, timestamp, body),
      ...retryHeaders,
    },
  };
}

/** Commands are sent as form fields, all other kinds as one JSON field `payload`. */
function formBody(delivery: Delivery): string {
  const fields: JsonObject =
    delivery.kind === 'commands' ? delivery.payload : { payload: JSON.stringify(delivery.payload) };
  const strings = Object.entries(fields).map(([key, value]): [string, string] => [key, String(value ?? '')]);
  return new URLSearchParams(strings).toString();
}

/** The request with an invalid signature, or with a shifted timestamp and the signature that fits it. */
export function tamper(signed: SignedRequest, signingSecret: string, redelivery: Redelivery): SignedRequest {
  if (redelivery.spoil === 'signature') {
    return { ...signed, headers: { ...signed.headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` } };
  }
  if (redelivery.spoil !== 'timestamp') return signed;
  const sentAt = Number(signed.headers['x-slack-request-timestamp']);
  const timestamp = String(sentAt + (redelivery.shiftSeconds ?? -600));
  const signature = signatureOf(signingSecret, timestamp, signed.body);
  const headers = { ...signed.headers, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
  return { ...signed, headers };
}
