import { LRUCache } from 'lru-cache';
import type { Actor } from '../changes/change.js';
import type { Language } from '../i18n/language.js';
import type { Translator } from '../i18n/translator.js';
import type { Logger } from '../observability/log.js';
import type { SlackClient } from './client.js';
import { createProfileCache, type Profile } from './profiles.js';
import { createRoleResolver, type RoleHolders } from './roles.js';

/** Somebody in Slack: what they may do now, and how to speak to them. */
export interface SlackUser extends Profile {
  readonly id: string;
  readonly actor: Actor;
}

export interface UserDirectory {
  user(id: string): Promise<SlackUser>;
}

export interface RoleSettings extends RoleHolders {
  readonly defaultLanguage: Language;
}

interface Parts {
  readonly client: SlackClient;
  readonly translator: Translator;
  readonly settings: RoleSettings;
  readonly log: Logger;
  now(): Date;
}

/** People, remembered: their language for an hour, the members of user groups for a minute. */
export function createUserDirectory(parts: Parts): UserDirectory {
  const profileOf = createProfileCache(parts);
  const rolesOf = createRoleResolver(parts);
  const known = new LRUCache<string, SlackUser>({ max: 10_000 });
  return {
    async user(id) {
      const [profile, roles] = [profileOf(id), rolesOf(id)];
      return profile instanceof Promise || roles instanceof Promise
        ? same(id, ...(await Promise.all([profile, roles])))
        : same(id, profile, roles);
    },
  };

  /** The same object while nothing about the person has changed. */
  function same(id: string, profile: Profile, roles: Actor['roles']): SlackUser {
    const before = known.get(id);
    if (before?.translator === profile.translator && before.actor.roles === roles) return before;
    const user: SlackUser = { id, ...profile, actor: { id, source: 'slack', roles } };
    known.set(id, user);
    return user;
  }
}
