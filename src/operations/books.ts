import type { Phrases } from '../i18n/phrase.js';
import { feePhrases } from './fees.phrases.js';
import { formPhrases } from './form.phrases.js';
import { operations } from './index.js';
import { operationsPhrases } from './phrases.js';
import { refusalPhrases } from './refusal.phrases.js';

/** All that operations say. */
export const operationPhrases: readonly Phrases[] = [
  operationsPhrases,
  refusalPhrases,
  formPhrases,
  feePhrases,
  ...operations.map((operation) => operation.phrases),
];
