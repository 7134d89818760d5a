import type { JsonObject } from '../json.js';
import { withIds } from '../user-driver/blocks.js';
import { idsFrom, nextTs } from './ids.js';
import type { Message, Notice, State, Step, Typed } from './state.js';

/** A message about to be posted; what is left out is empty. */
export interface Draft {
  readonly channel: string;
  readonly author: string;
  readonly text?: string;
  readonly blocks?: readonly JsonObject[];
  readonly attachments?: readonly JsonObject[];
  readonly files?: readonly string[];
  readonly threadTs?: string;
  readonly broadcast?: true;
  readonly onlyFor?: string;
  readonly answers?: Typed;
  readonly metadata?: JsonObject | undefined;
}

type Edit = Pick<Draft, 'text' | 'blocks' | 'attachments' | 'metadata' | 'files'>;

export function postMessage(state: State, draft: Draft, now: number): Step<Message> {
  const ids = idsFrom(state);
  const blocks = withIds(draft.blocks ?? [], ids);
  const stamped = nextTs(ids.spent(), now);
  const message: Message = {
    text: '',
    attachments: [],
    files: [],
    ...draft,
    blocks,
    ts: stamped.value,
  };
  const before = stamped.state.messages[draft.channel] ?? [];
  return { state: withMessages(stamped.state, draft.channel, [...before, message]), value: message };
}

export function findMessage(state: State, channel: string, ts: string): Message | undefined {
  return state.messages[channel]?.find((message) => message.ts === ts);
}

/** Replaces what is given and keeps the rest; the message keeps its place and its timestamp. */
export function editMessage(state: State, message: Message, edit: Edit & { readonly at: number }): Step<Message> {
  const { at, blocks, ...rest } = edit;
  const ids = idsFrom(state);
  const named = blocks === undefined ? message.blocks : withIds(blocks, ids);
  const stamped = nextTs(ids.spent(), at);
  const edited: Message = { ...message, ...rest, blocks: named, editedTs: stamped.value };
  const list = stamped.state.messages[message.channel] ?? [];
  const replaced = list.map((each) => (each.ts === message.ts ? edited : each));
  return { state: withMessages(stamped.state, message.channel, replaced), value: edited };
}

export function deleteMessage(state: State, message: Message): State {
  const list = state.messages[message.channel] ?? [];
  return withMessages(
    state,
    message.channel,
    list.filter((each) => each.ts !== message.ts),
  );
}

/** Slack itself says something to one person. */
export function notify(state: State, user: string, notice: Notice): State {
  const before = state.notices[user] ?? [];
  return { ...state, notices: { ...state.notices, [user]: [...before, notice] } };
}

function withMessages(state: State, channel: string, list: readonly Message[]): State {
  return { ...state, messages: { ...state.messages, [channel]: list } };
}
