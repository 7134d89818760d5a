import type { AddOns, App, Subscription } from '../domain/app.js';
import type { AddOnOffer, Catalogue } from '../domain/catalogue/catalogue.js';
import { offersOf } from '../domain/entitlements/add-ons.js';
import { smallestSufficientChange } from '../domain/entitlements/limit-suggestion.js';
import { currentReadings, findMetric } from '../domain/entitlements/limit-usage.js';
import { addOnLabel, addOnText, planLabel, stateText } from '../domain/labels.js';
import type { Phrase, Text } from '../i18n/phrase.js';
import type { FormValues } from './change-plan.js';
import { freePhrase, priceText } from './fees.js';
import type { Field, Option } from './form.js';
import type { AppOperationContext, Rules } from './operation.js';
import { operationsPhrases } from './phrases.js';

// Form fields and lines for a plan with its value-added items, for every operation that sets them.

const { phrase } = operationsPhrases;

/** The form value of an item at the plan's default. */
const defaultValue = 'default';

/** A select of plans. The fields of the value-added items depend on the selection. */
export function planField({ catalogue }: Rules, plans: readonly string[], value: string | undefined): Field {
  return {
    kind: 'select',
    name: 'plan',
    label: phrase('plan'),
    dispatchAction: true,
    options: plans.map((plan) => ({
      value: plan,
      label: planLabel(catalogue, plan),
      description: priceText(catalogue, 'plans', plan),
    })),
    ...(value !== undefined && { value }),
  };
}

/** One field per value-added item that the plan offers. Its initial value: the prefill if it is offered, else `addOns`. */
export function addOnFields(
  { catalogue }: Rules,
  { ruleSet, plan, addOns }: Subscription,
  prefill: FormValues = {},
): Field[] {
  return offersOf(catalogue, ruleSet, plan).map((offer) => {
    const options = optionsOf(catalogue, plan, offer);
    const prefilled = options.find(({ value }) => value === prefill[offer.item])?.value;
    const value = prefilled ?? formValueOf(addOns[offer.item]);
    return { kind: 'select', name: offer.item, label: addOnLabel(catalogue, offer.item), options, value };
  });
}

/**
 * A prefill that comes from a limit names its `metric`. It is completed with the smallest change that raises the limit
 * above the current usage; values that it has already stay. `focus`: the field that raises the limit.
 */
export function prefillForLimit(
  { app, rules, readings, at }: AppOperationContext,
  prefill: FormValues,
): { values: FormValues; focus: string | null } {
  const metric = findMetric(rules.catalogue, prefill['metric'] ?? '');
  if (metric === null) return { values: prefill, focus: null };
  const used = currentReadings(rules, readings, at).find((reading) => reading.metric === metric)?.value ?? 0;
  const suggestion = smallestSufficientChange(rules.catalogue, app, { metric, used });
  if (!suggestion) return { values: prefill, focus: null };
  const { plan, item, value } = suggestion;
  const suggested = { plan, ...(item !== null && { [item]: formValueOf(value ?? undefined) }) };
  return { values: { ...suggested, ...prefill }, focus: item ?? 'plan' };
}

/** The fields with the focus on the field of this name. */
export function withFocus(fields: readonly Field[], name: string | null): Field[] {
  return fields.map((field) => (field.name === name ? { ...field, focus: true } : field));
}

function optionsOf(catalogue: Catalogue, plan: string, offer: AddOnOffer): Option[] {
  const paidValues = offer.kind === 'toggle' ? [true as const] : offer.options;
  return [
    {
      value: defaultValue,
      label: addOnText(catalogue, { item: offer.item, plan }, undefined),
      description: freePhrase,
    },
    ...paidValues.map((value) => ({
      value: formValueOf(value),
      label: addOnText(catalogue, { item: offer.item, plan }, value),
      description: priceText(catalogue, 'addOns', offer.item),
    })),
  ];
}

function formValueOf(value: number | true | undefined): string {
  if (value === undefined) return defaultValue;
  return value === true ? 'on' : String(value);
}

/** The value-added items in the form values. Items at the plan's default are absent. */
export function addOnsFrom(
  { catalogue }: Rules,
  { ruleSet, plan }: Omit<Subscription, 'addOns'>,
  values: FormValues,
): AddOns {
  const addOns = offersOf(catalogue, ruleSet, plan).flatMap(({ item, kind }) => {
    const value = values[item];
    if (value === undefined || value === defaultValue) return [];
    return [[item, kind === 'toggle' ? true : Number(value)] as const];
  });
  return Object.fromEntries(addOns);
}

/** One line each for state, plan and value-added items: the value before and after, or the unchanged value. */
export function diffLines({ catalogue }: Rules, before: App, after: App): Phrase[] {
  const offered = [before, after].flatMap((app) => offersOf(catalogue, app.ruleSet, app.plan));
  const items = new Set(offered.map((offer) => offer.item));
  const itemText = (app: App, item: string) => addOnText(catalogue, { item, plan: app.plan }, app.addOns[item]);
  return [
    diffLine(phrase('state'), stateText(before.state), stateText(after.state)),
    diffLine(phrase('plan'), planLabel(catalogue, before.plan), planLabel(catalogue, after.plan)),
    ...[...items].map((item) => diffLine(addOnLabel(catalogue, item), itemText(before, item), itemText(after, item))),
  ];
}

/** Whether a line of `diffLines` shows a change. */
export function isChangedLine({ key }: Phrase): boolean {
  return key === 'operation.change';
}

function diffLine(what: Text, before: Text, after: Text): Phrase {
  return JSON.stringify(before) === JSON.stringify(after)
    ? phrase('same', { what, now: after })
    : phrase('change', { what, before, after });
}
