import { LRUCache } from 'lru-cache';
import { IANAZone } from 'luxon';
import type { Actor } from '../changes/change.js';
import { type Language, languageOf } from '../i18n/language.js';
import type { Translator } from '../i18n/translator.js';
import type { Logger } from '../observability/log.js';
import type { SlackClient } from './client.js';
import { type MessageTranslator, translatorForUser } from './render/translator.js';
import { createRoleResolver, type RoleHolders } from './roles.js';

interface Profile {
  readonly language: Language;
  readonly translator: MessageTranslator;
}

/** A user, with the roles they have now. */
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

interface UserDirectoryDeps {
  readonly client: SlackClient;
  readonly translator: Translator;
  readonly settings: RoleSettings;
  readonly log: Logger;
  now(): Date;
}

/** Users, cached: profiles for an hour, members of user groups for a minute. */
export function createUserDirectory(deps: UserDirectoryDeps): UserDirectory {
  const profileOf = createProfileCache(deps);
  const rolesOf = createRoleResolver(deps);
  const users = new LRUCache<string, SlackUser>({ max: 10_000 });
  return {
    async user(id) {
      const [profile, roles] = [profileOf(id), rolesOf(id)];
      return profile instanceof Promise || roles instanceof Promise
        ? sameIfUnchanged(id, ...(await Promise.all([profile, roles])))
        : sameIfUnchanged(id, profile, roles);
    },
  };

  /** The same object while nothing about the user has changed. */
  function sameIfUnchanged(id: string, profile: Profile, roles: Actor['roles']): SlackUser {
    const previous = users.get(id);
    if (previous?.translator === profile.translator && previous.actor.roles === roles) return previous;
    const user: SlackUser = { id, ...profile, actor: { id, source: 'slack', roles } };
    users.set(id, user);
    return user;
  }
}

const hourMs = 3_600_000;

/**
 * Language and time zone; synchronous on a cache hit. If Slack does not answer: the default language and UTC, and Slack
 * is asked again the next time.
 */
function createProfileCache({
  client,
  translator,
  settings: { defaultLanguage },
  log,
  now,
}: UserDirectoryDeps): (id: string) => Profile | Promise<Profile> {
  const profiles = new Map<string, Profile>();
  const profile = (language: Language, zone: string): Profile => {
    const key = `${language} ${zone}`;
    const known = profiles.get(key) ?? { language, translator: translatorForUser(translator, language, zone) };
    profiles.set(key, known);
    return known;
  };
  const cache = new LRUCache<string, Profile>({
    max: 10_000,
    ttl: hourMs,
    perf: { now: () => now().getTime() },
    ttlResolution: 0,
    async fetchMethod(id) {
      const { locale, timeZone = 'UTC' } = await client.user(id);
      return profile(languageOf(locale, defaultLanguage), IANAZone.isValidZone(timeZone) ? timeZone : 'UTC');
    },
  });
  const fallback = (id: string, error: unknown): Profile => {
    log.warn({ err: error, user: id }, 'profile unknown: the default language is used');
    return profile(defaultLanguage, 'UTC');
  };
  return (id) =>
    cache.get(id) ??
    cache.fetch(id).then(
      (known) => known ?? profile(defaultLanguage, 'UTC'),
      (error: unknown) => fallback(id, error),
    );
}
