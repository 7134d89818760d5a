import { isCurrency } from '../../i18n/currency.js';
import type { CatalogueDraft, PriceListSource } from './schema.js';

/**
 * Every plan, charged metric and option that is sold has a price in each list, which may be 0. No price is for something
 * else.
 */
export function priceProblems(draft: CatalogueDraft): string[] {
  return draft.priceLists.flatMap((list) =>
    list === null ? [] : [...listProblems(list, draft), ...missingPrices(list, draft)],
  );
}

/** A month has one currency: it changes only from one month to the next. */
export function currencyProblems({ priceLists }: CatalogueDraft): string[] {
  return priceLists.flatMap((list, i) => {
    const before = priceLists[i - 1];
    const changes = list && before && list.currency !== before.currency && !list.from.endsWith('-01');
    return changes ? [`${path(list)}.from: another currency begins on the first day of a month`] : [];
  });
}

function path({ from }: PriceListSource): string {
  return `priceLists[${from}]`;
}

function unknownIds(where: string, section: object, ids: readonly string[]): string[] {
  return ids.filter((id) => !Object.hasOwn(section, id)).map((id) => `${where}: there is no "${id}"`);
}

function listProblems(list: PriceListSource, draft: CatalogueDraft): string[] {
  const { plans, addOns, metrics, dataCenters } = draft;
  const everywhere = { where: path(list), prices: list };
  const local = Object.entries(list.dataCenters).map(([id, prices]) => ({
    where: `${path(list)}.dataCenters.${id}`,
    prices,
  }));
  return [
    ...[everywhere, ...local].flatMap(({ where, prices }) => [
      ...unknownIds(`${where}.plans`, plans, Object.keys(prices.plans ?? {})),
      ...unknownIds(`${where}.addOns`, addOns, Object.keys(prices.addOns ?? {})),
      ...unknownIds(`${where}.overage`, metrics, Object.keys(prices.overage ?? {})),
      ...freePlansOf(draft)
        .filter((plan) => Number(prices.plans?.[plan] ?? 0) !== 0)
        .map((plan) => `${where}.plans.${plan}: a free plan costs nothing`),
    ]),
    ...unknownIds(`${path(list)}.dataCenters`, dataCenters, Object.keys(list.dataCenters)),
    ...unknownIds(`${path(list)}.withdrawn`, addOns, list.withdrawn),
    ...(isCurrency(list.currency) ? [] : [`${path(list)}.currency: there is no currency "${list.currency}"`]),
  ];
}

function freePlansOf({ ruleSets }: CatalogueDraft): string[] {
  return [...new Set(Object.values(ruleSets).flatMap((ruleSet) => (ruleSet ? [ruleSet.freePlan] : [])))];
}

function missingPrices(list: PriceListSource, { plans, addOns, metrics, ruleSets }: CatalogueDraft): string[] {
  const rules = Object.values(ruleSets).filter((ruleSet) => ruleSet !== null);
  const offers = rules.flatMap((ruleSet) =>
    Object.entries(ruleSet.addOns).flatMap(([plan, items]) =>
      Object.entries(items).map(([item, options]) => ({ plan, item, options })),
    ),
  );
  const charged = Object.entries(metrics).flatMap(([id, metric]) =>
    metric && metric.refusedOn !== 'every-plan' && metric.per !== 'message' ? [id] : [],
  );
  const missing = (where: 'plans' | 'overage', section: object, ids: readonly string[]) =>
    [...new Set(ids)]
      .filter((id) => Object.hasOwn(section, id) && !Object.hasOwn(list[where], id))
      .map((id) => `${path(list)}.${where}: "${id}" has no price`);
  const missingItems = offers.flatMap(({ plan, item, options }) => {
    if (!Object.hasOwn(addOns, item) || list.withdrawn.includes(item)) return [];
    const price = list.addOns[item];
    if (price === undefined) return [`${path(list)}.addOns: "${item}" has no price`];
    return (options.length > 0 ? options : [true as const])
      .filter((option) => !hasPrice(price, plan, option))
      .map((option) => `${path(list)}.addOns.${item}: "${option}" has no price on "${plan}"`);
  });
  return [
    ...missing(
      'plans',
      plans,
      rules.flatMap(({ freePlan, paidPlans }) => [freePlan, ...paidPlans]),
    ),
    ...new Set(missingItems),
    ...missing('overage', metrics, charged),
  ];
}

function hasPrice(price: PriceListSource['addOns'][string], plan: string, option: number | true): boolean {
  if (typeof price === 'string') return true;
  const ofPlan = price[plan] ?? price[String(option)];
  return typeof ofPlan === 'string' || ofPlan?.[String(option)] !== undefined;
}
