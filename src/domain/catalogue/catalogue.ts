import type { z } from 'zod';
import { type Price, perMinor, toPrice } from '../billing/money.js';
import { type CatalogueSource, catalogueSchema, draftSchema } from './schema.js';
import { brokenReferences } from './validate-references.js';

type Source = z.output<typeof catalogueSchema>;
type Entry<S extends Exclude<keyof Source, 'prices'>> = Source[S][string];
type Dictionary<T> = Readonly<Record<string, T>>;
type Named<T> = Readonly<T> & { readonly id: string };

/** What a plan offers of a value-added item. */
export interface AddOnOffer {
  readonly item: string;
  readonly kind: 'toggle' | 'amount';
  /** The values above the plan's default that can be had, ascending; none for a toggle. */
  readonly options: readonly number[];
}

export type Plan = Named<Entry<'plans'>>;
export type Metric = Named<Entry<'metrics'>>;
export type RuleSet = Named<Omit<Entry<'ruleSets'>, 'addOns'>> & {
  /** What each plan offers of value-added items. */
  readonly offers: Dictionary<readonly AddOnOffer[]>;
};

/** What things cost per month and app. */
export interface Prices {
  readonly currency: string;
  /** The day of the price list, YYYY-MM-DD. */
  readonly listed: string;
  /** So much of a price is one minor unit (cent) of the currency. */
  readonly perMinor: Price;
  readonly plans: Dictionary<Price>;
  readonly addOns: Dictionary<Price>;
  readonly overage: Dictionary<{ readonly price: Price; readonly per: number }>;
}

/** All that an app may be: read once, checked, and then looked up by id. Nothing answers to an id that is not there. */
export interface Catalogue {
  readonly prices: Prices;
  readonly metrics: Dictionary<Metric>;
  readonly features: Dictionary<Named<Entry<'features'>>>;
  readonly addOns: Dictionary<Named<Entry<'addOns'>>>;
  readonly plans: Dictionary<Plan>;
  readonly dataCenters: Dictionary<Named<Entry<'dataCenters'>>>;
  readonly ruleSets: Dictionary<RuleSet>;
}

/** What is wrong with a catalogue: every problem, with where it stands. */
export class InvalidCatalogueError extends Error {
  override readonly name = 'CatalogueProblem';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The catalogue cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** A catalogue from data. Throws a CatalogueProblem that lists everything that does not fit. */
export function readCatalogue(data: unknown): Catalogue {
  const read = catalogueSchema.safeParse(data);
  const draft = draftSchema.safeParse(data);
  const problems = [
    ...(read.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []),
    ...(draft.success ? brokenReferences(draft.data) : []),
  ];
  if (!read.success || problems.length > 0) throw new InvalidCatalogueError(problems);
  const source = read.data;
  return {
    prices: toPrices(source.prices),
    metrics: dictionary(source.metrics, named),
    features: dictionary(source.features, named),
    addOns: dictionary(source.addOns, named),
    plans: dictionary(source.plans, (it, id) => ({
      ...it,
      id,
      limits: plain(it.limits),
      features: plain(it.features),
    })),
    dataCenters: dictionary(source.dataCenters, named),
    ruleSets: dictionary(source.ruleSets, ({ addOns, ...rules }, id) => ({
      ...rules,
      id,
      offers: dictionary(addOns, (items) =>
        Object.entries(items).map(([item, options]) => offer(source, item, options)),
      ),
    })),
  };
}

function toPrices({ currency, listed, plans, addOns, overage }: Source['prices']): Prices {
  return {
    currency,
    listed,
    perMinor: perMinor(currency),
    plans: dictionary(plans, toPrice),
    addOns: dictionary(addOns, toPrice),
    overage: dictionary(overage, ({ price, per }) => ({ price: toPrice(price), per })),
  };
}

/** The rule set by its id. Throws when there is none: an app cannot have one that the catalogue lacks. */
export function ruleSetOf({ ruleSets }: Catalogue, id: string): RuleSet {
  const found = ruleSets[id];
  if (!found) throw new Error(`The catalogue has no rule set "${id}".`);
  return found;
}

/** The monthly price of a plan or an add-on. Throws if the price is missing: failing is safer than charging nothing. */
export function monthlyPrice(prices: Prices, kind: 'plans' | 'addOns', id: string): Price {
  const price = prices[kind][id];
  if (price === undefined) throw new Error(`The price book has no price for "${id}".`);
  return price;
}

/** Without a prototype: ids come from outside, and `constructor` must not be found. */
function dictionary<T, U>(entries: Dictionary<T>, make: (entry: T, id: string) => U): Dictionary<U> {
  const made: Record<string, U> = Object.create(null);
  for (const [id, entry] of Object.entries(entries)) made[id] = make(entry, id);
  return made;
}

function plain<T>(entries: Dictionary<T>): Dictionary<T> {
  return dictionary(entries, (entry) => entry);
}

function named<T extends object>(entry: T, id: string): Named<T> {
  return { ...entry, id };
}

function offer({ addOns }: Source, item: string, options: readonly number[]): AddOnOffer {
  return { item, kind: addOns[item]?.kind ?? 'toggle', options };
}

export type { CatalogueSource };
