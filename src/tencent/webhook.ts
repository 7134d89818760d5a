import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { beijingDayOf } from './vendor-day.js';
import { commands, type EventData, type VendorEvent } from './webhook-events.js';
import { wholeNumber } from './whole-number.js';

type Refused = { readonly verdict: 'refused'; readonly status: 400 | 401 | 403; readonly reason: string };
type Verdict = { readonly verdict: 'ok'; readonly event: VendorEvent } | Refused;

/** Checks and reads one delivery. Never throws, whatever it is given. */
export type TencentWebhook = (query: Readonly<Record<string, string>>, body: unknown, now: Date) => Verdict;

interface Delivery {
  readonly sdkAppId: number;
  readonly command: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The body as text, to tell deliveries apart that say nothing better. */
  readonly text: string;
  readonly requestTime: string;
  readonly now: Date;
}

/** Instants may be this far from now, both ways, in milliseconds. */
const freshness = 60_000;

const signature = z.object({ Sign: z.string(), RequestTime: z.string().regex(/^\d{10}$/) });
const address = z.object({
  SdkAppid: wholeNumber.pipe(z.int32().positive()),
  CallbackCommand: z.string().regex(/^[\w.]{1,100}$/),
});
const anyObject = z.record(z.string(), z.unknown());
const eventTime = z.object({ EventTime: wholeNumber.pipe(z.int().min(1_000_000_000)).optional() });

/**
 * The door for the vendor's webhook. `token` is the one that the vendor's console signs with; the signature covers the
 * time alone and not the body, so whoever uses this also looks whether the app is known and takes each `dedupeKey` only once.
 * 400 is a delivery that cannot be read, 401 one that is not signed with the token, 403 one that is not of this minute.
 * Source: the vendor's "Webhook Overview", security considerations. Throws at once when the token is empty.
 */
export function createTencentWebhook({ token }: { readonly token: string }): TencentWebhook {
  if (token === '') throw new Error('The token for the webhook of the vendor is empty: anybody could sign with that.');
  return (query, body, now) => {
    const signed = readSigned(token, query, now);
    if ('verdict' in signed) return signed;
    const addressed = address.safeParse(query);
    if (!addressed.success) return refused(400, `In the query, missing or wrong: ${fieldsOf(addressed.error)}.`);
    const { SdkAppid: sdkAppId, CallbackCommand: command } = addressed.data;
    const read = anyObject.safeParse(body);
    const text = read.success ? textOf(read.data) : null;
    if (!read.success || text === null) return refused(400, 'The body is no JSON object that can be read.');
    const named = read.data['CallbackCommand'];
    if (named !== undefined && named !== command) return refused(400, 'Query and body differ in CallbackCommand.');
    return readEvent({ sdkAppId, command, body: read.data, text, requestTime: signed.requestTime, now });
  };
}

/** When the vendor signed, in seconds; or why it is not believed. */
function readSigned(token: string, query: unknown, now: Date): { readonly requestTime: string } | Refused {
  const signed = signature.safeParse(query);
  if (!signed.success) {
    return refused(401, `In the query, missing or wrong: ${fieldsOf(signed.error)}. Is authentication on there?`);
  }
  const { Sign, RequestTime } = signed.data;
  if (!same(Sign, sha256(token + RequestTime))) return refused(401, 'Sign does not fit RequestTime and the token.');
  const away = Math.abs(now.getTime() - Number(RequestTime) * 1000);
  if (away > freshness) return refused(403, 'RequestTime is more than 60 seconds from now: check both clocks.');
  return { requestTime: RequestTime };
}

function readEvent(delivery: Delivery): Verdict {
  const { sdkAppId, command, body, requestTime } = delivery;
  const known = commands.get(command);
  const data = known?.data.safeParse(body) ?? { success: true as const, data: { command } };
  if (!data.success) return refused(400, `In the body of ${command}, missing or wrong: ${fieldsOf(data.error)}.`);
  const time = happenedAt(delivery);
  if (known && time === null) return refused(400, `In the body of ${command}, EventTime is no instant that has been.`);

  const kind = known?.kind ?? 'other';
  const at = new Date(time ?? Number(requestTime) * 1000);
  const dedupeKey = `tencent:${command}:${sdkAppId}:${identity(delivery, { kind, data: data.data, time, at })}`;
  return { verdict: 'ok', event: { dedupeKey, sdkAppId, kind, data: data.data, at: at.toISOString() } };
}

/**
 * When it happened, in milliseconds: undefined when the body does not say, null when what it says cannot be. The vendor
 * documents milliseconds, and some events come in seconds: the year 1973 in the one is 5138 in the other.
 */
function happenedAt({ body, now }: Delivery): number | null | undefined {
  const read = eventTime.safeParse(body);
  if (!read.success) return null;
  const { EventTime } = read.data;
  if (EventTime === undefined) return undefined;
  const time = EventTime < 100_000_000_000 ? EventTime * 1000 : EventTime;
  return time > now.getTime() + freshness ? null : time;
}

interface Read {
  readonly kind: VendorEvent['kind'];
  readonly data: EventData;
  readonly time: number | null | undefined;
  readonly at: Date;
}

/**
 * What tells an event from another one of its command and app. The alarm for the daily quota comes again with every
 * group that is created: each count of a day is one event, however often it is delivered.
 */
function identity({ text, requestTime }: Delivery, { kind, data, time, at }: Read): string {
  if (kind === 'daily-group-quota') return `${beijingDayOf(at)}:${data['used']}`;
  if (typeof time !== 'number') return sha256(requestTime + text);
  const group = data['groupId'];
  return group === undefined ? sha256(text) : `${group}:${time}`;
}

/** Null when it cannot be written as JSON: nested too deep, or no JSON in the first place. */
function textOf(body: object): string | null {
  try {
    return String(JSON.stringify(body));
  } catch {
    return null;
  }
}

const refused = (status: Refused['status'], reason: string): Refused => ({ verdict: 'refused', status, reason });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const fieldsOf = (error: z.ZodError) => [...new Set(error.issues.map((issue) => String(issue.path[0])))].join(', ');

function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
