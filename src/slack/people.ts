import { LRUCache } from 'lru-cache';
import type { Asker } from '../changes/outcome.js';
import type { Interpreter } from '../i18n/interpreter.js';
import { type Language, languageOf } from '../i18n/language.js';
import type { Log } from '../log.js';
import { type Role, rolesOf } from '../operations/roles.js';
import { type Voice, voiceFor } from './draw/medium.js';
import type { Web } from './web.js';

/** Somebody in Slack: what they may do now, and how to speak to them. */
export interface Person {
  readonly id: string;
  readonly asker: Asker;
  readonly language: Language;
  readonly voice: Voice;
}

export interface People {
  person(id: string): Promise<Person>;
}

/** Who holds which role: ids of users (U…, W…) and of user groups (S…). */
export interface RoleSettings {
  readonly admins: readonly string[];
  readonly operators: readonly string[];
  readonly approvers: readonly string[];
  readonly defaultLanguage: Language;
}

interface Parts {
  readonly web: Web;
  readonly interpreter: Interpreter;
  readonly settings: RoleSettings;
  readonly log: Log;
  now(): Date;
}

const minute = 60_000;
const hour = 60 * minute;

/** People, remembered: their language for an hour, the members of user groups for a minute. */
export function openPeople(parts: Parts): People {
  const groups = memberships(parts);
  const profiles = profileCache(parts);
  const holders = {
    admin: parts.settings.admins,
    operator: parts.settings.operators,
    approver: parts.settings.approvers,
  };
  return {
    async person(id) {
      const [profile, roles] = await Promise.all([profiles(id), heldBy(id)]);
      return { id, ...profile, asker: { actor: id, door: 'slack', roles: rolesOf(roles) } };
    },
  };

  async function heldBy(id: string): Promise<Role[]> {
    const held = Object.entries(holders).map(async ([role, ids]) => {
      if (ids.includes(id)) return [role as Role];
      const members = await Promise.all(ids.filter((it) => it.startsWith('S')).map(groups));
      return members.some((group) => group.has(id)) ? [role as Role] : [];
    });
    return (await Promise.all(held)).flat();
  }
}

/** The members of a user group. One that Slack does not tell of has none: it grants nothing (fail closed). */
function memberships({ web, log, now }: Parts): (group: string) => Promise<ReadonlySet<string>> {
  const cache = new LRUCache<string, ReadonlySet<string>>({
    max: 100,
    ttl: minute,
    perf: { now: () => now().getTime() },
    ttlResolution: 0,
    fetchMethod: async (group) => new Set(await web.membersOf(group)),
  });
  return async (group) => {
    try {
      return (await cache.fetch(group)) ?? new Set();
    } catch (error) {
      log.warn({ err: error, group }, 'user group unknown: it grants nothing');
      return new Set();
    }
  };
}

type Profile = Pick<Person, 'language' | 'voice'>;

/** Language and time zone. While Slack does not tell, the default language and UTC; the next time it is asked again. */
function profileCache({ web, interpreter, settings, log, now }: Parts): (id: string) => Promise<Profile> {
  const { defaultLanguage } = settings;
  const voices = new Map<string, Profile>();
  const profile = (language: Language, zone: string): Profile => {
    const key = `${language} ${zone}`;
    const known = voices.get(key) ?? { language, voice: voiceFor(interpreter, language, zone) };
    voices.set(key, known);
    return known;
  };
  const cache = new LRUCache<string, Profile>({
    max: 10_000,
    ttl: hour,
    perf: { now: () => now().getTime() },
    ttlResolution: 0,
    fetchMethod: async (id) => {
      const { locale, timeZone = 'UTC' } = await web.user(id);
      return profile(languageOf(locale, defaultLanguage), timeZone);
    },
  });
  return async (id) => {
    try {
      return (await cache.fetch(id)) ?? profile(defaultLanguage, 'UTC');
    } catch (error) {
      log.warn({ err: error, user: id }, 'profile unknown: the default language is used');
      return profile(defaultLanguage, 'UTC');
    }
  };
}
