import { largestAppId } from '../../domain/app.js';
import { priceListOn } from '../../domain/catalogue/price-list.js';
import { dataCenterLabel } from '../../domain/labels.js';
import { languages } from '../../i18n/language.js';
import type { FormValues } from '../change-plan.js';
import { freePhrase } from '../fees.js';
import type { Field } from '../form.js';
import type { Rules } from '../operation.js';
import { addOnFields, planField, type Sale } from '../plan-form.js';
import { registerPhrases } from './phrases.js';

const { phrase } = registerPhrases;

/** Form values: the rule set for new apps of the billing mode, and the free plan of the rule set. */
export const automaticRuleSet = 'automatic';
export const freePlanValue = 'free';

/** The form of a registration. Which plans and items it offers depends on the selected rule set. */
export function registerFields(rules: Rules, at: string, prefill: FormValues): Field[] {
  const { catalogue, calendar } = rules;
  const today = calendar.dayOf(at);
  return [
    {
      kind: 'number',
      name: 'sdkAppId',
      label: phrase('sdkAppId'),
      min: 1,
      max: largestAppId,
      ...initialValue(prefill, 'sdkAppId'),
    },
    { kind: 'text', name: 'name', label: phrase('name'), maxLength: 100, ...initialValue(prefill, 'name') },
    {
      kind: 'text',
      name: 'account',
      label: phrase('account'),
      hint: phrase('accountHint'),
      maxLength: 100,
      ...initialValue(prefill, 'account'),
    },
    {
      kind: 'select',
      name: 'dataCenter',
      label: phrase('dataCenter'),
      options: Object.keys(catalogue.dataCenters).map((value) => ({ value, label: dataCenterLabel(catalogue, value) })),
      ...initialValue(prefill, 'dataCenter'),
    },
    {
      kind: 'date',
      name: 'createdAt',
      label: phrase('createdAt'),
      hint: phrase('createdAtHint'),
      max: today,
      value: prefill['createdAt'] ?? today,
    },
    ...planFields(saleOn(today, rules, prefill), prefill),
    {
      kind: 'channel',
      name: 'channel',
      label: phrase('channel'),
      hint: phrase('channelHint'),
      optional: true,
      ...initialValue(prefill, 'channel'),
    },
    {
      kind: 'select',
      name: 'language',
      label: phrase('language'),
      optional: true,
      options: languages.map((value) => ({ value, label: languageNames[value] })),
      ...initialValue(prefill, 'language'),
    },
  ];
}

/** The name of each language in that language. */
const languageNames = { en: 'English', ko: '한국어', zh: '中文' } as const;

/** An app that is registered may hold what is not sold any more. */
function saleOn(day: string, { catalogue }: Rules, prefill: FormValues): Sale {
  const prices = priceListOn(catalogue, day);
  return { catalogue, prices, dataCenter: prefill['dataCenter'], withdrawn: [] };
}

function planFields(sale: Sale, prefill: FormValues): Field[] {
  const { ruleSets, plans } = sale.catalogue;
  const ruleSet = ruleSets[prefill['ruleSet'] ?? ''];
  const offered = ruleSet ? [ruleSet.freePlan, ...ruleSet.paidPlans] : Object.keys(plans);
  const selected = offered.find((plan) => plan === prefill['plan']);
  const plan = planField(sale, offered, selected ?? freePlanValue);
  return [
    {
      kind: 'select',
      name: 'ruleSet',
      label: phrase('ruleSet'),
      dispatchAction: true,
      options: [
        { value: automaticRuleSet, label: phrase('automatic') },
        ...Object.values(ruleSets).map(({ id, label }) => ({ value: id, label })),
      ],
      value: ruleSet?.id ?? automaticRuleSet,
    },
    plan.kind === 'select'
      ? {
          ...plan,
          options: [{ value: freePlanValue, label: phrase('freePlan'), description: freePhrase }, ...plan.options],
        }
      : plan,
    ...(ruleSet && selected ? addOnFields(sale, { ruleSet: ruleSet.id, plan: selected, addOns: {} }) : []),
  ];
}

function initialValue(prefill: FormValues, name: string): { value?: string } {
  const value = prefill[name];
  return value === undefined ? {} : { value };
}
