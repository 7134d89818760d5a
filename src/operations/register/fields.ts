import { largestAppId } from '../../domain/app.js';
import { dataCenterLabel } from '../../domain/labels.js';
import { languages } from '../../i18n/language.js';
import type { FormValues } from '../change-plan.js';
import { freePhrase } from '../fees.js';
import type { Field } from '../form.js';
import type { Rules } from '../operation.js';
import { addOnFields, planField } from '../plan-form.js';
import { registerPhrases } from './phrases.js';

const { phrase } = registerPhrases;

/** The answers that leave the choice to the rules. */
export const automatic = 'automatic';
export const free = 'free';

/** What a registration asks. Plans and items follow from the rule set that is chosen, if one is. */
export function registerFields(rules: Rules, at: string, draft: FormValues): Field[] {
  const { catalogue, calendar } = rules;
  const today = calendar.dayOf(at);
  return [
    {
      kind: 'number',
      name: 'sdkAppId',
      label: phrase('sdkAppId'),
      min: 1,
      max: largestAppId,
      ...given(draft, 'sdkAppId'),
    },
    { kind: 'text', name: 'name', label: phrase('name'), maxLength: 100, ...given(draft, 'name') },
    {
      kind: 'text',
      name: 'account',
      label: phrase('account'),
      hint: phrase('accountHint'),
      maxLength: 100,
      ...given(draft, 'account'),
    },
    {
      kind: 'select',
      name: 'dataCenter',
      label: phrase('dataCenter'),
      options: Object.keys(catalogue.dataCenters).map((value) => ({ value, label: dataCenterLabel(catalogue, value) })),
      ...given(draft, 'dataCenter'),
    },
    {
      kind: 'date',
      name: 'createdAt',
      label: phrase('createdAt'),
      hint: phrase('createdAtHint'),
      max: today,
      value: draft['createdAt'] ?? today,
    },
    ...planFields(rules, draft),
    {
      kind: 'channel',
      name: 'channel',
      label: phrase('channel'),
      hint: phrase('channelHint'),
      optional: true,
      ...given(draft, 'channel'),
    },
    {
      kind: 'select',
      name: 'language',
      label: phrase('language'),
      optional: true,
      options: languages.map((value) => ({ value, label: languageNames[value] })),
      ...given(draft, 'language'),
    },
  ];
}

/** A language is named in itself. */
const languageNames = { en: 'English', ko: '한국어', zh: '中文' } as const;

function planFields(rules: Rules, draft: FormValues): Field[] {
  const { ruleSets, plans } = rules.catalogue;
  const ruleSet = ruleSets[draft['ruleSet'] ?? ''];
  const offered = ruleSet ? [ruleSet.freePlan, ...ruleSet.paidPlans] : Object.keys(plans);
  const chosen = offered.find((plan) => plan === draft['plan']);
  const plan = planField(rules, offered, chosen ?? free);
  return [
    {
      kind: 'select',
      name: 'ruleSet',
      label: phrase('ruleSet'),
      dispatchAction: true,
      options: [
        { value: automatic, label: phrase('automatic') },
        ...Object.values(ruleSets).map(({ id, label }) => ({ value: id, label })),
      ],
      value: ruleSet?.id ?? automatic,
    },
    plan.kind === 'select'
      ? { ...plan, options: [{ value: free, label: phrase('freePlan'), description: freePhrase }, ...plan.options] }
      : plan,
    ...(ruleSet && chosen ? addOnFields(rules, { ruleSet: ruleSet.id, plan: chosen, addOns: {} }) : []),
  ];
}

function given(draft: FormValues, name: string): { value?: string } {
  const value = draft[name];
  return value === undefined ? {} : { value };
}
