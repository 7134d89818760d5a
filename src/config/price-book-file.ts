import { InvalidCatalogueError, readCatalogue } from '../domain/catalogue/catalogue.js';
import { standardCatalogue } from '../domain/catalogue/index.js';
import { withPrices } from '../domain/catalogue/override-prices.js';
import { type PriceBook, priceBookSchema } from '../domain/catalogue/schema.js';
import { issueSentence } from './issue-sentence.js';
import { readJsonFile } from './json-file.js';

/** The price book in a JSON file, or all of its problems, which may quote prices: they are not secret. */
export function readPriceBook(path: string): { readonly parsed: PriceBook } | { readonly problems: readonly string[] } {
  const file = readJsonFile(path);
  if ('problem' in file) return { problems: [file.problem] };
  const parsed = priceBookSchema.safeParse(file.json);
  if (!parsed.success) return { problems: parsed.error.issues.map(issueSentence) };
  try {
    readCatalogue(withPrices(standardCatalogue, parsed.data));
    return { parsed: parsed.data };
  } catch (problem) {
    if (problem instanceof InvalidCatalogueError) return { problems: problem.problems };
    throw problem;
  }
}
