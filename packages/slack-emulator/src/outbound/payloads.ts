import { compact, type JsonObject } from '../json.js';
import { valuesOf } from '../state/inputs.js';
import { messageJson, viewJson } from '../state/serialize.js';
import type { Message, Person, State, View } from '../state/state.js';
import type { Located } from '../user-driver/blocks.js';

/** The deprecated verification token that Slack still puts into every payload. */
const verification = 'sandbox-verification-token';

/** What every interactive payload carries: who, where, and which app. */
export function envelope(state: State, user: string): JsonObject {
  const { identity } = state;
  const name = nameOf(state, user);
  return {
    team: { id: identity.teamId, domain: identity.domain },
    user: { id: user, username: name, name, team_id: identity.teamId },
    api_app_id: identity.appId,
    token: verification,
    enterprise: null,
    is_enterprise_install: false,
  };
}

interface CommandLine {
  readonly user: string;
  readonly channel: string;
  readonly command: string;
  readonly text: string;
  readonly responseUrl: string;
  readonly triggerId: string;
}

export function commandPayload(state: State, line: CommandLine): JsonObject {
  const { identity } = state;
  const channel = state.channels[line.channel];
  return {
    token: verification,
    team_id: identity.teamId,
    team_domain: identity.domain,
    channel_id: line.channel,
    channel_name: channel?.kind === 'im' ? 'directmessage' : (channel?.name ?? ''),
    user_id: line.user,
    user_name: nameOf(state, line.user),
    command: line.command,
    text: line.text,
    api_app_id: identity.appId,
    is_enterprise_install: 'false',
    response_url: line.responseUrl,
    trigger_id: line.triggerId,
  };
}

/** Where an interaction happened. An ephemeral message is not shown to the bot, as in Slack. */
export function placeOf(state: State, surface: View | Message, user: string): JsonObject {
  if ('hash' in surface) {
    return { container: { type: 'view', view_id: surface.id }, view: viewJson(state, surface) };
  }
  const ephemeral = surface.onlyFor !== undefined;
  return compact({
    container: {
      type: 'message',
      message_ts: surface.ts,
      channel_id: surface.channel,
      is_ephemeral: ephemeral,
      ...(surface.threadTs === undefined ? {} : { thread_ts: surface.threadTs }),
    },
    channel: { id: surface.channel, name: channelName(state, surface.channel) },
    message: ephemeral ? undefined : messageJson(state, surface),
    state: { values: valuesOf(state, surface, user) },
  });
}

/** The acted-on element as it appears in `actions`, with what was chosen. */
export function actionOf(located: Located, chosen: JsonObject, ts: string): JsonObject {
  const { element } = located;
  return compact({
    ...chosen,
    type: located.type,
    action_id: located.actionId,
    block_id: located.blockId,
    action_ts: ts,
    text: element['text'],
    style: element['style'],
    url: element['url'],
    placeholder: element['placeholder'],
    initial_option: element['initial_option'],
    confirm: element['confirm'],
  });
}

export function eventPayload(state: State, event: JsonObject, at: { id: string; now: number }): JsonObject {
  const { identity } = state;
  return {
    token: verification,
    team_id: identity.teamId,
    api_app_id: identity.appId,
    event,
    type: 'event_callback',
    event_id: at.id,
    event_time: Math.floor(at.now / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: identity.teamId,
        user_id: identity.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${at.id}`,
  };
}

function nameOf(state: State, user: string): string {
  const person: Person | undefined = state.people[user];
  return person?.name ?? user;
}

export function channelName(state: State, id: string): string {
  const channel = state.channels[id];
  return channel?.kind === 'im' ? 'directmessage' : (channel?.name ?? '');
}
