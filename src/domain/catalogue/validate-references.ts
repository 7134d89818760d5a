import type { CatalogueDraft } from './schema.js';
import { currencyProblems, priceProblems } from './validate-price-lists.js';

type Entry<S extends Exclude<keyof CatalogueDraft, 'priceLists'>> = NonNullable<CatalogueDraft[S][string]>;
type RuleSet = Entry<'ruleSets'>;

/**
 * Every reference to a missing entry and every value that contradicts another, with its path. An entry with an invalid
 * shape (null) exists for references, but is not checked itself.
 */
export function brokenReferences(draft: CatalogueDraft): string[] {
  return [
    ...checkEach(draft.plans, (plan, id) => planProblems(draft, plan, id)),
    ...checkEach(draft.metrics, (metric, id) => metricProblems(draft, metric, id)),
    ...checkEach(draft.addOns, (addOn, id) => addOnProblems(draft, addOn, id)),
    ...checkEach(draft.ruleSets, (ruleSet, id) => [
      ...ruleSetProblems(draft, ruleSet, id),
      ...offerProblems(draft, ruleSet, id),
      ...migrationProblems(draft, ruleSet, id),
    ]),
    ...newAppProblems(draft),
    ...priceProblems(draft),
    ...currencyProblems(draft),
  ];
}

function checkEach<T>(
  section: Readonly<Record<string, T | null>>,
  check: (entry: T, id: string) => string[],
): string[] {
  return Object.entries(section).flatMap(([id, entry]) => (entry === null ? [] : check(entry, id)));
}

function missingIds(where: string, section: object, ids: readonly string[]): string[] {
  return ids.filter((id) => !Object.hasOwn(section, id)).map((id) => `${where}: there is no "${id}"`);
}

function planProblems({ metrics, features }: CatalogueDraft, plan: Entry<'plans'>, id: string): string[] {
  return [
    ...missingIds(`plans.${id}.limits`, metrics, Object.keys(plan.limits)),
    ...missingIds(`plans.${id}.features`, features, Object.keys(plan.features)),
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
    ...missingIds(`${where}.extendedBy`, addOns, extendedBy === null ? [] : [extendedBy]),
    ...(item && item.extends !== id ? [`${where}.extendedBy: what it names does not name "${id}"`] : []),
    ...(refusedOn !== 'never' && errorCode === null ? [`${where}.errorCode: what is refused needs one`] : []),
  ];
}

function addOnProblems({ metrics }: CatalogueDraft, addOn: Entry<'addOns'>, id: string): string[] {
  const where = `addOns.${id}.extends`;
  const metric = addOn.extends === null ? null : metrics[addOn.extends];
  return [
    ...missingIds(where, metrics, addOn.extends === null ? [] : [addOn.extends]),
    ...(metric && metric.extendedBy !== id ? [`${where}: what it names does not name "${id}"`] : []),
    ...(addOn.kind === 'amount' && addOn.extends === null ? [`${where}: an amount extends a metric`] : []),
    // `Configuration.changed` lists the plan and the items together.
    ...(id === 'plan' ? ['addOns.plan: an item cannot be named "plan"'] : []),
  ];
}

const plansOf = ({ freePlan, paidPlans }: RuleSet) => [freePlan, ...paidPlans];
const hasDuplicates = (ids: readonly string[]) => new Set(ids).size < ids.length;

function ruleSetProblems({ plans, modes }: CatalogueDraft, ruleSet: RuleSet, id: string): string[] {
  const plansOfRuleSet = plansOf(ruleSet);
  const where = `ruleSets.${id}`;
  return [
    ...missingIds(`${where}.mode`, modes, [ruleSet.mode]),
    ...(ruleSet.freeValidityMonths !== null && ruleSet.freeValidityDays !== null
      ? [`${where}.freeValidityDays: the validity is in months already`]
      : []),
    ...missingIds(`${where}.freePlan`, plans, [ruleSet.freePlan]),
    ...missingIds(`${where}.paidPlans`, plans, ruleSet.paidPlans),
    ...missingIds(
      `${where}.addOns`,
      Object.fromEntries(plansOfRuleSet.map((plan) => [plan, plan])),
      Object.keys(ruleSet.addOns),
    ),
    ...(hasDuplicates(plansOfRuleSet) ? [`${where}: a plan stands there twice`] : []),
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
      return optionProblems({ kind: addOn.kind, included, options }).map((problem) => `${where}.${item}: ${problem}`);
    });
    return [...missingIds(where, addOns, Object.keys(items)), ...problems];
  });
}

interface OfferedAddOn {
  readonly kind: 'toggle' | 'amount';
  readonly included: number | null | undefined;
  readonly options: readonly number[];
}

function optionProblems({ kind, included, options }: OfferedAddOn): string[] {
  if (included === undefined) return ['the plan has nothing that it could extend'];
  if (included === null) return ['the plan is without limit already'];
  if (kind === 'toggle') return options.length > 0 ? ['a toggle has no values'] : [];
  const ascending = options.every((value, i) => value > (options[i - 1] ?? included));
  return ascending && options.length > 0 ? [] : ["values must rise above the plan's default"];
}

function migrationProblems({ ruleSets, plans }: CatalogueDraft, ruleSet: RuleSet, id: string): string[] {
  const { migratesTo } = ruleSet;
  if (migratesTo === null) return [];
  const where = `ruleSets.${id}.migratesTo`;
  const sourcePlans = plansOf(ruleSet);
  const mappedPlans = Object.keys(migratesTo.plans);
  const target = ruleSets[migratesTo.ruleSet];
  const targetPlans = target ? plansOf(target) : [];
  // The problems of an invalid target are reported with the target.
  const targetIsValid =
    targetPlans.length > 0 && targetPlans.every((plan) => Object.hasOwn(plans, plan)) && !hasDuplicates(targetPlans);
  const unknownPlans = Object.values(migratesTo.plans).filter((plan) => targetIsValid && !targetPlans.includes(plan));
  return [
    ...missingIds(`${where}.ruleSet`, ruleSets, [migratesTo.ruleSet]),
    ...missingIds(`${where}.plans`, migratesTo.plans, sourcePlans),
    ...mappedPlans
      .filter((plan) => !sourcePlans.includes(plan))
      .map((plan) => `${where}.plans: "${plan}" is not one of its plans`),
    ...unknownPlans.map((plan) => `${where}.plans: "${plan}" is not a plan of "${migratesTo.ruleSet}"`),
    ...(isCyclic(ruleSets, id) ? [`${where}.ruleSet: migration is one way, and this leads back`] : []),
  ];
}

function isCyclic(ruleSets: CatalogueDraft['ruleSets'], start: string): boolean {
  const seen = new Set<string>();
  let next = ruleSets[start]?.migratesTo?.ruleSet;
  while (next !== undefined && next !== start && !seen.has(next)) {
    seen.add(next);
    next = ruleSets[next]?.migratesTo?.ruleSet;
  }
  return next === start;
}

/** The billing mode decides the rule set of a new app: each mode of a data center needs exactly one for new apps. */
function newAppProblems({ dataCenters, ruleSets, modes: known }: CatalogueDraft): string[] {
  const entries = Object.values(ruleSets);
  if (entries.includes(null)) return [];
  const modes = new Set(Object.values(dataCenters).flatMap((dataCenter) => dataCenter?.modes ?? []));
  const unknown = [...modes].filter((mode) => !Object.hasOwn(known, mode));
  if (unknown.length > 0) return unknown.map((mode) => `dataCenters: there is no billing mode "${mode}"`);
  return [...modes].flatMap((mode) => {
    const count = entries.filter((ruleSet) => ruleSet?.mode === mode && ruleSet.forNewApps).length;
    return count === 1 ? [] : [`ruleSets: one is for new apps in the mode "${mode}", not ${count}`];
  });
}
