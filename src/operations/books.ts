import type { PhraseBook } from '../i18n/phrase.js';
import { feeBook } from './fees.phrases.js';
import { fieldBook } from './form.phrases.js';
import { operations } from './index.js';
import { operationBook } from './phrases.js';
import { refusalBook } from './refusal.phrases.js';

/** All that operations say. */
export const operationBooks: readonly PhraseBook[] = [
  operationBook,
  refusalBook,
  fieldBook,
  feeBook,
  ...operations.map((operation) => operation.book),
];
