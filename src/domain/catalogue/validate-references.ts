import type { CatalogueDraft } from './schema.js';

type Entry<S extends Exclude<keyof CatalogueDraft, 'prices'>> = NonNullable<CatalogueDraft[S][string]>;
type RuleSet = Entry<'ruleSets'>;

/**
 * Where a catalogue speaks of something that it does not have, or of a value that makes no sense there: every problem,
 * with its path. Entries of a wrong shape (null) count as there, and no more is asked of them.
 */
export function brokenReferences(draft: CatalogueDraft): string[] {
  return [
    ...each(draft.plans, (plan, id) => planProblems(draft, plan, id)),
    ...each(draft.metrics, (metric, id) => metricProblems(draft, metric, id)),
    ...each(draft.addOns, (addOn, id) => addOnProblems(draft, addOn, id)),
    ...each(draft.ruleSets, (ruleSet, id) => [
      ...ruleSetProblems(draft, ruleSet, id),
      ...offerProblems(draft, ruleSet, id),
      ...migrationProblems(draft, ruleSet, id),
    ]),
    ...newAppProblems(draft),
    ...priceProblems(draft),
  ];
}

function each<T>(section: Readonly<Record<string, T | null>>, problems: (entry: T, id: string) => string[]): string[] {
  return Object.entries(section).flatMap(([id, entry]) => (entry === null ? [] : problems(entry, id)));
}

function missing(where: string, section: object, ids: readonly string[]): string[] {
  return ids.filter((id) => !Object.hasOwn(section, id)).map((id) => `${where}: there is no "${id}"`);
}

function planProblems({ metrics, features }: CatalogueDraft, plan: Entry<'plans'>, id: string): string[] {
  return [
    ...missing(`plans.${id}.limits`, metrics, Object.keys(plan.limits)),
    ...missing(`plans.${id}.features`, features, Object.keys(plan.features)),
    ...Object.keys(features)
      .filter((feature) => !Object.hasOwn(plan.features, feature))
      .map((feature) => `plans.${id}.features: "${feature}" is left open`),
  ];
}

function metricProblems({ addOns }: CatalogueDraft, metric: Entry<'metrics'>, id: string): string[] {
  const { extendedBy, refusedOn, errorCode } = metric;
  const where = `metrics.${id}`;
  const item = extendedBy === null ? null : addOns[extendedBy];
  return [
    ...missing(`${where}.extendedBy`, addOns, extendedBy === null ? [] : [extendedBy]),
    ...(item && item.extends !== id ? [`${where}.extendedBy: what it names does not name "${id}"`] : []),
    ...(refusedOn !== 'never' && errorCode === null ? [`${where}.errorCode: what is refused needs one`] : []),
  ];
}

function addOnProblems({ metrics }: CatalogueDraft, addOn: Entry<'addOns'>, id: string): string[] {
  const where = `addOns.${id}.extends`;
  const metric = addOn.extends === null ? null : metrics[addOn.extends];
  return [
    ...missing(where, metrics, addOn.extends === null ? [] : [addOn.extends]),
    ...(metric && metric.extendedBy !== id ? [`${where}: what it names does not name "${id}"`] : []),
    ...(addOn.kind === 'amount' && addOn.extends === null ? [`${where}: an amount extends a metric`] : []),
    // The plan and the items share one list of what a month's changes have used.
    ...(id === 'plan' ? ['addOns.plan: an item cannot be named "plan"'] : []),
  ];
}

const plansOf = ({ freePlan, paidPlans }: RuleSet) => [freePlan, ...paidPlans];
const repeats = (ids: readonly string[]) => new Set(ids).size < ids.length;

function ruleSetProblems({ plans }: CatalogueDraft, ruleSet: RuleSet, id: string): string[] {
  const own = plansOf(ruleSet);
  const where = `ruleSets.${id}`;
  return [
    ...missing(`${where}.freePlan`, plans, [ruleSet.freePlan]),
    ...missing(`${where}.paidPlans`, plans, ruleSet.paidPlans),
    ...missing(`${where}.addOns`, Object.fromEntries(own.map((it) => [it, it])), Object.keys(ruleSet.addOns)),
    ...(repeats(own) ? [`${where}: a plan stands there twice`] : []),
  ];
}

function offerProblems({ addOns, plans, metrics }: CatalogueDraft, ruleSet: RuleSet, id: string): string[] {
  return Object.entries(ruleSet.addOns).flatMap(([plan, items]) => {
    const where = `ruleSets.${id}.addOns.${plan}`;
    const limits = plans[plan]?.limits;
    const problems = Object.entries(items).flatMap(([item, options]) => {
      const addOn = addOns[item];
      if (!addOn || !limits || (addOn.extends !== null && !Object.hasOwn(metrics, addOn.extends))) return [];
      const included = addOn.extends === null ? 0 : limits[addOn.extends];
      return optionProblems({ kind: addOn.kind, included, options }).map((it) => `${where}.${item}: ${it}`);
    });
    return [...missing(where, addOns, Object.keys(items)), ...problems];
  });
}

interface Offered {
  readonly kind: 'toggle' | 'amount';
  readonly included: number | null | undefined;
  readonly options: readonly number[];
}

function optionProblems({ kind, included, options }: Offered): string[] {
  if (included === undefined) return ['the plan has nothing that it could extend'];
  if (included === null) return ['the plan is without limit already'];
  if (kind === 'toggle') return options.length > 0 ? ['a toggle has no values'] : [];
  const rising = options.every((value, i) => value > (options[i - 1] ?? included));
  return rising && options.length > 0 ? [] : ["values must rise above the plan's default"];
}

function migrationProblems({ ruleSets, plans }: CatalogueDraft, ruleSet: RuleSet, id: string): string[] {
  const { migratesTo } = ruleSet;
  if (migratesTo === null) return [];
  const where = `ruleSets.${id}.migratesTo`;
  const own = plansOf(ruleSet);
  const from = Object.keys(migratesTo.plans);
  const target = ruleSets[migratesTo.ruleSet];
  const theirs = target ? plansOf(target) : [];
  // A target that is itself wrong says so; it would only be repeated here.
  const sound = theirs.length > 0 && theirs.every((plan) => Object.hasOwn(plans, plan)) && !repeats(theirs);
  const astray = Object.values(migratesTo.plans).filter((plan) => sound && !theirs.includes(plan));
  return [
    ...missing(`${where}.ruleSet`, ruleSets, [migratesTo.ruleSet]),
    ...missing(`${where}.plans`, migratesTo.plans, own),
    ...from.filter((plan) => !own.includes(plan)).map((plan) => `${where}.plans: "${plan}" is not one of its plans`),
    ...astray.map((plan) => `${where}.plans: "${plan}" is not a plan of "${migratesTo.ruleSet}"`),
    ...(leadsBack(ruleSets, id) ? [`${where}.ruleSet: migration is one way, and this leads back`] : []),
  ];
}

function leadsBack(ruleSets: CatalogueDraft['ruleSets'], start: string): boolean {
  const seen = new Set<string>();
  let next = ruleSets[start]?.migratesTo?.ruleSet;
  while (next !== undefined && next !== start && !seen.has(next)) {
    seen.add(next);
    next = ruleSets[next]?.migratesTo?.ruleSet;
  }
  return next === start;
}

/** A new app gets its rule set by its billing mode alone: each mode that a data center has needs exactly one. */
function newAppProblems({ dataCenters, ruleSets }: CatalogueDraft): string[] {
  const all = Object.values(ruleSets);
  if (all.includes(null)) return [];
  const modes = new Set(Object.values(dataCenters).flatMap((it) => it?.modes ?? []));
  return [...modes].flatMap((mode) => {
    const count = all.filter((it) => it?.mode === mode && it.forNewApps).length;
    return count === 1 ? [] : [`ruleSets: one is for new apps in the mode "${mode}", not ${count}`];
  });
}

/** Everything that can be had has a price, if of 0; what is not in the catalogue has none. */
function priceProblems({ prices, plans, addOns, metrics, ruleSets }: CatalogueDraft): string[] {
  if (prices === null) return [];
  const rules = Object.values(ruleSets).filter((it) => it !== null);
  const items = rules.flatMap((it) => Object.values(it.addOns).flatMap((offered) => Object.keys(offered)));
  const charged = Object.entries(metrics).flatMap(([id, it]) => (it && it.refusedOn !== 'every-plan' ? [id] : []));
  const unpriced = (where: 'plans' | 'addOns' | 'overage', section: object, wanted: readonly string[]) =>
    [...new Set(wanted)]
      .filter((id) => Object.hasOwn(section, id) && !Object.hasOwn(prices[where], id))
      .map((id) => `prices.${where}: "${id}" has no price`);
  return [
    ...missing('prices.plans', plans, Object.keys(prices.plans)),
    ...missing('prices.addOns', addOns, Object.keys(prices.addOns)),
    ...missing('prices.overage', metrics, Object.keys(prices.overage)),
    ...unpriced('plans', plans, rules.flatMap(plansOf)),
    ...unpriced('addOns', addOns, items),
    ...unpriced('overage', metrics, charged),
    ...rules
      .filter(({ freePlan }) => Number(prices.plans[freePlan] ?? 0) !== 0)
      .map(({ freePlan }) => `prices.plans.${freePlan}: a free plan costs nothing`),
    ...(isCurrency(prices.currency) ? [] : [`prices.currency: there is no currency "${prices.currency}"`]),
  ];
}

function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}
