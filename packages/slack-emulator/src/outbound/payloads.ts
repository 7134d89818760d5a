import { compact, type JsonObject } from '../json.js';
import { valuesOf } from '../state/inputs.js';
import { messageJson, viewJson } from '../state/serialize.js';
import type { Message, State, User, View } from '../state/state.js';
import type { LocatedElement } from '../user-driver/blocks.js';

/** The deprecated verification token that Slack still puts into every payload. */
const verificationToken = 'sandbox-verification-token';

/** Fields of every interactive payload: team, user and app. The team is that of the installation. */
export function commonFields(state: State, user: string): JsonObject {
  const { identity } = state;
  const { enterpriseId, isOrgInstall = false } = identity;
  const name = userName(state, user);
  return {
    team: isOrgInstall ? null : { id: identity.teamId, domain: identity.domain },
    user: { id: user, username: name, name, team_id: state.users[user]?.teamId ?? identity.teamId },
    api_app_id: identity.appId,
    token: verificationToken,
    enterprise: enterpriseId === undefined ? null : { id: enterpriseId, name: enterpriseId },
    is_enterprise_install: isOrgInstall,
  };
}

interface SlashCommand {
  readonly user: string;
  readonly channel: string;
  readonly command: string;
  readonly text: string;
  readonly responseUrl: string;
  readonly triggerId: string;
}

/** As in Slack, it does not say which workspace the user is in. */
export function commandPayload(state: State, command: SlashCommand): JsonObject {
  const { identity } = state;
  const channel = state.channels[command.channel];
  return {
    token: verificationToken,
    team_id: identity.teamId,
    team_domain: identity.domain,
    channel_id: command.channel,
    channel_name: channel?.kind === 'im' ? 'directmessage' : (channel?.name ?? ''),
    user_id: command.user,
    user_name: userName(state, command.user),
    command: command.command,
    text: command.text,
    api_app_id: identity.appId,
    is_enterprise_install: String(identity.isOrgInstall ?? false),
    ...(identity.enterpriseId === undefined ? {} : { enterprise_id: identity.enterpriseId }),
    response_url: command.responseUrl,
    trigger_id: command.triggerId,
  };
}

/** The container fields of an interaction. As in Slack, the content of an ephemeral message is not included. */
export function surfaceFields(state: State, surface: View | Message, user: string): JsonObject {
  if ('hash' in surface) {
    return { container: { type: 'view', view_id: surface.id }, view: viewJson(state, surface) };
  }
  const ephemeral = surface.ephemeralUser !== undefined;
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

/** An entry of `actions`: the element and the selected value. */
export function actionJson(located: LocatedElement, selected: JsonObject, ts: string): JsonObject {
  const { element } = located;
  return compact({
    ...selected,
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

interface EventOptions {
  readonly id: string;
  readonly now: number;
  /** Default: this workspace. */
  readonly team?: string | undefined;
}

export function eventPayload(state: State, event: JsonObject, options: EventOptions): JsonObject {
  const { identity } = state;
  const { id, now, team = identity.teamId } = options;
  return {
    token: verificationToken,
    team_id: team,
    api_app_id: identity.appId,
    event,
    type: 'event_callback',
    event_id: id,
    event_time: Math.floor(now / 1000),
    authorizations: [
      {
        enterprise_id: identity.enterpriseId ?? null,
        team_id: team,
        user_id: identity.botUserId,
        is_bot: true,
        is_enterprise_install: identity.isOrgInstall ?? false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${id}`,
  };
}

function userName(state: State, user: string): string {
  const found: User | undefined = state.users[user];
  return found?.name ?? user;
}

export function channelName(state: State, id: string): string {
  const channel = state.channels[id];
  return channel?.kind === 'im' ? 'directmessage' : (channel?.name ?? '');
}
