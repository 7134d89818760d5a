import type { App } from '../domain/app.js';
import type { Catalogue } from '../domain/catalogue/catalogue.js';
import { carryOver } from '../domain/entitlements/add-ons.js';
import { currentReadings, limitUsages } from '../domain/entitlements/limit-usage.js';
import { type Consequence, consequenceOf, featuresOf, limitsOf } from '../domain/entitlements/limits.js';
import { addOnLabel, addOnText, limitText, planLabel, retentionLabel, retentionText } from '../domain/labels.js';
import type { Phrase } from '../i18n/phrase.js';
import type { AppOperationContext } from './operation.js';
import { operationsPhrases } from './phrases.js';

const { phrase } = operationsPhrases;

/**
 * What the reader should know before changing the plan: items that fall away, limits that get lower, those that are
 * exceeded by what is used at present, lost features.
 */
export function planWarnings(situation: AppOperationContext, after: App): Phrase[] {
  const { app: before, rules } = situation;
  const { catalogue } = rules;
  const plan = planLabel(catalogue, after.plan);
  const { dropped } = carryOver(catalogue, after, before.addOns);
  const away = dropped.map(({ item, was, included }) => {
    const values = {
      item: addOnLabel(catalogue, item),
      was: addOnText(catalogue, { item, plan: before.plan }, was),
      plan,
    };
    return included ? phrase('nowIncluded', values) : phrase('fallsAway', values);
  });
  const lower = (beyond: Consequence) => lowerLimits(catalogue, before, { after, beyond });
  const [refused, charged] = [lower('refused'), lower('charged')];
  const features = featuresOf(catalogue, after);
  const lost = featuresOf(catalogue, before).filter((feature) => !features.includes(feature));
  return [
    ...away,
    ...(refused.length > 0 ? [phrase('lowerLimits', { limits: refused })] : []),
    ...(charged.length > 0 ? [phrase('lowerQuotas', { limits: charged })] : []),
    ...shorterRetention(catalogue, before, after),
    ...exceeded(situation, after),
    ...(lost.length > 0 ? [phrase('lostFeatures', { plan, features: lost })] : []),
  ];
}

/** The limits that a change lowers below what is in use at present, each with its numbers. */
function exceeded({ app: before, rules, readings, at }: AppOperationContext, after: App): Phrase[] {
  const lower = new Set(lowered(rules.catalogue, before, after).map(({ id }) => id));
  return limitUsages(rules.catalogue, after, currentReadings(rules, readings, at)).flatMap(
    ({ metric: id, label: metric, value, limit }) =>
      lower.has(id) && limit !== null && value > limit ? [phrase('exceeded', { metric, value, limit })] : [],
  );
}

/** The limits that are lower after a change, of those beyond which this happens, each with its number before and after. */
function lowerLimits(
  catalogue: Catalogue,
  before: App,
  { after, beyond }: { readonly after: App; readonly beyond: Consequence },
): Phrase[] {
  return lowered(catalogue, before, after).flatMap(({ id, metric, was, limit }) => {
    const known = catalogue.metrics[id];
    if (!known || consequenceOf(catalogue, after, known) !== beyond) return [];
    return [phrase('lowerLimit', { metric, before: limitText(was), after: limitText(limit) })];
  });
}

function shorterRetention(catalogue: Catalogue, before: App, after: App): Phrase[] {
  const kept = (app: App) => catalogue.plans[app.plan]?.messageRetentionDays ?? 0;
  const [was, is] = [before, after].map((app) => retentionText(catalogue, app.plan));
  if (kept(after) >= kept(before) || !was || !is) return [];
  return [phrase('lowerLimit', { metric: retentionLabel, before: was, after: is })];
}

function lowered(catalogue: Catalogue, before: App, after: App) {
  const then = new Map(limitsOf(catalogue, before).map(({ id, limit }) => [id, limit]));
  return limitsOf(catalogue, after).flatMap(({ id, metric, limit }) => {
    const was = then.get(id);
    return was !== undefined && limit !== null && (was === null || limit < was) ? [{ id, metric, was, limit }] : [];
  });
}
