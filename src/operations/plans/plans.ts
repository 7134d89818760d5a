import { type RuleSet, ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { offersOf } from '../../domain/entitlements/add-ons.js';
import { featuresOf, limitsOf } from '../../domain/entitlements/limits.js';
import { addOnLabel, allowanceText, planLabel, retentionLabel, retentionText } from '../../domain/labels.js';
import type { Phrase } from '../../i18n/phrase.js';
import { type Answers, answer, type Unpriced } from '../change-plan.js';
import { feeBook } from '../fees.phrases.js';
import type { Rules, Situation } from '../operation.js';
import { type FreeOperation, freely } from '../operation.js';
import { priceText } from '../price.js';
import { plansBook } from './phrases.js';

const { say } = plansBook;

/** The plans of a set of billing rules, or of each. */
export const plans: FreeOperation = {
  name: 'plans',
  subject: 'none',
  book: plansBook,
  text: { title: say('title'), label: say('label'), summary: say('summary') },
  usage: '/imapp plans [rules]',
  argument: 'ruleSet',
  role: 'viewer',
  answers: true,
  needs: [],
  policy: () => freely,
  form: ({ rules: { catalogue } }) => [
    {
      kind: 'choice',
      name: 'ruleSet',
      label: say('ruleSets'),
      optional: true,
      options: Object.values(catalogue.ruleSets).map(({ id, label }) => ({ value: id, label })),
    },
  ],
  plan,
};

/** Without a rule set: each with its plans, and a button to see more of it. */
function plan({ rules }: Situation, { ruleSet }: Answers): Unpriced {
  const { catalogue } = rules;
  const listed = feeBook.say('listed', { listed: catalogue.prices.listed });
  if (ruleSet !== undefined) return answer([...inFull(ruleSetOf(catalogue, ruleSet), rules), listed]);
  const all = Object.values(catalogue.ruleSets);
  return answer(
    [...all.map((it) => say('overview', { ruleSet: it.label, id: it.id, plans: plansOf(it, rules) })), listed],
    all.map((it) => ({ operation: 'plans', draft: { ruleSet: it.id }, label: it.label })),
  );
}

function plansOf({ freePlan, paidPlans }: RuleSet, { catalogue }: Rules): Phrase[] {
  return [freePlan, ...paidPlans].map((plan) =>
    say('priced', { what: planLabel(catalogue, plan), price: priceText(catalogue, 'plans', plan) }),
  );
}

function inFull(ruleSet: RuleSet, { catalogue }: Rules): Phrase[] {
  return [ruleSet.freePlan, ...ruleSet.paidPlans].flatMap((plan) => {
    const standing = { ruleSet: ruleSet.id, plan, addOns: {} };
    const items = offersOf(catalogue, ruleSet.id, plan).map(({ item }) =>
      say('priced', { what: addOnLabel(catalogue, item), price: priceText(catalogue, 'addOns', item) }),
    );
    const features = featuresOf(catalogue, standing);
    const months = plan === ruleSet.freePlan ? ruleSet.freeValidityMonths : null;
    return [
      say('plan', { plan: planLabel(catalogue, plan) }),
      say('price', { price: priceText(catalogue, 'plans', plan) }),
      ...(months === null ? [] : [say('validity', { count: months })]),
      ...limitsOf(catalogue, standing).map((it) =>
        say('limit', { metric: it.metric, limit: allowanceText(catalogue, standing, it) }),
      ),
      say('limit', { metric: retentionLabel, limit: retentionText(catalogue, plan) }),
      ...(items.length > 0 ? [say('items', { items })] : []),
      ...(features.length > 0 ? [say('features', { features })] : []),
    ];
  });
}
