import { InvalidCatalogueError, readCatalogue } from '../domain/catalogue/catalogue.js';
import { standardCatalogue, vendorPriceLists } from '../domain/catalogue/index.js';
import { firstDay, mergePriceLists } from '../domain/catalogue/merge-price-lists.js';
import { ownPriceListSchema, ownPriceListsSchema, type PriceBook } from '../domain/catalogue/schema.js';
import { issueSentence } from './issue-sentence.js';
import { readJsonFile } from './json-file.js';

/** A shop's price lists in a file, or why they cannot be used. */
export type PriceBookFile = { readonly parsed: PriceBook } | { readonly problems: readonly string[] };

/** The price lists in a JSON file, or all of its problems, which may quote prices: they are not secret. */
export function readPriceBook(path: string): PriceBookFile {
  const file = readJsonFile(path);
  if ('problem' in file) return { problems: [file.problem] };
  const parsed = Array.isArray(file.json)
    ? ownPriceListsSchema.safeParse(file.json)
    : ownPriceListSchema.transform((list): PriceBook => [list]).safeParse(file.json);
  if (!parsed.success) return { problems: parsed.error.issues.map(issueSentence) };
  const own = parsed.data.map((list) => ({ ...list, from: list.from ?? firstDay }));
  const problems = problemsOfPriceLists(mergePriceLists(vendorPriceLists, own));
  return problems.length > 0 ? { problems } : { parsed: parsed.data };
}

/** What is wrong with the price lists in themselves: every problem, with its path. */
export function problemsOfPriceLists(priceLists: Parameters<typeof mergePriceLists>[0]): readonly string[] {
  try {
    readCatalogue({ ...standardCatalogue, priceLists });
    return [];
  } catch (problem) {
    if (problem instanceof InvalidCatalogueError) return problem.problems;
    throw problem;
  }
}
