import { type Catalogue, type RuleSet, ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { itemPrice, type PriceList, planPrice, priceListOn } from '../../domain/catalogue/price-list.js';
import { offersOf } from '../../domain/entitlements/add-ons.js';
import { featuresOf, limitsOf } from '../../domain/entitlements/entitlement-check.js';
import { addOnLabel, addOnText, planLabel, quotaText } from '../../domain/labels.js';
import { freeValidity, type ValidityPeriod } from '../../domain/validity.js';
import type { Phrase } from '../../i18n/phrase.js';
import { type FormValues, type NextAction, readOnlyPlan, type UnpricedPlan } from '../change-plan.js';
import { priceText } from '../fees.js';
import { feePhrases } from '../fees.phrases.js';
import { noConfirmation, type OperationContext, type StandaloneOperation } from '../operation.js';
import { plansPhrases } from './phrases.js';

const { phrase } = plansPhrases;

/** Lists the plans of every rule set, or describes those of one. */
export const plans: StandaloneOperation = {
  name: 'plans',
  subject: 'none',
  phrases: plansPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary') },
  usage: '/imapp plans [rules]',
  argument: 'ruleSet',
  role: 'viewer',
  readOnly: true,
  requires: [],
  policy: () => noConfirmation,
  form: ({ rules: { catalogue } }) => [
    {
      kind: 'select',
      name: 'ruleSet',
      label: phrase('ruleSets'),
      optional: true,
      options: Object.values(catalogue.ruleSets).map(({ id, label }) => ({ value: id, label })),
    },
  ],
  plan,
};

/** Without a rule set: an overview, with a button per rule set. */
function plan({ rules, at }: OperationContext, { ruleSet }: FormValues): UnpricedPlan {
  const { catalogue, calendar } = rules;
  const prices = priceListOn(catalogue, calendar.dayOf(at));
  const listed = prices.listed === null ? [] : [feePhrases.phrase('listed', { listed: prices.listed })];
  if (ruleSet !== undefined)
    return readOnlyPlan([...ruleSetLines(ruleSetOf(catalogue, ruleSet), catalogue, prices), ...listed]);
  const ruleSets = Object.values(catalogue.ruleSets);
  return readOnlyPlan(
    [
      ...ruleSets.map((ruleSet) =>
        phrase('overview', { ruleSet: ruleSet.label, id: ruleSet.id, plans: pricedPlans(ruleSet, catalogue, prices) }),
      ),
      ...listed,
    ],
    ruleSets.map(({ id, label }): NextAction => ({ operation: 'plans', prefill: { ruleSet: id }, label })),
  );
}

function pricedPlans({ freePlan, paidPlans }: RuleSet, catalogue: Catalogue, prices: PriceList): Phrase[] {
  return [freePlan, ...paidPlans].map((plan) =>
    phrase('priced', { what: planLabel(catalogue, plan), price: priceText(prices, planPrice(prices, plan)) }),
  );
}

function ruleSetLines(ruleSet: RuleSet, catalogue: Catalogue, prices: PriceList): Phrase[] {
  return [ruleSet.freePlan, ...ruleSet.paidPlans].flatMap((plan) => {
    const subscription = { ruleSet: ruleSet.id, plan, addOns: {} };
    const items = offersOf(catalogue, ruleSet.id, plan)
      .filter(({ item }) => !prices.withdrawn.includes(item))
      .flatMap(({ item, options }) =>
        (options.length > 0 ? options : [true as const]).map((value) =>
          phrase('option', {
            item: addOnLabel(catalogue, item),
            value: addOnText(catalogue, { item, plan }, value),
            price: priceText(prices, itemPrice(prices, { item, plan, value })),
          }),
        ),
      );
    const features = featuresOf(catalogue, subscription);
    const period = plan === ruleSet.freePlan ? freeValidity(ruleSet) : null;
    return [
      phrase('plan', { plan: planLabel(catalogue, plan) }),
      phrase('price', { price: priceText(prices, planPrice(prices, plan)) }),
      ...(period === null ? [] : [validityText(period)]),
      ...limitsOf(catalogue, subscription).map((limit) =>
        phrase('limit', { metric: limit.metric, limit: quotaText(catalogue, subscription, limit) }),
      ),
      ...(items.length > 0 ? [phrase('items', { items })] : []),
      ...(features.length > 0 ? [phrase('features', { features })] : []),
    ];
  });
}

function validityText(period: ValidityPeriod): Phrase {
  return 'months' in period
    ? phrase('validity', { count: period.months })
    : phrase('validityDays', { count: period.days });
}
