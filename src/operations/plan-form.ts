import type { AddOns, App, Subscription } from '../domain/app.js';
import type { AddOnOffer, Catalogue } from '../domain/catalogue/catalogue.js';
import { onSale } from '../domain/catalogue/on-sale.js';
import { hasItemPrice, itemPrice, type PriceList, planPrice, priceListOn } from '../domain/catalogue/price-list.js';
import { offersOf } from '../domain/entitlements/add-ons.js';
import { smallestSufficientChange } from '../domain/entitlements/limit-suggestion.js';
import { currentReadings, findMetric } from '../domain/entitlements/limit-usage.js';
import { addOnLabel, addOnText, planLabel, stateText } from '../domain/labels.js';
import type { Phrase, Text } from '../i18n/phrase.js';
import type { FormValues } from './change-plan.js';
import { freePhrase, priceText } from './fees.js';
import { defaultValue, type Field, type Option } from './form.js';
import type { AppOperationContext, Rules } from './operation.js';
import { operationsPhrases } from './phrases.js';

// Form fields and lines for a plan with its value-added items, for every operation that sets them.

const { phrase } = operationsPhrases;

/** What is sold, at which prices, to an app in a data center. */
export interface Sale {
  readonly catalogue: Catalogue;
  readonly prices: PriceList;
  readonly dataCenter: string | undefined;
  /** The items that are not sold any more. */
  readonly withdrawn: readonly string[];
}

/** The sale of a plan or items to the app, now. */
export function saleTo({ app, rules: { catalogue, calendar }, at }: AppOperationContext): Sale {
  const prices = priceListOn(catalogue, calendar.dayOf(at));
  return { catalogue, prices, dataCenter: app.dataCenter, withdrawn: prices.withdrawn };
}

/** A select of plans. The fields of the value-added items depend on the selection. */
export function planField(sale: Sale, plans: readonly string[], value: string | undefined): Field {
  const { catalogue, prices, dataCenter } = sale;
  return {
    kind: 'select',
    name: 'plan',
    label: phrase('plan'),
    dispatchAction: true,
    options: plans.map((plan) => ({
      value: plan,
      label: planLabel(catalogue, plan),
      description: priceText(prices, planPrice(prices, plan, dataCenter)),
    })),
    ...(value !== undefined && { value }),
  };
}

/**
 * One field per value-added item that the plan offers. Its initial value: the prefill if it is offered, else `addOns`. Of
 * an item that is not sold any more only what is held can be kept.
 */
export function addOnFields(sale: Sale, { ruleSet, plan, addOns }: Subscription, prefill: FormValues = {}): Field[] {
  const { catalogue, prices, dataCenter, withdrawn } = sale;
  return offersOf(catalogue, ruleSet, plan).flatMap((offer): Field[] => {
    const held = addOns[offer.item];
    const values = withdrawn.includes(offer.item) ? [held] : offer.kind === 'toggle' ? [true as const] : offer.options;
    const sold = values.filter(
      (value): value is number | true =>
        value !== undefined && hasItemPrice(prices, { item: offer.item, plan, value }, dataCenter),
    );
    if (sold.length === 0) return [];
    const options = [
      defaultOption(sale, plan, offer),
      ...sold.map((value) => paidOption(sale, plan, { offer, value })),
    ];
    const prefilled = options.find(({ value }) => value === prefill[offer.item])?.value;
    const value = prefilled ?? formValueOf(addOns[offer.item]);
    return [{ kind: 'select', name: offer.item, label: addOnLabel(catalogue, offer.item), options, value }];
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
  const suggestion = smallestSufficientChange(onSale(rules.catalogue, rules.calendar.dayOf(at)), app, { metric, used });
  if (!suggestion) return { values: prefill, focus: null };
  const { plan, item, value } = suggestion;
  const suggested = { plan, ...(item !== null && { [item]: formValueOf(value ?? undefined) }) };
  return { values: { ...suggested, ...prefill }, focus: item ?? 'plan' };
}

/** The fields with the focus on the field of this name. */
export function withFocus(fields: readonly Field[], name: string | null): Field[] {
  return fields.map((field) => (field.name === name ? { ...field, focus: true } : field));
}

function defaultOption({ catalogue }: Sale, plan: string, { item }: AddOnOffer): Option {
  const label = addOnText(catalogue, { item, plan }, undefined);
  return { value: defaultValue, label, description: freePhrase };
}

interface PaidOption {
  readonly offer: AddOnOffer;
  readonly value: number | true;
}

function paidOption(sale: Sale, plan: string, { offer: { item }, value }: PaidOption): Option {
  const { catalogue, prices, dataCenter } = sale;
  return {
    value: formValueOf(value),
    label: addOnText(catalogue, { item, plan }, value),
    description: priceText(prices, itemPrice(prices, { item, plan, value }, dataCenter)),
  };
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
