import { corridorBook } from './changes/phrases.js';
import { appBook } from './domain/labels.js';
import type { PhraseBook } from './i18n/phrase.js';
import { notices } from './notices/kinds.js';
import { operationBooks } from './operations/books.js';
import { slackBook } from './slack/phrases.js';
import { requestBook } from './slack/render/change-messages.phrases.js';
import { homeBook } from './slack/render/home.phrases.js';
import { noticesBook } from './slack/render/notices.phrases.js';

/** Everything that is said, in every language. */
export const books: readonly PhraseBook[] = [
  slackBook,
  requestBook,
  noticesBook,
  homeBook,
  corridorBook,
  appBook,
  ...operationBooks,
  ...notices.map(({ book }) => book),
];
