import { LRUCache } from 'lru-cache';
import { IANAZone } from 'luxon';
import { type Language, languageOf } from '../i18n/language.js';
import type { Translator } from '../i18n/translator.js';
import type { Logger } from '../observability/log.js';
import type { SlackClient } from './client.js';
import { type MessageTranslator, translatorForUser } from './render/translator.js';

/** How to speak to somebody. */
export interface Profile {
  readonly language: Language;
  readonly translator: MessageTranslator;
}

interface Parts {
  readonly client: SlackClient;
  readonly translator: Translator;
  readonly settings: { readonly defaultLanguage: Language };
  readonly log: Logger;
  now(): Date;
}

const hour = 3_600_000;

/**
 * Language and time zone; at once, where Slack need not be asked. While Slack does not tell, the default language and UTC; the next time it is
 * asked again.
 */
export function createProfileCache({
  client,
  translator,
  settings,
  log,
  now,
}: Parts): (id: string) => Profile | Promise<Profile> {
  const { defaultLanguage } = settings;
  const voices = new Map<string, Profile>();
  const profile = (language: Language, zone: string): Profile => {
    const key = `${language} ${zone}`;
    const known = voices.get(key) ?? { language, translator: translatorForUser(translator, language, zone) };
    voices.set(key, known);
    return known;
  };
  const cache = new LRUCache<string, Profile>({
    max: 10_000,
    ttl: hour,
    perf: { now: () => now().getTime() },
    ttlResolution: 0,
    async fetchMethod(id) {
      const { locale, timeZone = 'UTC' } = await client.user(id);
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
