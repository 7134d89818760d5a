import { readFileSync } from 'node:fs';
import { InvalidCatalogueError, readCatalogue } from '../domain/catalogue/catalogue.js';
import { standardCatalogue } from '../domain/catalogue/index.js';
import { withPrices } from '../domain/catalogue/override-prices.js';
import { type PriceBook, priceBookSchema } from '../domain/catalogue/schema.js';

/** The price book in a JSON file, or all of its problems, which may quote prices: they are not secret. */
export function readPriceBook(path: string): { readonly parsed: PriceBook } | { readonly problems: readonly string[] } {
  const json = parseFile(path);
  if (json === undefined) return { problems: ['takes the path of a JSON file that can be read'] };
  const parsed = priceBookSchema.safeParse(json);
  if (!parsed.success)
    return { problems: parsed.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`) };
  try {
    readCatalogue(withPrices(standardCatalogue, parsed.data));
    return { parsed: parsed.data };
  } catch (problem) {
    if (problem instanceof InvalidCatalogueError) return { problems: problem.problems };
    throw problem;
  }
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
