import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { offersOf } from '../../domain/entitlements/add-ons.js';
import { changeAllowance } from '../../domain/entitlements/change-allowance.js';
import { currentReadings, limitUsages, usageBar } from '../../domain/entitlements/limit-usage.js';
import { featuresOf, limitsOf } from '../../domain/entitlements/limits.js';
import {
  addOnLabel,
  addOnText,
  dataCenterLabel,
  planLabel,
  quotaText,
  retentionLabel,
  retentionText,
  stateText,
} from '../../domain/labels.js';
import { obstacle, purgeAt } from '../../domain/states.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import { answer, type NextAction, type UnpricedPlan } from '../change-plan.js';
import type { AppOperationContext } from '../operation.js';
import { type AppOperation, noConfirmation } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { showPhrases } from './phrases.js';

const { phrase } = showPhrases;

/** How many limits are shown with what is used of them; `usage` has them all. */
const limitsShown = 2;

/** One app in full, and what can be done with it now. */
export const show: AppOperation = {
  name: 'show',
  subject: 'app',
  phrases: showPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary') },
  usage: '/imapp show <app>',
  role: 'viewer',
  readOnly: true,
  requires: ['history', 'open', 'readings'],
  policy: () => noConfirmation,
  form: () => [],
  plan,
};

function plan(situation: AppOperationContext): UnpricedPlan {
  const lines = [
    phrase('heading', { app: appName(situation.app) }),
    ...waiting(situation),
    ...subscriptionLines(situation),
  ];
  const gone = situation.app.state === 'purged';
  return answer(gone ? lines : [...lines, ...configured(situation)], next(situation));
}

/** What it has, and may have: of an app that is gone nothing. */
function configured(situation: AppOperationContext): Phrase[] {
  const { app, rules } = situation;
  const { catalogue } = rules;
  const features = featuresOf(catalogue, app);
  return [
    ...tightest(situation),
    ...changes(situation),
    phrase('limits'),
    ...limitsOf(catalogue, app).map((it) =>
      phrase('limit', { metric: it.metric, limit: quotaText(catalogue, app, it) }),
    ),
    phrase('limit', { metric: retentionLabel, limit: retentionText(catalogue, app.plan) }),
    features.length > 0 ? phrase('features', { features }) : phrase('noFeatures'),
  ];
}

function fact(what: Text, now: Text): Phrase {
  return operationsPhrases.phrase('same', { what, now });
}

const moment = (at: string) => operationsPhrases.phrase('moment', { at });

function subscriptionLines({ app, rules, at }: AppOperationContext): Phrase[] {
  const { catalogue } = rules;
  const offers = app.state === 'purged' ? [] : offersOf(catalogue, app.ruleSet, app.plan);
  const until = purgeAt(app, rules);
  return [
    fact(operationsPhrases.phrase('state'), stateText(app.state)),
    ...(app.disabledAt ? [fact(phrase('disabledAt'), moment(app.disabledAt))] : []),
    ...(until ? [fact(until > at ? phrase('purgedAt') : phrase('goneAt'), moment(until))] : []),
    fact(operationsPhrases.phrase('plan'), planLabel(catalogue, app.plan)),
    ...(app.validity ? [fact(operationsPhrases.phrase('validUntil'), moment(app.validity.until))] : []),
    ...offers.map((offer) =>
      fact(
        addOnLabel(catalogue, offer.item),
        addOnText(catalogue, { item: offer.item, plan: app.plan }, app.addOns[offer.item]),
      ),
    ),
    fact(phrase('account'), app.account),
    fact(phrase('dataCenter'), dataCenterLabel(catalogue, app.dataCenter)),
    fact(phrase('ruleSet'), ruleSetOf(catalogue, app.ruleSet).label),
  ];
}

/** When plan and items may be changed next, for an app whose configuration can be changed. */
function changes({ app, rules, history, at }: AppOperationContext): Phrase[] {
  if (obstacle('configure', app, { ...rules, at })) return [];
  const items = ['plan', ...offersOf(rules.catalogue, app.ruleSet, app.plan).map((offer) => offer.item)];
  return items.map((it) => {
    const item = it === 'plan' ? operationsPhrases.phrase('plan') : addOnLabel(rules.catalogue, it);
    const allowance = changeAllowance(history, it, at, rules.calendar);
    return allowance.used
      ? phrase('mayChangeFrom', { item, usedAt: allowance.usedAt, again: allowance.again })
      : phrase('mayChange', { item });
  });
}

/** The limits that are nearest to being reached, by present readings. */
function tightest({ app, rules, readings, at }: AppOperationContext): Phrase[] {
  return limitUsages(rules.catalogue, app, currentReadings(rules, readings, at))
    .slice(0, limitsShown)
    .flatMap(({ label, value, limit, percent }) =>
      limit === null || percent === null
        ? []
        : [phrase('usage', { metric: label, usageBar: usageBar(percent), percent, value, limit })],
    );
}

function waiting({ open }: AppOperationContext): Phrase[] {
  return open.map(({ operation, author, reason, expiresAt }) =>
    phrase('waiting', { operation: { key: `${operation}.label` }, author, reason: reason ?? '', until: expiresAt }),
  );
}

/** What this reader may do with the app as it stands. */
function next({ app, rules, at, roles, readings }: AppOperationContext): NextAction[] {
  const possible = (['upgrade', 'configure', 'extend', 'restore', 'disable'] as const).filter(
    (operation) => roles.has('operator') && !obstacle(operation, app, { ...rules, at }),
  );
  const measured = readings.length > 0 && app.state !== 'purged' ? ['usage'] : [];
  return [...possible, ...measured, 'history'].map((operation) => ({ operation, sdkAppId: app.sdkAppId }));
}
