import type { App } from '../domain/app.js';
import type { Catalogue } from '../domain/catalogue/catalogue.js';
import { carryOver } from '../domain/entitlements/add-ons.js';
import { type Consequence, consequenceOf, featuresOf, limitsOf } from '../domain/entitlements/entitlement-check.js';
import { currentReadings, limitUsages } from '../domain/entitlements/limit-usage.js';
import { addOnLabel, addOnText, limitText, planLabel } from '../domain/labels.js';
import type { Phrase } from '../i18n/phrase.js';
import type { AppOperationContext } from './operation.js';
import { operationsPhrases } from './phrases.js';

const { phrase } = operationsPhrases;

/**
 * Warnings about a change of plan: value-added items that are dropped, limits that get lower, limits that the current
 * usage then exceeds, and features that are lost.
 */
export function planWarnings(ctx: AppOperationContext, after: App): Phrase[] {
  const { app: before, rules } = ctx;
  const { catalogue } = rules;
  const plan = planLabel(catalogue, after.plan);
  const { dropped } = carryOver(catalogue, after, before.addOns);
  const droppedItems = dropped.map(({ item, was, included }) => {
    const values = {
      item: addOnLabel(catalogue, item),
      was: addOnText(catalogue, { item, plan: before.plan }, was),
      plan,
    };
    return included ? phrase('nowIncluded', values) : phrase('fallsAway', values);
  });
  const lowerLimitsOf = (consequence: Consequence) => lowerLimits(catalogue, before, { after, consequence });
  const [refused, charged] = [lowerLimitsOf('refused'), lowerLimitsOf('charged')];
  const features = featuresOf(catalogue, after);
  const lostFeatures = featuresOf(catalogue, before).filter((feature) => !features.includes(feature));
  return [
    ...droppedItems,
    ...(refused.length > 0 ? [phrase('lowerLimits', { limits: refused })] : []),
    ...(charged.length > 0 ? [phrase('lowerQuotas', { limits: charged })] : []),
    ...shorterRetention(catalogue, before, after),
    ...exceededLimits(ctx, after),
    ...(lostFeatures.length > 0 ? [phrase('lostFeatures', { plan, features: lostFeatures })] : []),
  ];
}

/** The limits that the change lowers below the current usage. */
function exceededLimits({ app: before, rules, readings, at }: AppOperationContext, after: App): Phrase[] {
  const loweredIds = new Set(loweredLimits(rules.catalogue, before, after).map(({ id }) => id));
  return limitUsages(rules.catalogue, after, currentReadings(rules, readings, at)).flatMap(
    ({ metric: id, label: metric, value, limit }) =>
      loweredIds.has(id) && limit !== null && value > limit ? [phrase('exceeded', { metric, value, limit })] : [],
  );
}

/** The limits that the change lowers, of those where exceeding them has this consequence. */
function lowerLimits(
  catalogue: Catalogue,
  before: App,
  { after, consequence }: { readonly after: App; readonly consequence: Consequence },
): Phrase[] {
  return loweredLimits(catalogue, before, after).flatMap((lowered) => {
    const definition = catalogue.metrics[lowered.id];
    if (!definition || consequenceOf(catalogue, after, definition) !== consequence) return [];
    return [lowerLimitText(catalogue, lowered)];
  });
}

/** Limits that are no usage: how long messages are kept. */
function shorterRetention(catalogue: Catalogue, before: App, after: App): Phrase[] {
  return loweredLimits(catalogue, before, after)
    .filter(({ id }) => catalogue.metrics[id]?.per === 'message')
    .map((lowered) => lowerLimitText(catalogue, lowered));
}

function lowerLimitText(catalogue: Catalogue, { id, metric, was, limit }: LoweredLimit): Phrase {
  const [before, after] = [limitText(catalogue, id, was), limitText(catalogue, id, limit)];
  return phrase('lowerLimit', { metric, before, after });
}

type LoweredLimit = ReturnType<typeof loweredLimits>[number];

function loweredLimits(catalogue: Catalogue, before: App, after: App) {
  const limitsBefore = new Map(limitsOf(catalogue, before).map(({ id, limit }) => [id, limit]));
  return limitsOf(catalogue, after).flatMap(({ id, metric, limit }) => {
    const was = limitsBefore.get(id);
    return was !== undefined && limit !== null && (was === null || limit < was) ? [{ id, metric, was, limit }] : [];
  });
}
