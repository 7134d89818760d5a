import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { beijingDayOf } from './vendor-day.js';
import { type EventData, type VendorEvent, webhookCommands } from './webhook-events.js';
import { wholeNumber } from './whole-number.js';

type RefusedDelivery = {
  readonly verdict: 'refused';
  readonly status: 400 | 401 | 403;
  readonly reason: string;
};
type Verdict = { readonly verdict: 'ok'; readonly event: VendorEvent } | RefusedDelivery;

/** Verifies and parses one delivery. Never throws. */
export type TencentWebhook = (query: Readonly<Record<string, string>>, body: unknown, now: Date) => Verdict;

interface Delivery {
  readonly sdkAppId: number;
  readonly command: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The body as text: the key of events that have no better one. */
  readonly text: string;
  readonly requestTime: string;
  readonly now: Date;
}

/** How far the times of a delivery may be from now, in either direction. */
const maxClockSkewMs = 60_000;

const signature = z.object({ Sign: z.string(), RequestTime: z.string().regex(/^\d{10}$/) });
const address = z.object({
  SdkAppid: wholeNumber.pipe(z.int32().positive()),
  CallbackCommand: z.string().regex(/^[\w.]{1,100}$/),
});
const anyObject = z.record(z.string(), z.unknown());
const eventTime = z.object({ EventTime: wholeNumber.pipe(z.int().min(1_000_000_000)).optional() });

/**
 * Creates the verifier. `token` is the one that the vendor's console signs with. The signature covers only the time, not
 * the body, so the caller must also check that the app is known, and process each `dedupeKey` once. Refuses with 400 what
 * cannot be parsed, with 401 what is not signed with the token, with 403 what is more than a minute off.
 * Source: the vendor's "Webhook Overview", security considerations. Throws at once when the token is empty.
 */
export function createTencentWebhook({ token }: { readonly token: string }): TencentWebhook {
  if (token === '') throw new Error('The token for the webhook of the vendor is empty: anybody could sign with that.');
  return (query, body, now) => {
    const verified = readSigned(token, query, now);
    if ('verdict' in verified) return verified;
    const addressed = address.safeParse(query);
    if (!addressed.success) return refused(400, `In the query, missing or wrong: ${fieldsOf(addressed.error)}.`);
    const { SdkAppid: sdkAppId, CallbackCommand: command } = addressed.data;
    const read = anyObject.safeParse(body);
    const text = read.success ? toText(read.data) : null;
    if (!read.success || text === null) return refused(400, 'The body is no JSON object that can be read.');
    const bodyCommand = read.data['CallbackCommand'];
    if (bodyCommand !== undefined && bodyCommand !== command)
      return refused(400, 'Query and body differ in CallbackCommand.');
    return readEvent({ sdkAppId, command, body: read.data, text, requestTime: verified.requestTime, now });
  };
}

/** The time of the signature, in seconds; or why it is refused. */
function readSigned(token: string, query: unknown, now: Date): { readonly requestTime: string } | RefusedDelivery {
  const verified = signature.safeParse(query);
  if (!verified.success) {
    return refused(401, `In the query, missing or wrong: ${fieldsOf(verified.error)}. Is authentication on there?`);
  }
  const { Sign, RequestTime } = verified.data;
  if (!same(Sign, sha256(token + RequestTime))) return refused(401, 'Sign does not fit RequestTime and the token.');
  const skewMs = Math.abs(now.getTime() - Number(RequestTime) * 1000);
  if (skewMs > maxClockSkewMs) return refused(403, 'RequestTime is more than 60 seconds from now: check both clocks.');
  return { requestTime: RequestTime };
}

function readEvent(delivery: Delivery): Verdict {
  const { sdkAppId, command, body, requestTime } = delivery;
  const known = webhookCommands.get(command);
  const data = known?.data.safeParse(body) ?? { success: true as const, data: { command } };
  if (!data.success) return refused(400, `In the body of ${command}, missing or wrong: ${fieldsOf(data.error)}.`);
  const time = happenedAt(delivery);
  if (known && time === null) return refused(400, `In the body of ${command}, EventTime is no instant that has been.`);

  const kind = known?.kind ?? 'other';
  const at = new Date(time ?? Number(requestTime) * 1000);
  const dedupeKey = `tencent:${command}:${sdkAppId}:${eventKey(delivery, { kind, data: data.data, time, at })}`;
  return { verdict: 'ok', event: { dedupeKey, sdkAppId, kind, data: data.data, at: at.toISOString() } };
}

/**
 * EventTime in milliseconds since 1970; undefined if there is none, null if it is invalid. The vendor documents
 * milliseconds, but some events have seconds: the threshold is March 1973 in milliseconds and the year 5138 in seconds.
 */
function happenedAt({ body, now }: Delivery): number | null | undefined {
  const read = eventTime.safeParse(body);
  if (!read.success) return null;
  const { EventTime } = read.data;
  if (EventTime === undefined) return undefined;
  const time = EventTime < 100_000_000_000 ? EventTime * 1000 : EventTime;
  return time > now.getTime() + maxClockSkewMs ? null : time;
}

interface ParsedEvent {
  readonly kind: VendorEvent['kind'];
  readonly data: EventData;
  readonly time: number | null | undefined;
  readonly at: Date;
}

/**
 * Distinguishes the events of one command and app. The alarm for the daily quota is sent for every group that is created:
 * each count of a day is one event, even if it is delivered several times.
 */
function eventKey({ text, requestTime }: Delivery, { kind, data, time, at }: ParsedEvent): string {
  if (kind === 'daily-group-quota') return `${beijingDayOf(at)}:${data['used']}`;
  if (typeof time !== 'number') return sha256(requestTime + text);
  const group = data['groupId'];
  return group === undefined ? sha256(text) : `${group}:${time}`;
}

/** Null if it cannot be serialized: nested too deeply, or not JSON. */
function toText(body: object): string | null {
  try {
    return String(JSON.stringify(body));
  } catch {
    return null;
  }
}

const refused = (status: RefusedDelivery['status'], reason: string): RefusedDelivery => ({
  verdict: 'refused',
  status,
  reason,
});
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const fieldsOf = (error: z.ZodError) => [...new Set(error.issues.map((issue) => String(issue.path[0])))].join(', ');

function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
