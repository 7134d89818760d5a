import type { WorkspaceContext } from '../context.js';
import type { Json, JsonObject } from '../json.js';
import type { Identity, User, Usergroup } from '../state/state.js';
import { argument, type Call, isTrue, type Method } from './call.js';
import { errorReply, okReply, type Reply } from './reply.js';

function info(call: Call): Reply {
  const user = call.ctx.store.state().users[argument(call, 'user') ?? ''];
  if (user === undefined) return errorReply('user_not_found');
  return okReply({ user: userJson(call.ctx, user, isTrue(call, 'include_locale')) });
}

function list(call: Call): Reply {
  const { ctx } = call;
  const users = Object.values(ctx.store.state().users);
  return okReply({
    members: users.map((user) => userJson(ctx, user, isTrue(call, 'include_locale'))),
    cache_ts: Math.floor(ctx.now() / 1000),
    response_metadata: { next_cursor: '' },
  });
}

function userJson(ctx: WorkspaceContext, user: User, withLocale: boolean): JsonObject {
  const { identity } = ctx.store.state();
  const locale: Record<string, Json> = withLocale ? { locale: user.locale } : {};
  const team = user.teamId ?? identity.teamId;
  return {
    id: user.id,
    team_id: team,
    name: user.name,
    deleted: user.isDeactivated === true,
    real_name: user.realName,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: offsetOf(user.tz, ctx.now()),
    profile: {
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      team,
    },
    is_admin: false,
    is_owner: false,
    is_restricted: user.guest !== undefined,
    is_ultra_restricted: user.guest === 'single-channel',
    is_bot: user.isBot,
    is_app_user: false,
    updated: 0,
    ...locale,
    ...enterpriseFields(identity, user),
  };
}

function enterpriseFields({ enterpriseId }: Identity, { id, enterpriseTeams: teams }: User): JsonObject {
  if (enterpriseId === undefined || teams === undefined) return {};
  return { enterprise_user: { id, enterprise_id: enterpriseId, enterprise_name: enterpriseId, teams } };
}

/** UTC offset of a time zone at an instant, in seconds; positive is east. */
function offsetOf(tz: string, now: number): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' });
  const name = format.formatToParts(now).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}

function listUsergroups(call: Call): Reply {
  const state = call.ctx.store.state();
  const withUsers = isTrue(call, 'include_users');
  const json = (group: Usergroup): JsonObject => ({
    id: group.id,
    team_id: state.identity.teamId,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    user_count: group.members.length,
    ...(withUsers ? { users: group.members } : {}),
  });
  return okReply({ usergroups: Object.values(state.usergroups).map(json) });
}

function listUsergroupMembers(call: Call): Reply {
  const group = call.ctx.store.state().usergroups[argument(call, 'usergroup') ?? ''];
  return group === undefined ? errorReply('no_such_subteam') : okReply({ users: group.members });
}

export const userMethods: Readonly<Record<string, Method>> = {
  'users.info': { scopes: ['users:read'], token: 'bot', run: info },
  'users.list': { scopes: ['users:read'], token: 'bot', run: list },
  'usergroups.list': { scopes: ['usergroups:read'], token: 'bot', run: listUsergroups },
  'usergroups.users.list': { scopes: ['usergroups:read'], token: 'bot', run: listUsergroupMembers },
};
