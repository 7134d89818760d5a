import { createHmac } from 'node:crypto';
import type { JsonObject } from '../json.js';
import type { Kind, Parcel, Redelivery } from './delivery.js';

/** A request exactly as it goes out, so that it can go out again. */
export interface Letter {
  readonly kind: Kind;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Slack's v0 request signature over timestamp and raw body. */
function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

export function letterFor(parcel: Parcel, secret: string, now: number): Letter {
  const json = parcel.kind === 'events';
  const body = json ? JSON.stringify(parcel.payload) : formOf(parcel);
  const timestamp = String(Math.floor(now / 1000));
  const { retry, kind } = parcel;
  const again =
    retry === undefined ? {} : { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason };
  return {
    kind,
    body,
    headers: {
      'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf(secret, timestamp, body),
      ...again,
    },
  };
}

/** A command travels as plain fields, everything interactive as one field of JSON. */
function formOf(parcel: Parcel): string {
  const fields: JsonObject = parcel.kind === 'commands' ? parcel.payload : { payload: JSON.stringify(parcel.payload) };
  const strings = Object.entries(fields).map(([key, value]): [string, string] => [key, String(value ?? '')]);
  return new URLSearchParams(strings).toString();
}

/** The same letter with a false signature, or truly signed for another time. */
export function spoiled(letter: Letter, secret: string, ask: Redelivery): Letter {
  if (ask.spoil === 'signature') {
    return { ...letter, headers: { ...letter.headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` } };
  }
  if (ask.spoil !== 'timestamp') return letter;
  const sentAt = Number(letter.headers['x-slack-request-timestamp']);
  const timestamp = String(sentAt + (ask.shiftSeconds ?? -600));
  const signature = signatureOf(secret, timestamp, letter.body);
  const headers = { ...letter.headers, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
  return { ...letter, headers };
}
