import type { JsonObject } from '../json.js';
import { withIds } from '../user-driver/blocks.js';
import { idsFrom, nextTs } from './ids.js';
import type { CommandInvocation, Message, Notice, State, Transition } from './state.js';

/** A message to be posted. */
export interface MessageDraft {
  readonly channel: string;
  readonly author: string;
  readonly text?: string;
  readonly blocks?: readonly JsonObject[];
  readonly attachments?: readonly JsonObject[];
  readonly files?: readonly string[];
  readonly threadTs?: string;
  readonly broadcast?: true;
  readonly ephemeralUser?: string;
  readonly inReplyTo?: CommandInvocation;
  readonly metadata?: JsonObject | undefined;
}

type MessageEdit = Pick<MessageDraft, 'text' | 'blocks' | 'attachments' | 'metadata' | 'files'>;

export function postMessage(state: State, draft: MessageDraft, now: number): Transition<Message> {
  const ids = idsFrom(state);
  const blocks = withIds(draft.blocks ?? [], ids);
  const stamped = nextTs(ids.nextState(), now);
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

/** Replaces the given fields; the message keeps its position and timestamp. */
export function editMessage(
  state: State,
  message: Message,
  edit: MessageEdit & { readonly at: number },
): Transition<Message> {
  const { at, blocks, ...rest } = edit;
  const ids = idsFrom(state);
  const withNewIds = blocks === undefined ? message.blocks : withIds(blocks, ids);
  const stamped = nextTs(ids.nextState(), at);
  const edited: Message = { ...message, ...rest, blocks: withNewIds, editedTs: stamped.value };
  const messages = stamped.state.messages[message.channel] ?? [];
  const replaced = messages.map((each) => (each.ts === message.ts ? edited : each));
  return { state: withMessages(stamped.state, message.channel, replaced), value: edited };
}

export function deleteMessage(state: State, message: Message): State {
  const messages = state.messages[message.channel] ?? [];
  return withMessages(
    state,
    message.channel,
    messages.filter((each) => each.ts !== message.ts),
  );
}

/** Adds a message from Slackbot that only this user sees. */
export function postNotice(state: State, user: string, notice: Notice): State {
  const before = state.notices[user] ?? [];
  return { ...state, notices: { ...state.notices, [user]: [...before, notice] } };
}

function withMessages(state: State, channel: string, messages: readonly Message[]): State {
  return { ...state, messages: { ...state.messages, [channel]: messages } };
}
