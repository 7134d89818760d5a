import { corridorBook } from './changes/text.js';
import type { PhraseBook } from './i18n/phrase.js';
import { appBook } from './imapp/words.js';
import { notices } from './notices/index.js';
import { operationBooks } from './operations/books.js';
import { homeBook } from './slack/draw/home-text.js';
import { noticesBook } from './slack/draw/notices-text.js';
import { requestBook } from './slack/draw/request-text.js';
import { slackBook } from './slack/text.js';

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
