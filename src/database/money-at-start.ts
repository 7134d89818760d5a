import { InvalidSettingsError, type Settings } from '../config/config.js';
import { problemsOfPriceLists } from '../config/price-book-file.js';
import type { Calendar } from '../domain/calendar.js';
import { type Catalogue, readCatalogue } from '../domain/catalogue/catalogue.js';
import { standardCatalogue, vendorPriceLists } from '../domain/catalogue/index.js';
import { type DatedPriceList, firstDay, mergePriceLists } from '../domain/catalogue/merge-price-lists.js';
import type { PrismaClient } from './generated/client.js';
import { keepPriceLists } from './price-lists.js';
import { settleCurrencies } from './stored-currencies.js';

/** The vendor's catalogue with the price lists of the settings, as far as they can be used. */
export function configuredCatalogue({ priceBook }: Pick<Settings, 'priceBook'>): Catalogue {
  const own = 'parsed' in priceBook ? priceBook.parsed : [];
  return catalogueWith(own.map((list) => ({ ...list, from: list.from ?? firstDay })));
}

function catalogueWith(own: readonly DatedPriceList[], vendor = vendorPriceLists): Catalogue {
  return readCatalogue({ ...standardCatalogue, priceLists: mergePriceLists(vendor, own) });
}

/**
 * The catalogue with the price lists of the settings, except that days which have passed keep the prices that they had.
 * `problems`: why lists of the settings are not taken; the bot goes on with those that it has.
 */
export async function keptCatalogue(
  prisma: PrismaClient,
  { priceBook }: Pick<Settings, 'priceBook'>,
  now: { readonly calendar: Calendar; readonly at: string },
): Promise<{ readonly catalogue: Catalogue; readonly problems: readonly string[] }> {
  const book = 'parsed' in priceBook ? priceBook.parsed : null;
  const start = { shipped: vendorPriceLists, book, problemsOf: problemsOfPriceLists, ...now };
  const { catalogue, own, problems } = await keepPriceLists(prisma, start);
  return {
    catalogue: catalogueWith(own, catalogue),
    problems: 'parsed' in priceBook ? problems : priceBook.problems,
  };
}

/** Throws when there are stored amounts of which it is not known how many minor digits they have. */
export async function settleStoredAmounts(
  prisma: PrismaClient,
  { storedMinorDigits }: Pick<Settings, 'storedMinorDigits'>,
): Promise<void> {
  const { unknown } = await settleCurrencies(prisma, storedMinorDigits);
  if (unknown.length === 0) return;
  const example = unknown.map((code) => `${code}=2`).join(',');
  throw new InvalidSettingsError([
    `STORED_MINOR_DIGITS does not say how amounts in ${unknown.join(', ')} were stored: versions of Node.js disagree ` +
      `whether these have minor digits. Say how many they were meant with, such as ${example} (or 0): see docs/operating.md`,
  ]);
}
