import type { z } from 'zod';
import { type Dictionary, dictionary } from './dictionary.js';
import { mergePriceLists } from './merge-price-lists.js';
import { type PriceList, toPriceList } from './price-list.js';
import { type CatalogueSource, catalogueSchema, draftSchema } from './schema.js';
import { brokenReferences } from './validate-references.js';

type Source = z.output<typeof catalogueSchema>;
type Entry<S extends Exclude<keyof Source, 'priceLists'>> = Source[S][string];
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

/** The validated catalogue. Its dictionaries have no prototype: an unknown id is undefined. */
export interface Catalogue {
  /** By day, ascending; the first one holds from the beginning. At least one. */
  readonly priceLists: readonly PriceList[];
  readonly metrics: Dictionary<Metric>;
  readonly features: Dictionary<WithId<Entry<'features'>>>;
  readonly addOns: Dictionary<WithId<Entry<'addOns'>>>;
  readonly plans: Dictionary<Plan>;
  readonly dataCenters: Dictionary<WithId<Entry<'dataCenters'>>>;
  readonly modes: Dictionary<WithId<Entry<'modes'>>>;
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
    priceLists: mergePriceLists(source.priceLists, []).map(toPriceList),
    metrics: dictionary(source.metrics, withId),
    features: dictionary(source.features, withId),
    addOns: dictionary(source.addOns, withId),
    plans: dictionary(source.plans, (plan, id) => ({
      ...plan,
      id,
      limits: toDictionary(plan.limits),
      features: toDictionary(plan.features),
    })),
    modes: dictionary(source.modes, withId),
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
