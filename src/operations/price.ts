import { roundedHalfUp } from '../domain/billing/money.js';
import { priceOf } from '../domain/billing/prices.js';
import type { Catalogue } from '../domain/catalogue/catalogue.js';
import type { Phrase } from '../i18n/phrase.js';
import { feeBook } from './fees.phrases.js';

const { say } = feeBook;

/** What nobody pays for. */
export const freeOfCharge: Phrase = say('free');

/** What a plan or a value-added item costs a month. */
export function priceText({ prices }: Catalogue, kind: 'plans' | 'addOns', id: string): Phrase {
  const { currency, perMinor } = prices;
  const minor = roundedHalfUp(priceOf(prices, kind, id), perMinor);
  return minor === 0 ? freeOfCharge : say('monthly', { price: { minor, currency } });
}
