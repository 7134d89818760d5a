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

/** A plan with its value-added items: how it is asked, read and shown by every operation that sets one. */

const { phrase } = operationsPhrases;

/** The answer for an item that is to stand at its default. */
const standard = 'default';

/** A choice of plans. The value-added items below it depend on what is chosen. */
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

/** One field per value-added item that the plan offers, at what was answered, or else at what it stands at. */
export function addOnFields(
  { catalogue }: Rules,
  { ruleSet, plan, addOns }: Subscription,
  draft: FormValues = {},
): Field[] {
  return offersOf(catalogue, ruleSet, plan).map((offer) => {
    const options = optionsOf(catalogue, plan, offer);
    const answered = options.find(({ value }) => value === draft[offer.item])?.value;
    const value = answered ?? answerFor(addOns[offer.item]);
    return { kind: 'select', name: offer.item, label: addOnLabel(catalogue, offer.item), options, value };
  });
}

/**
 * Where a limit led here, the draft names its `metric`: answers with what lifts it by present usage, and the field that does
 * it. Whatever has been answered already stays.
 */
export function prefillForLimit(
  { app, rules, readings, at }: AppOperationContext,
  draft: FormValues,
): { draft: FormValues; focus: string | null } {
  const metric = findMetric(rules.catalogue, draft['metric'] ?? '');
  if (metric === null) return { draft, focus: null };
  const used = currentReadings(rules, readings, at).find((it) => it.metric === metric)?.value ?? 0;
  const relief = smallestSufficientChange(rules.catalogue, app, { metric, used });
  if (!relief) return { draft, focus: null };
  const { plan, item, value } = relief;
  const answers = { plan, ...(item !== null && { [item]: answerFor(value ?? undefined) }) };
  return { draft: { ...answers, ...draft }, focus: item ?? 'plan' };
}

/** The fields, of which the one by this name is where the form opens. */
export function withFocus(fields: readonly Field[], name: string | null): Field[] {
  return fields.map((field) => (field.name === name ? { ...field, focus: true } : field));
}

function optionsOf(catalogue: Catalogue, plan: string, offer: AddOnOffer): Option[] {
  const paid = offer.kind === 'toggle' ? [true as const] : offer.options;
  return [
    { value: standard, label: addOnText(catalogue, { item: offer.item, plan }, undefined), description: freePhrase },
    ...paid.map((value) => ({
      value: answerFor(value),
      label: addOnText(catalogue, { item: offer.item, plan }, value),
      description: priceText(catalogue, 'addOns', offer.item),
    })),
  ];
}

function answerFor(held: number | true | undefined): string {
  if (held === undefined) return standard;
  return held === true ? 'on' : String(held);
}

/** The value-added items that the answers ask for. Those standing at their default are absent. */
export function addOnsFrom(
  { catalogue }: Rules,
  { ruleSet, plan }: Omit<Subscription, 'addOns'>,
  answers: FormValues,
): AddOns {
  const asked = offersOf(catalogue, ruleSet, plan).flatMap(({ item, kind }) => {
    const answer = answers[item];
    if (answer === undefined || answer === standard) return [];
    return [[item, kind === 'toggle' ? true : Number(answer)] as const];
  });
  return Object.fromEntries(asked);
}

/** Lines that say what a change does to an app: state, plan and every value-added item, before and after. */
export function diffLines({ catalogue }: Rules, before: App, after: App): Phrase[] {
  const offered = [before, after].flatMap((app) => offersOf(catalogue, app.ruleSet, app.plan));
  const items = new Set(offered.map((offer) => offer.item));
  const held = (app: App, item: string) => addOnText(catalogue, { item, plan: app.plan }, app.addOns[item]);
  return [
    line(phrase('state'), stateText(before.state), stateText(after.state)),
    line(phrase('plan'), planLabel(catalogue, before.plan), planLabel(catalogue, after.plan)),
    ...[...items].map((item) => line(addOnLabel(catalogue, item), held(before, item), held(after, item))),
  ];
}

/** Whether a line of `compared` is about something that is another after the change. */
export function isChangedLine({ key }: Phrase): boolean {
  return key === 'operation.change';
}

function line(what: Text, before: Text, after: Text): Phrase {
  return JSON.stringify(before) === JSON.stringify(after)
    ? phrase('same', { what, now: after })
    : phrase('change', { what, before, after });
}
