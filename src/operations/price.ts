import { roundedHalfUp } from '../domain/billing/money.js';
import { monthlyPrice } from '../domain/billing/prices.js';
import type { Catalogue } from '../domain/catalogue/catalogue.js';
import type { Phrase } from '../i18n/phrase.js';
import { feePhrases } from './fees.phrases.js';

const { phrase } = feePhrases;

/** What nobody pays for. */
export const freePhrase: Phrase = phrase('free');

/** What a plan or a value-added item costs a month. */
export function priceText({ prices }: Catalogue, kind: 'plans' | 'addOns', id: string): Phrase {
  const { currency, perMinor } = prices;
  const minor = roundedHalfUp(monthlyPrice(prices, kind, id), perMinor);
  return minor === 0 ? freePhrase : phrase('monthly', { price: { minor, currency } });
}
