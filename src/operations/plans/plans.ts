import { type RuleSet, ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { offersOf } from '../../domain/entitlements/add-ons.js';
import { featuresOf, limitsOf } from '../../domain/entitlements/limits.js';
import { addOnLabel, planLabel, quotaText, retentionLabel, retentionText } from '../../domain/labels.js';
import type { Phrase } from '../../i18n/phrase.js';
import { answer, type FormValues, type UnpricedPlan } from '../change-plan.js';
import { priceText } from '../fees.js';
import { feePhrases } from '../fees.phrases.js';
import type { OperationContext, Rules } from '../operation.js';
import { noConfirmation, type StandaloneOperation } from '../operation.js';
import { plansPhrases } from './phrases.js';

const { phrase } = plansPhrases;

/** The plans of a set of billing rules, or of each. */
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

/** Without a rule set: each with its plans, and a button to see more of it. */
function plan({ rules }: OperationContext, { ruleSet }: FormValues): UnpricedPlan {
  const { catalogue } = rules;
  const listed = feePhrases.phrase('listed', { listed: catalogue.prices.listed });
  if (ruleSet !== undefined) return answer([...inFull(ruleSetOf(catalogue, ruleSet), rules), listed]);
  const all = Object.values(catalogue.ruleSets);
  return answer(
    [...all.map((it) => phrase('overview', { ruleSet: it.label, id: it.id, plans: plansOf(it, rules) })), listed],
    all.map((it) => ({ operation: 'plans', prefill: { ruleSet: it.id }, label: it.label })),
  );
}

function plansOf({ freePlan, paidPlans }: RuleSet, { catalogue }: Rules): Phrase[] {
  return [freePlan, ...paidPlans].map((plan) =>
    phrase('priced', { what: planLabel(catalogue, plan), price: priceText(catalogue, 'plans', plan) }),
  );
}

function inFull(ruleSet: RuleSet, { catalogue }: Rules): Phrase[] {
  return [ruleSet.freePlan, ...ruleSet.paidPlans].flatMap((plan) => {
    const standing = { ruleSet: ruleSet.id, plan, addOns: {} };
    const items = offersOf(catalogue, ruleSet.id, plan).map(({ item }) =>
      phrase('priced', { what: addOnLabel(catalogue, item), price: priceText(catalogue, 'addOns', item) }),
    );
    const features = featuresOf(catalogue, standing);
    const months = plan === ruleSet.freePlan ? ruleSet.freeValidityMonths : null;
    return [
      phrase('plan', { plan: planLabel(catalogue, plan) }),
      phrase('price', { price: priceText(catalogue, 'plans', plan) }),
      ...(months === null ? [] : [phrase('validity', { count: months })]),
      ...limitsOf(catalogue, standing).map((it) =>
        phrase('limit', { metric: it.metric, limit: quotaText(catalogue, standing, it) }),
      ),
      phrase('limit', { metric: retentionLabel, limit: retentionText(catalogue, plan) }),
      ...(items.length > 0 ? [phrase('items', { items })] : []),
      ...(features.length > 0 ? [phrase('features', { features })] : []),
    ];
  });
}
