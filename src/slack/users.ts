import { LRUCache } from 'lru-cache';
import type { Asker } from '../changes/change.js';
import type { Language } from '../i18n/language.js';
import type { Interpreter } from '../i18n/translator.js';
import type { Log } from '../observability/log.js';
import type { Web } from './client.js';
import { openProfiles, type Profile } from './profiles.js';
import { openRoles, type RoleHolders } from './roles.js';

/** Somebody in Slack: what they may do now, and how to speak to them. */
export interface Person extends Profile {
  readonly id: string;
  readonly asker: Asker;
}

export interface People {
  person(id: string): Promise<Person>;
}

export interface RoleSettings extends RoleHolders {
  readonly defaultLanguage: Language;
}

interface Parts {
  readonly web: Web;
  readonly interpreter: Interpreter;
  readonly settings: RoleSettings;
  readonly log: Log;
  now(): Date;
}

/** People, remembered: their language for an hour, the members of user groups for a minute. */
export function openPeople(parts: Parts): People {
  const profileOf = openProfiles(parts);
  const rolesOf = openRoles(parts);
  const known = new LRUCache<string, Person>({ max: 10_000 });
  return {
    async person(id) {
      const [profile, roles] = [profileOf(id), rolesOf(id)];
      return profile instanceof Promise || roles instanceof Promise
        ? same(id, ...(await Promise.all([profile, roles])))
        : same(id, profile, roles);
    },
  };

  /** The same object while nothing about the person has changed. */
  function same(id: string, profile: Profile, roles: Asker['roles']): Person {
    const before = known.get(id);
    if (before?.voice === profile.voice && before.asker.roles === roles) return before;
    const person: Person = { id, ...profile, asker: { actor: id, door: 'slack', roles } };
    known.set(id, person);
    return person;
  }
}
