import { LRUCache } from 'lru-cache';
import { IANAZone } from 'luxon';
import { type Language, languageOf } from '../i18n/language.js';
import type { Interpreter } from '../i18n/translator.js';
import type { Log } from '../observability/log.js';
import type { Web } from './client.js';
import { type Voice, voiceFor } from './render/translator.js';

/** How to speak to somebody. */
export interface Profile {
  readonly language: Language;
  readonly voice: Voice;
}

interface Parts {
  readonly web: Web;
  readonly interpreter: Interpreter;
  readonly settings: { readonly defaultLanguage: Language };
  readonly log: Log;
  now(): Date;
}

const hour = 3_600_000;

/**
 * Language and time zone; at once, where Slack need not be asked. While Slack does not tell, the default language and UTC; the next time it is
 * asked again.
 */
export function openProfiles({
  web,
  interpreter,
  settings,
  log,
  now,
}: Parts): (id: string) => Profile | Promise<Profile> {
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
    async fetchMethod(id) {
      const { locale, timeZone = 'UTC' } = await web.user(id);
      return profile(languageOf(locale, defaultLanguage), IANAZone.isValidZone(timeZone) ? timeZone : 'UTC');
    },
  });
  const unknown = (id: string, error: unknown): Profile => {
    log.warn({ err: error, user: id }, 'profile unknown: the default language is used');
    return profile(defaultLanguage, 'UTC');
  };
  return (id) =>
    cache.get(id) ??
    cache.fetch(id).then(
      (known) => known ?? profile(defaultLanguage, 'UTC'),
      (error: unknown) => unknown(id, error),
    );
}
