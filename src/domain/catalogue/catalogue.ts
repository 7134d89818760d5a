import type { z } from 'zod';
import { type Price, perMinor, toPrice } from '../billing/money.js';
import { type CatalogueSource, catalogueSchema, draftSchema } from './schema.js';
import { brokenReferences } from './validate-references.js';

type Source = z.output<typeof catalogueSchema>;
type Entry<S extends Exclude<keyof Source, 'prices'>> = Source[S][string];
type Dictionary<T> = Readonly<Record<string, T>>;
type WithId<T> = Readonly<T> & { readonly id: string };

/** What a plan offers of a value-added item. */
export interface AddOnOffer {
  readonly item: string;
  readonly kind: 'toggle' | 'amount';
  /** The values offered above the plan's default, ascending; empty for a toggle. */
  readonly options: readonly number[];
}

export type Plan = WithId<Entry<'plans'>>;
export type Metric = WithId<Entry<'metrics'>>;
export type RuleSet = WithId<Omit<Entry<'ruleSets'>, 'addOns'>> & {
  /** The value-added items that each plan offers. */
  readonly offers: Dictionary<readonly AddOnOffer[]>;
};

/** Monthly prices per app. */
export interface Prices {
  readonly currency: string;
  /** The day of the price list, YYYY-MM-DD. */
  readonly listed: string;
  /** One minor unit (cent) of the currency, as a price. */
  readonly perMinor: Price;
  readonly plans: Dictionary<Price>;
  readonly addOns: Dictionary<Price>;
  readonly overage: Dictionary<{ readonly price: Price; readonly per: number }>;
}

/** The validated catalogue. Its dictionaries have no prototype: an unknown id is undefined. */
export interface Catalogue {
  readonly prices: Prices;
  readonly metrics: Dictionary<Metric>;
  readonly features: Dictionary<WithId<Entry<'features'>>>;
  readonly addOns: Dictionary<WithId<Entry<'addOns'>>>;
  readonly plans: Dictionary<Plan>;
  readonly dataCenters: Dictionary<WithId<Entry<'dataCenters'>>>;
  readonly ruleSets: Dictionary<RuleSet>;
}

/** An invalid catalogue, with every problem and its path. */
export class InvalidCatalogueError extends Error {
  override readonly name = 'InvalidCatalogueError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The catalogue cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Validates catalogue data. Throws an InvalidCatalogueError that lists all problems. */
export function readCatalogue(data: unknown): Catalogue {
  const parsed = catalogueSchema.safeParse(data);
  const draft = draftSchema.safeParse(data);
  const problems = [
    ...(parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []),
    ...(draft.success ? brokenReferences(draft.data) : []),
  ];
  if (!parsed.success || problems.length > 0) throw new InvalidCatalogueError(problems);
  const source = parsed.data;
  return {
    prices: toPrices(source.prices),
    metrics: dictionary(source.metrics, withId),
    features: dictionary(source.features, withId),
    addOns: dictionary(source.addOns, withId),
    plans: dictionary(source.plans, (plan, id) => ({
      ...plan,
      id,
      limits: toDictionary(plan.limits),
      features: toDictionary(plan.features),
    })),
    dataCenters: dictionary(source.dataCenters, withId),
    ruleSets: dictionary(source.ruleSets, ({ addOns, ...rules }, id) => ({
      ...rules,
      id,
      offers: dictionary(addOns, (items) =>
        Object.entries(items).map(([item, options]) => toOffer(source, item, options)),
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

/** The rule set by its id. Throws if there is none: every app's rule set must be in the catalogue. */
export function ruleSetOf({ ruleSets }: Catalogue, id: string): RuleSet {
  const found = ruleSets[id];
  if (!found) throw new Error(`The catalogue has no rule set "${id}".`);
  return found;
}

/** Whether the catalogue has the rule set and the plan of an app. It may lack those that a newer version has recorded. */
export function hasRulesOf(
  { ruleSets, plans }: Catalogue,
  app: { readonly ruleSet: string; readonly plan: string },
): boolean {
  return ruleSets[app.ruleSet] !== undefined && plans[app.plan] !== undefined;
}

/** The monthly price of a plan or an add-on. Throws if the price is missing: failing is safer than charging nothing. */
export function monthlyPrice(prices: Prices, kind: 'plans' | 'addOns', id: string): Price {
  const price = prices[kind][id];
  if (price === undefined) throw new Error(`The price book has no price for "${id}".`);
  return price;
}

/** Without a prototype, since ids come from user input: `constructor` must not be found. */
function dictionary<T, U>(entries: Dictionary<T>, map: (entry: T, id: string) => U): Dictionary<U> {
  const result: Record<string, U> = Object.create(null);
  for (const [id, entry] of Object.entries(entries)) result[id] = map(entry, id);
  return result;
}

function toDictionary<T>(entries: Dictionary<T>): Dictionary<T> {
  return dictionary(entries, (entry) => entry);
}

function withId<T extends object>(entry: T, id: string): WithId<T> {
  return { ...entry, id };
}

function toOffer({ addOns }: Source, item: string, options: readonly number[]): AddOnOffer {
  return { item, kind: addOns[item]?.kind ?? 'toggle', options };
}

export type { CatalogueSource };
