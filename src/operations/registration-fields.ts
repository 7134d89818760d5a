import { appStates, largestAppId } from '../domain/app.js';
import { priceListOn } from '../domain/catalogue/price-list.js';
import { dataCenterLabel, stateText } from '../domain/labels.js';
import { validityFromCreation } from '../domain/validity.js';
import { languages } from '../i18n/language.js';
import type { FormValues } from './change-plan.js';
import { freePhrase } from './fees.js';
import { type Field, isCalendarDate } from './form.js';
import type { Rules } from './operation.js';
import { operationsPhrases } from './phrases.js';
import { addOnFields, planField, type Sale } from './plan-form.js';
import { latestValidUntil } from './registration.js';
import { registerPhrases } from './registration.phrases.js';
import {
  automaticRuleSet,
  creationOf,
  freePlanValue,
  type RegistrationContext,
  validityPeriod,
} from './registration-subscription.js';

const { phrase } = registerPhrases;

/**
 * The form of a registration. Which plans and items it offers depends on the selected rule set; the end of validity is
 * asked for where the plan has one and the app was not created today.
 */
export function registerFields(ctx: RegistrationContext, prefill: FormValues): Field[] {
  const { rules, at } = ctx;
  const today = rules.calendar.dayOf(at);
  return [
    ...identityFields(rules, prefill),
    {
      kind: 'date',
      name: 'createdAt',
      label: phrase('createdAt'),
      hint: phrase('createdAtHint'),
      max: today,
      dispatchAction: true,
      value: prefill['createdAt'] ?? today,
    },
    pastDay('heldSince', today, prefill),
    ...planFields(saleOn(today, rules, prefill), prefill),
    ...validityFields(ctx, prefill),
    {
      kind: 'select',
      name: 'state',
      label: operationsPhrases.phrase('state'),
      hint: phrase('stateHint'),
      optional: true,
      options: appStates.map((value) => ({ value, label: stateText(value) })),
      ...initialValue(prefill, 'state'),
    },
    pastDay('disabledAt', today, prefill),
    ...descriptionFields(prefill),
  ];
}

export function nameField(prefill: FormValues): Field {
  return { kind: 'text', name: 'name', label: phrase('name'), maxLength: 100, ...initialValue(prefill, 'name') };
}

function identityFields({ catalogue }: Rules, prefill: FormValues): Field[] {
  return [
    {
      kind: 'number',
      name: 'sdkAppId',
      label: phrase('sdkAppId'),
      min: 1,
      max: largestAppId,
      ...initialValue(prefill, 'sdkAppId'),
    },
    nameField(prefill),
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
  ];
}

/** An optional day up to today. */
function pastDay(name: 'heldSince' | 'disabledAt', today: string, prefill: FormValues): Field {
  return {
    kind: 'date',
    name,
    label: phrase(name),
    hint: phrase(`${name}Hint`),
    optional: true,
    max: today,
    instants: true,
    ...initialValue(prefill, name),
  };
}

/** The fields that `edit` can change later: owner, tags, channel and language. */
export function descriptionFields(prefill: FormValues): Field[] {
  return [
    {
      kind: 'owner',
      name: 'owner',
      label: phrase('owner'),
      hint: phrase('ownerHint'),
      optional: true,
      ...initialValue(prefill, 'owner'),
    },
    {
      kind: 'tags',
      name: 'tags',
      label: phrase('tags'),
      hint: phrase('tagsHint'),
      optional: true,
      ...initialValue(prefill, 'tags'),
    },
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

/** The end of validity, filled with the end that follows from the day of creation. */
function validityFields(ctx: RegistrationContext, prefill: FormValues): Field[] {
  const { calendar } = ctx.rules;
  const period = isCalendarDate(prefill['createdAt'] ?? calendar.dayOf(ctx.at)) ? validityPeriod(ctx, prefill) : null;
  const createdAt = period === null ? ctx.at : creationOf(ctx, prefill);
  const isNew = calendar.dayOf(createdAt) === calendar.dayOf(ctx.at);
  const given = prefill['validUntil'];
  if ((period === null || isNew) && given === undefined) return [];
  const usual = period === null || isNew ? null : validityFromCreation(createdAt, { period, at: ctx.at }, calendar);
  const value = given ?? (usual ? calendar.dayOf(usual.until) : undefined);
  return [
    {
      kind: 'date',
      name: 'validUntil',
      label: phrase('validUntil'),
      hint: phrase('validUntilHint'),
      optional: true,
      max: calendar.dayOf(latestValidUntil(ctx)),
      instants: true,
      ...(value !== undefined && { value }),
    },
  ];
}

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
