import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { offersOf } from '../../domain/entitlements/add-ons.js';
import { changeAllowances } from '../../domain/entitlements/change-allowance.js';
import { featuresOf, limitsOf } from '../../domain/entitlements/entitlement-check.js';
import { currentReadings, limitUsages, usageBar } from '../../domain/entitlements/limit-usage.js';
import {
  addOnLabel,
  addOnText,
  dataCenterLabel,
  planLabel,
  quotaText,
  retiredText,
  stateText,
} from '../../domain/labels.js';
import { obstacle, purgeAt } from '../../domain/states.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import { changedItemLabel } from '../allowance-text.js';
import { type NextAction, readOnlyPlan, type UnpricedPlan } from '../change-plan.js';
import { type AppOperation, type AppOperationContext, noConfirmation } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { registerPhrases } from '../registration.phrases.js';
import { showPhrases } from './phrases.js';

const { phrase } = showPhrases;

/** How many limits are shown with their usage: the tightest. The operation `usage` shows all. */
const maxLimitUsages = 2;

/** Shows everything about an app, and what can be done with it now. */
export const show: AppOperation = {
  name: 'show',
  subject: 'app',
  phrases: showPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary') },
  usage: '/imapp show <app>',
  role: 'viewer',
  readOnly: true,
  requires: ['history', 'pendingChanges', 'readings'],
  policy: () => noConfirmation,
  form: () => [],
  plan,
};

function plan(ctx: AppOperationContext): UnpricedPlan {
  const lines = [phrase('heading', { app: appName(ctx.app) }), ...pendingChangeLines(ctx), ...subscriptionLines(ctx)];
  const purged = ctx.app.state === 'purged';
  return readOnlyPlan(purged ? lines : [...lines, ...entitlementLines(ctx)], nextActions(ctx));
}

/** Usage, change allowances, limits and features. */
function entitlementLines(ctx: AppOperationContext): Phrase[] {
  const { app, rules } = ctx;
  const { catalogue } = rules;
  const features = featuresOf(catalogue, app);
  return [
    ...limitUsageLines(ctx),
    ...changeAllowanceLines(ctx),
    phrase('limits'),
    ...limitsOf(catalogue, app).map((limit) =>
      phrase('limit', { metric: limit.metric, limit: quotaText(catalogue, app, limit) }),
    ),
    features.length > 0 ? phrase('features', { features }) : phrase('noFeatures'),
  ];
}

function factLine(what: Text, now: Text): Phrase {
  return operationsPhrases.phrase('same', { what, now });
}

const moment = (at: string) => operationsPhrases.phrase('moment', { at });

function subscriptionLines({ app, rules, at }: AppOperationContext): Phrase[] {
  const { catalogue } = rules;
  const offers = app.state === 'purged' ? [] : offersOf(catalogue, app.ruleSet, app.plan);
  const until = purgeAt(app, rules);
  return [
    factLine(operationsPhrases.phrase('state'), stateText(app.state)),
    ...(app.retiredAt ? [factLine(retiredText, moment(app.retiredAt))] : []),
    ...(app.disabledAt ? [factLine(phrase('disabledAt'), moment(app.disabledAt))] : []),
    ...(until ? [factLine(until > at ? phrase('purgedAt') : phrase('goneAt'), moment(until))] : []),
    factLine(operationsPhrases.phrase('plan'), planLabel(catalogue, app.plan)),
    ...(app.validity ? [factLine(operationsPhrases.phrase('validUntil'), moment(app.validity.until))] : []),
    ...offers.map((offer) =>
      factLine(
        addOnLabel(catalogue, offer.item),
        addOnText(catalogue, { item: offer.item, plan: app.plan }, app.addOns[offer.item]),
      ),
    ),
    factLine(phrase('account'), app.account),
    factLine(phrase('dataCenter'), dataCenterLabel(catalogue, app.dataCenter)),
    ...(app.owner
      ? [factLine(registerPhrases.phrase('owner'), operationsPhrases.phrase('person', { id: app.owner }))]
      : []),
    ...(app.tags.length > 0 ? [factLine(registerPhrases.phrase('tags'), app.tags.join(', '))] : []),
    factLine(phrase('ruleSet'), ruleSetOf(catalogue, app.ruleSet).label),
  ];
}

/** When the plan and each item may be changed next; nothing if the app cannot be configured. */
function changeAllowanceLines({ app, rules, history, at }: AppOperationContext): Phrase[] {
  return changeAllowances({ app, history }, { ...rules, at }).map(({ item: id, allowance }) => {
    const item = changedItemLabel(rules, id);
    if (allowance.mayChange === 'freely') return phrase('mayChange', { item });
    const { usedAt, again } = allowance;
    if (allowance.mayChange === 'not') return phrase('mayChangeFrom', { item, usedAt, again });
    const to = addOnText(rules.catalogue, { item: id, plan: app.plan }, allowance.to);
    return phrase('mayPutBack', { item, usedAt, again, to });
  });
}

/** The limits with the highest current usage in percent. */
function limitUsageLines({ app, rules, readings, at }: AppOperationContext): Phrase[] {
  return limitUsages(rules.catalogue, app, currentReadings(rules, readings, at))
    .slice(0, maxLimitUsages)
    .flatMap(({ label, value, limit, percent }) =>
      limit === null || percent === null
        ? []
        : [phrase('usage', { metric: label, usageBar: usageBar(percent), percent, value, limit })],
    );
}

function pendingChangeLines({ pendingChanges }: AppOperationContext): Phrase[] {
  return pendingChanges.map(({ operation, author, reason, expiresAt }) =>
    phrase('waiting', { operation: { key: `${operation}.label` }, author, reason: reason ?? '', until: expiresAt }),
  );
}

/** What this reader may do with the app in its present state. */
function nextActions({ app, rules, at, roles, readings }: AppOperationContext): NextAction[] {
  const possible = (['upgrade', 'configure', 'extend', 'restore', 'disable'] as const).filter(
    (operation) => roles.has('operator') && !obstacle(operation, app, { ...rules, at }),
  );
  const usage = readings.length > 0 && app.state !== 'purged' ? ['usage'] : [];
  const edits = roles.has('operator') && app.state !== 'purged' ? ['edit'] : [];
  return [...possible, ...usage, ...edits, 'history'].map((operation) => ({ operation, sdkAppId: app.sdkAppId }));
}
