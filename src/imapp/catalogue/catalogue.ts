import type { z } from 'zod';
import { type CatalogueSource, catalogueSchema } from './schema.js';

type Named<T> = Readonly<Record<string, Readonly<T> & { readonly id: string }>>;
type Source = z.output<typeof catalogueSchema>;

/** What a plan offers of a value-added item. */
export interface AddOnOffer {
  readonly item: string;
  readonly kind: 'toggle' | 'amount';
  /** The values above it that can be had, ascending; none for a toggle. */
  readonly options: readonly number[];
}

export type RuleSet = Omit<Source['ruleSets'][string], 'addOns'> & {
  readonly id: string;
  /** What each plan offers of value-added items. */
  readonly offers: Readonly<Record<string, readonly AddOnOffer[]>>;
};

/** All that an app may be: read once, checked, and then looked up by id. */
export interface Catalogue {
  readonly metrics: Named<Source['metrics'][string]>;
  readonly features: Named<Source['features'][string]>;
  readonly addOns: Named<Source['addOns'][string]>;
  readonly plans: Named<Source['plans'][string]>;
  readonly dataCenters: Named<Source['dataCenters'][string]>;
  readonly ruleSets: Readonly<Record<string, RuleSet>>;
}

/** What is wrong with a catalogue: every problem, with where it stands. */
export class CatalogueProblem extends Error {
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
  if (!read.success) {
    throw new CatalogueProblem(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const problems = brokenReferences(read.data);
  if (problems.length > 0) throw new CatalogueProblem(problems);
  const { metrics, features, addOns, plans, dataCenters, ruleSets } = read.data;
  return {
    metrics: named(metrics),
    features: named(features),
    addOns: named(addOns),
    plans: named(plans),
    dataCenters: named(dataCenters),
    ruleSets: Object.fromEntries(
      Object.entries(ruleSets).map(([id, { addOns: offered, ...rules }]) => [
        id,
        { ...rules, id, offers: offers(read.data, offered) },
      ]),
    ),
  };
}

/** The rule set by its id. Throws when there is none: an app cannot have one that the catalogue lacks. */
export function ruleSetOf({ ruleSets }: Catalogue, id: string): RuleSet {
  const found = ruleSets[id];
  if (!found) throw new Error(`The catalogue has no rule set "${id}".`);
  return found;
}

function named<T extends object>(entries: Readonly<Record<string, T>>): Named<T> {
  return Object.fromEntries(Object.entries(entries).map(([id, entry]) => [id, { ...entry, id }]));
}

function offers(source: Source, offered: Source['ruleSets'][string]['addOns']): RuleSet['offers'] {
  return Object.fromEntries(
    Object.entries(offered).map(([plan, items]) => [
      plan,
      Object.entries(items).map(([item, options]) => offer(source, item, options)),
    ]),
  );
}

function offer(source: Source, item: string, options: readonly number[]): AddOnOffer {
  return { item, kind: source.addOns[item]?.kind ?? 'toggle', options };
}

/** Where the data speaks of something that it does not have, or of a value that makes no sense there. */
function brokenReferences(source: Source): string[] {
  const { metrics, features, addOns, plans, ruleSets } = source;
  const missing = (where: string, what: object, ids: readonly string[]) =>
    ids.filter((id) => !Object.hasOwn(what, id)).map((id) => `${where}: there is no "${id}"`);
  return [
    ...Object.entries(plans).flatMap(([id, plan]) => [
      ...missing(`plans.${id}.limits`, metrics, Object.keys(plan.limits)),
      ...missing(`plans.${id}.features`, features, Object.keys(plan.features)),
      ...Object.keys(features)
        .filter((it) => !Object.hasOwn(plan.features, it))
        .map((it) => `plans.${id}.features: "${it}" is left open`),
    ]),
    ...Object.entries(metrics).flatMap(([id, { extendedBy, refusedOn, errorCode }]) => [
      ...missing(`metrics.${id}.extendedBy`, addOns, extendedBy === null ? [] : [extendedBy]),
      ...(refusedOn !== 'never' && errorCode === null ? [`metrics.${id}.errorCode: what is refused needs one`] : []),
    ]),
    ...Object.entries(addOns).flatMap(([id, it]) =>
      missing(`addOns.${id}.extends`, metrics, it.extends === null ? [] : [it.extends]),
    ),
    ...Object.entries(ruleSets).flatMap(([id, it]) => [
      ...missing(`ruleSets.${id}.freePlan`, plans, [it.freePlan]),
      ...missing(`ruleSets.${id}.paidPlans`, plans, it.paidPlans),
      ...missing(
        `ruleSets.${id}.addOns`,
        Object.fromEntries([it.freePlan, ...it.paidPlans].map((plan) => [plan, plan])),
        Object.keys(it.addOns),
      ),
      ...Object.entries(it.addOns).flatMap(([plan, items]) =>
        offerProblems(source, `ruleSets.${id}.addOns.${plan}`, { plan, items }),
      ),
    ]),
  ];
}

function offerProblems(
  { addOns, plans }: Source,
  where: string,
  { plan, items }: { plan: string; items: Readonly<Record<string, readonly number[]>> },
): string[] {
  return Object.entries(items).flatMap(([item, options]) => {
    const addOn = addOns[item];
    if (!addOn) return [`${where}: there is no "${item}"`];
    if (addOn.kind === 'toggle') return options.length > 0 ? [`${where}.${item}: a toggle has no values`] : [];
    const included = addOn.extends === null ? null : (plans[plan]?.limits[addOn.extends] ?? null);
    const rising = options.every((value, i) => value > (options[i - 1] ?? included ?? 0));
    return rising && options.length > 0 ? [] : [`${where}.${item}: values must rise above the plan's default`];
  });
}

export type { CatalogueSource };
