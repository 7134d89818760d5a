import type { JsonObject } from '../json.js';
import { messageJson, messageJsonWithoutMetadata } from '../state/serialize.js';
import type { Channel, Message } from '../state/state.js';
import { argument, type Call, isTrue } from './call.js';
import { errorReply, okReply, type Reply } from './reply.js';

/** The requested part of a conversation; `from` and `until` are inclusive, in microseconds. */
interface HistoryWindow {
  readonly from: number;
  readonly until: number;
  readonly limit: number;
  /** Page from `oldest` towards now, as Slack does if `oldest` is given without `latest`. */
  readonly forward: boolean;
}

const maxPageSize = 999;

/**
 * One page of a conversation, newest first. Without thread replies, unless also sent to the channel, and without
 * ephemeral messages, which Slack does not store. https://docs.slack.dev/reference/methods/conversations.history
 */
export function historyPage(call: Call, channel: Channel): Reply {
  const window = parseWindow(call);
  if (typeof window === 'string') return errorReply(window);
  const state = call.ctx.store.state();
  const all = state.messages[channel.id] ?? [];
  const matching = all.filter((message) => isListed(message) && isWithin(window, message));
  const page = window.forward ? matching.slice(0, window.limit) : matching.slice(-window.limit);
  const more = matching.length > page.length;
  const last = window.forward ? page.at(-1) : page[0];
  const show = isTrue(call, 'include_all_metadata') ? messageJson : messageJsonWithoutMetadata;
  return okReply({
    messages: page.map((message) => ({ ...show(state, message), ...threadFields(message, all) })).reverse(),
    has_more: more,
    pin_count: 0,
    channel_actions_ts: null,
    channel_actions_count: 0,
    ...(more && last !== undefined ? { response_metadata: { next_cursor: createCursor(last) } } : {}),
  });
}

/** The thread fields of a parent message; empty if it has no replies. */
function threadFields({ ts }: Message, all: readonly Message[]): JsonObject {
  const replies = all.filter((it) => it.threadTs === ts && it.ts !== ts && it.ephemeralUser === undefined);
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
  const { ephemeralUser, threadTs, ts, broadcast } = message;
  return ephemeralUser === undefined && (threadTs === undefined || threadTs === ts || broadcast === true);
}

function isWithin({ from, until }: HistoryWindow, message: Message): boolean {
  const at = microsOf(message.ts);
  return at >= from && at <= until;
}

/** The window, or Slack's error code for an invalid argument. */
function parseWindow(call: Call): HistoryWindow | string {
  const [oldest, latest] = [timestampArgument(call, 'oldest'), timestampArgument(call, 'latest')];
  if (Number.isNaN(oldest)) return 'invalid_ts_oldest';
  if (Number.isNaN(latest)) return 'invalid_ts_latest';
  const limit = Number(argument(call, 'limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxPageSize) return 'invalid_limit';
  const forward = oldest !== undefined && latest === undefined;
  const exclusive = isTrue(call, 'inclusive') ? 0 : 1;
  const window = { from: (oldest ?? 0) + exclusive, until: (latest ?? Infinity) - exclusive, limit, forward };
  const cursor = argument(call, 'cursor');
  if (cursor === undefined) return window;
  const cursorAt = cursorMicros(cursor);
  if (Number.isNaN(cursorAt)) return 'invalid_cursor';
  return forward ? { ...window, from: cursorAt + 1 } : { ...window, until: cursorAt - 1 };
}

/** A timestamp argument in microseconds: undefined if omitted, NaN if invalid. */
function timestampArgument(call: Call, name: string): number | undefined {
  const value = argument(call, name);
  if (value === undefined) return undefined;
  return /^\d{1,10}(\.\d{1,6})?$/.test(value) ? microsOf(value) : Number.NaN;
}

function microsOf(ts: string): number {
  const [seconds = '0', rest = ''] = ts.split('.');
  return Number(seconds) * 1_000_000 + Number(rest.padEnd(6, '0'));
}

function createCursor(message: Message): string {
  return Buffer.from(`next_ts:${microsOf(message.ts)}`).toString('base64');
}

function cursorMicros(cursor: string): number {
  const text = Buffer.from(cursor, 'base64').toString('utf8');
  return Number(/^next_ts:(\d+)$/.exec(text)?.[1] ?? Number.NaN);
}
