import { readFileSync } from 'node:fs';
import { InvalidCatalogueError, readCatalogue } from '../domain/catalogue/catalogue.js';
import { standardCatalogue } from '../domain/catalogue/index.js';
import { withPrices } from '../domain/catalogue/override-prices.js';
import { type PriceBook, priceBookSchema } from '../domain/catalogue/schema.js';

/** The price book in a JSON file, or every problem that it has. Prices are no secret: problems may quote them. */
export function readPriceBook(path: string): { readonly read: PriceBook } | { readonly problems: readonly string[] } {
  const data = parsed(path);
  if (data === undefined) return { problems: ['takes the path of a JSON file that can be read'] };
  const read = priceBookSchema.safeParse(data);
  if (!read.success)
    return { problems: read.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`) };
  try {
    readCatalogue(withPrices(standardCatalogue, read.data));
    return { read: read.data };
  } catch (problem) {
    if (problem instanceof InvalidCatalogueError) return { problems: problem.problems };
    throw problem;
  }
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
