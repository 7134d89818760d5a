import type { JsonObject } from '../json.js';
import { answeredMessage, messageJson } from '../state/serialize.js';
import type { Channel, Message } from '../state/state.js';
import { argument, type Call, isTrue } from './call.js';
import { done, type Reply, refuse } from './reply.js';

/** What part of a conversation is asked for: from the first to the last microsecond, both within it. */
interface Window {
  readonly from: number;
  readonly until: number;
  readonly limit: number;
  /** From `oldest` on towards now: what Slack does when there is `oldest` and no `latest`. */
  readonly forward: boolean;
}

const mostAtOnce = 999;

/**
 * One page of what was said in a conversation, the newest first: no replies in threads but those that were sent to it
 * as well, and nothing that was shown to
 * one person only, which Slack does not keep. https://docs.slack.dev/reference/methods/conversations.history
 */
export function historyPage(call: Call, channel: Channel): Reply {
  const asked = windowOf(call);
  if (typeof asked === 'string') return refuse(asked);
  const state = call.house.store.state();
  const all = state.messages[channel.id] ?? [];
  const fitting = all.filter((message) => isListed(message) && isWithin(asked, message));
  const page = asked.forward ? fitting.slice(0, asked.limit) : fitting.slice(-asked.limit);
  const more = fitting.length > page.length;
  const last = asked.forward ? page.at(-1) : page[0];
  const show = isTrue(call, 'include_all_metadata') ? messageJson : answeredMessage;
  return done({
    messages: page.map((message) => ({ ...show(state, message), ...threadOf(message, all) })).reverse(),
    has_more: more,
    pin_count: 0,
    channel_actions_ts: null,
    channel_actions_count: 0,
    ...(more && last !== undefined ? { response_metadata: { next_cursor: cursorAt(last) } } : {}),
  });
}

/** What a message tells of the replies to it; nothing where there are none. */
function threadOf({ ts }: Message, all: readonly Message[]): JsonObject {
  const replies = all.filter((it) => it.threadTs === ts && it.ts !== ts && it.onlyFor === undefined);
  const users = [...new Set(replies.map(({ author }) => author))];
  const latest = replies.at(-1)?.ts;
  return latest === undefined
    ? {}
    : {
        thread_ts: ts,
        reply_count: replies.length,
        reply_users: users,
        reply_users_count: users.length,
        latest_reply: latest,
      };
}

function isListed(message: Message): boolean {
  const { onlyFor, threadTs, ts, broadcast } = message;
  return onlyFor === undefined && (threadTs === undefined || threadTs === ts || broadcast === true);
}

function isWithin({ from, until }: Window, message: Message): boolean {
  const at = microsOf(message.ts);
  return at >= from && at <= until;
}

/** The window, or Slack's code for the argument that cannot be read. */
function windowOf(call: Call): Window | string {
  const [oldest, latest] = [timeIn(call, 'oldest'), timeIn(call, 'latest')];
  if (Number.isNaN(oldest)) return 'invalid_ts_oldest';
  if (Number.isNaN(latest)) return 'invalid_ts_latest';
  const limit = Number(argument(call, 'limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostAtOnce) return 'invalid_limit';
  const forward = oldest !== undefined && latest === undefined;
  const beside = isTrue(call, 'inclusive') ? 0 : 1;
  const window = { from: (oldest ?? 0) + beside, until: (latest ?? Infinity) - beside, limit, forward };
  const cursor = argument(call, 'cursor');
  if (cursor === undefined) return window;
  const seen = timeAt(cursor);
  if (Number.isNaN(seen)) return 'invalid_cursor';
  return forward ? { ...window, from: seen + 1 } : { ...window, until: seen - 1 };
}

/** Undefined when it is not given, not a number when it is no timestamp. */
function timeIn(call: Call, name: string): number | undefined {
  const given = argument(call, name);
  if (given === undefined) return undefined;
  return /^\d{1,10}(\.\d{1,6})?$/.test(given) ? microsOf(given) : Number.NaN;
}

function microsOf(ts: string): number {
  const [seconds = '0', rest = ''] = ts.split('.');
  return Number(seconds) * 1_000_000 + Number(rest.padEnd(6, '0'));
}

function cursorAt(message: Message): string {
  return Buffer.from(`next_ts:${microsOf(message.ts)}`).toString('base64');
}

function timeAt(cursor: string): number {
  const text = Buffer.from(cursor, 'base64').toString('utf8');
  return Number(/^next_ts:(\d+)$/.exec(text)?.[1] ?? Number.NaN);
}
