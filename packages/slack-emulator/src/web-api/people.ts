import type { House } from '../context.js';
import type { Json, JsonObject } from '../json.js';
import type { Person, Usergroup } from '../state/state.js';
import { argument, type Call, isTrue, type Method } from './call.js';
import { done, type Reply, refuse } from './reply.js';

function info(call: Call): Reply {
  const person = call.house.store.state().people[argument(call, 'user') ?? ''];
  if (person === undefined) return refuse('user_not_found');
  return done({ user: personJson(call.house, person, isTrue(call, 'include_locale')) });
}

function everybody(call: Call): Reply {
  const { house } = call;
  const people = Object.values(house.store.state().people);
  return done({
    members: people.map((person) => personJson(house, person, isTrue(call, 'include_locale'))),
    cache_ts: Math.floor(house.now() / 1000),
    response_metadata: { next_cursor: '' },
  });
}

function personJson(house: House, person: Person, withLocale: boolean): JsonObject {
  const { identity } = house.store.state();
  const locale: Record<string, Json> = withLocale ? { locale: person.locale } : {};
  return {
    id: person.id,
    team_id: identity.teamId,
    name: person.name,
    deleted: false,
    real_name: person.realName,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: offsetOf(person.tz, house.now()),
    profile: {
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.name,
      display_name_normalized: person.name,
      team: identity.teamId,
    },
    is_admin: false,
    is_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: person.isBot,
    is_app_user: false,
    updated: 0,
    ...locale,
  };
}

/** Seconds east of UTC in this zone at this moment. */
function offsetOf(tz: string, now: number): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' });
  const name = format.formatToParts(now).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}

function groups(call: Call): Reply {
  const state = call.house.store.state();
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
  return done({ usergroups: Object.values(state.usergroups).map(json) });
}

function groupMembers(call: Call): Reply {
  const group = call.house.store.state().usergroups[argument(call, 'usergroup') ?? ''];
  return group === undefined ? refuse('no_such_subteam') : done({ users: group.members });
}

export const peopleMethods: Readonly<Record<string, Method>> = {
  'users.info': { scopes: ['users:read'], token: 'bot', run: info },
  'users.list': { scopes: ['users:read'], token: 'bot', run: everybody },
  'usergroups.list': { scopes: ['usergroups:read'], token: 'bot', run: groups },
  'usergroups.users.list': { scopes: ['usergroups:read'], token: 'bot', run: groupMembers },
};
