import { changePhrases } from './changes/phrases.js';
import { appPhrases } from './domain/labels.js';
import type { Phrases } from './i18n/phrase.js';
import { notices } from './notices/kinds.js';
import { operationPhrases } from './operations/books.js';
import { slackPhrases } from './slack/phrases.js';
import { changeMessagePhrases } from './slack/render/change-messages.phrases.js';
import { homePhrases } from './slack/render/home.phrases.js';
import { noticePhrases } from './slack/render/notices.phrases.js';

/** Everything that is said, in every language. */
export const allPhrases: readonly Phrases[] = [
  slackPhrases,
  changeMessagePhrases,
  noticePhrases,
  homePhrases,
  changePhrases,
  appPhrases,
  ...operationPhrases,
  ...notices.map(({ phrases }) => phrases),
];
