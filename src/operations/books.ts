import type { PhraseBook } from '../i18n/phrase.js';
import { feeBook } from './fees-text.js';
import { fieldBook } from './field-text.js';
import { operations } from './index.js';
import { refusalBook } from './refusals-text.js';
import { operationBook } from './text.js';

/** All that operations say. */
export const operationBooks: readonly PhraseBook[] = [
  operationBook,
  refusalBook,
  fieldBook,
  feeBook,
  ...operations.map((operation) => operation.book),
];
