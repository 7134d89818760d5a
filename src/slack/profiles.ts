import { LRUCache } from 'lru-cache';
import { IANAZone } from 'luxon';
import { type Language, languageOf } from '../i18n/language.js';
import type { Translator } from '../i18n/translator.js';
import type { Logger } from '../observability/log.js';
import { type SlackClient, slackError } from './client.js';
import type { Account } from './identity.js';
import { createRecentAnswers } from './recent-answers.js';
import { type MessageTranslator, translatorForUser } from './render/translator.js';

/** `account`: null if Slack did not answer. */
export interface Profile {
  readonly language: Language;
  readonly translator: MessageTranslator;
  readonly account: Account | null;
}

interface ProfileDeps {
  readonly client: SlackClient;
  readonly translator: Translator;
  readonly settings: { readonly defaultLanguage: Language };
  readonly log: Logger;
  now(): Date;
}

export interface Profiles {
  /** As of the last hour; synchronous on a cache hit. While Slack does not answer, up to ten minutes more. */
  of(id: string): Profile | Promise<Profile>;
  /** The account as of now. */
  accountNow(id: string): Promise<Account | null>;
}

const hourMs = 3_600_000;
const maxStaleMs = 600_000;

/** Without an answer of Slack: the default language, UTC and no account, and Slack is asked again the next time. */
export function createProfiles({ client, translator, settings, log, now }: ProfileDeps): Profiles {
  const { defaultLanguage } = settings;
  const translators = new Map<string, MessageTranslator>();
  const profile = (language: Language, zone: string, account: Account | null): Profile => {
    const key = `${language} ${zone}`;
    const known = translators.get(key) ?? translatorForUser(translator, language, zone);
    translators.set(key, known);
    return { language, translator: known, account };
  };
  const ask = createRecentAnswers(async (id) => {
    const { locale, timeZone = 'UTC', account } = await askFor(client, id);
    return profile(languageOf(locale, defaultLanguage), IANAZone.isValidZone(timeZone) ? timeZone : 'UTC', account);
  }, now);
  const cache = new LRUCache<string, Profile>({
    max: 10_000,
    ttl: hourMs,
    perf: { now: () => now().getTime() },
    ttlResolution: 0,
    noDeleteOnStaleGet: true,
    noDeleteOnFetchRejection: true,
    fetchMethod: ask,
  });
  const unknown = (id: string, error: unknown): Profile => {
    log.warn({ err: error, user: id }, 'profile unknown: the user may do nothing until Slack answers');
    return profile(defaultLanguage, 'UTC', null);
  };
  return {
    of(id) {
      const known = cache.get(id);
      if (known) return known;
      if (cache.getRemainingTTL(id) < -maxStaleMs) cache.delete(id);
      return cache.fetch(id).then(
        (fetched) => fetched ?? profile(defaultLanguage, 'UTC', null),
        (error: unknown) => cache.get(id, { allowStale: true }) ?? unknown(id, error),
      );
    },
    accountNow: (id) =>
      ask(id).then(
        (fresh) => {
          cache.set(id, fresh);
          return fresh.account;
        },
        (error: unknown) => unknown(id, error).account,
      ),
  };
}

/** Slack's answers for a user of whom it tells nothing. */
const noUserErrors = new Set(['user_not_found', 'user_not_visible', 'users_not_found']);

const nobody: Account = {
  teamId: null,
  enterpriseId: null,
  enterpriseTeams: [],
  isGuest: false,
  isOutsider: true,
};

async function askFor(client: SlackClient, id: string): ReturnType<SlackClient['user']> {
  try {
    return await client.user(id);
  } catch (error) {
    if (noUserErrors.has(slackError(error) ?? '')) return { account: nobody };
    throw error;
  }
}
