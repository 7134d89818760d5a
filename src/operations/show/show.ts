import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { offersOf } from '../../domain/entitlements/add-ons.js';
import { changeAllowance } from '../../domain/entitlements/change-allowance.js';
import { gauge, presentReadings, pressures } from '../../domain/entitlements/limit-usage.js';
import { featuresOf, limitsOf } from '../../domain/entitlements/limits.js';
import {
  addOnLabel,
  addOnText,
  allowanceText,
  dataCenterLabel,
  planLabel,
  retentionLabel,
  retentionText,
  stateText,
} from '../../domain/labels.js';
import { obstacle, purgeAt } from '../../domain/states.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import { type Ask, answer, type Unpriced } from '../change-plan.js';
import type { AppSituation } from '../operation.js';
import { type AppOperation, freely } from '../operation.js';
import { operationBook } from '../phrases.js';
import { named } from '../plan-form.js';
import { showBook } from './phrases.js';

const { say } = showBook;

/** How many limits are shown with what is used of them; `usage` has them all. */
const limitsShown = 2;

/** One app in full, and what can be done with it now. */
export const show: AppOperation = {
  name: 'show',
  subject: 'app',
  book: showBook,
  text: { title: say('title'), label: say('label'), summary: say('summary') },
  usage: '/imapp show <app>',
  role: 'viewer',
  answers: true,
  needs: ['history', 'open', 'readings'],
  policy: () => freely,
  form: () => [],
  plan,
};

function plan(situation: AppSituation): Unpriced {
  const lines = [say('heading', { app: named(situation.app) }), ...waiting(situation), ...standing(situation)];
  const gone = situation.app.state === 'purged';
  return answer(gone ? lines : [...lines, ...configured(situation)], next(situation));
}

/** What it has, and may have: of an app that is gone nothing. */
function configured(situation: AppSituation): Phrase[] {
  const { app, rules } = situation;
  const { catalogue } = rules;
  const features = featuresOf(catalogue, app);
  return [
    ...tightest(situation),
    ...changes(situation),
    say('limits'),
    ...limitsOf(catalogue, app).map((it) =>
      say('limit', { metric: it.metric, limit: allowanceText(catalogue, app, it) }),
    ),
    say('limit', { metric: retentionLabel, limit: retentionText(catalogue, app.plan) }),
    features.length > 0 ? say('features', { features }) : say('noFeatures'),
  ];
}

function fact(what: Text, now: Text): Phrase {
  return operationBook.say('same', { what, now });
}

const moment = (at: string) => operationBook.say('moment', { at });

function standing({ app, rules, at }: AppSituation): Phrase[] {
  const { catalogue } = rules;
  const offers = app.state === 'purged' ? [] : offersOf(catalogue, app.ruleSet, app.plan);
  const until = purgeAt(app, rules);
  return [
    fact(operationBook.say('state'), stateText(app.state)),
    ...(app.disabledAt ? [fact(say('disabledAt'), moment(app.disabledAt))] : []),
    ...(until ? [fact(until > at ? say('purgedAt') : say('goneAt'), moment(until))] : []),
    fact(operationBook.say('plan'), planLabel(catalogue, app.plan)),
    ...(app.validity ? [fact(operationBook.say('validUntil'), moment(app.validity.until))] : []),
    ...offers.map((offer) =>
      fact(
        addOnLabel(catalogue, offer.item),
        addOnText(catalogue, { item: offer.item, plan: app.plan }, app.addOns[offer.item]),
      ),
    ),
    fact(say('account'), app.account),
    fact(say('dataCenter'), dataCenterLabel(catalogue, app.dataCenter)),
    fact(say('ruleSet'), ruleSetOf(catalogue, app.ruleSet).label),
  ];
}

/** When plan and items may be changed next, for an app whose configuration can be changed. */
function changes({ app, rules, history, at }: AppSituation): Phrase[] {
  if (obstacle('configure', app, { ...rules, at })) return [];
  const items = ['plan', ...offersOf(rules.catalogue, app.ruleSet, app.plan).map((offer) => offer.item)];
  return items.map((it) => {
    const item = it === 'plan' ? operationBook.say('plan') : addOnLabel(rules.catalogue, it);
    const allowance = changeAllowance(history, it, at, rules.calendar);
    return allowance.used
      ? say('mayChangeFrom', { item, usedAt: allowance.usedAt, again: allowance.again })
      : say('mayChange', { item });
  });
}

/** The limits that are nearest to being reached, by present readings. */
function tightest({ app, rules, readings, at }: AppSituation): Phrase[] {
  return pressures(rules.catalogue, app, presentReadings(rules, readings, at))
    .slice(0, limitsShown)
    .flatMap(({ label, value, limit, percent }) =>
      limit === null || percent === null
        ? []
        : [say('usage', { metric: label, gauge: gauge(percent), percent, value, limit })],
    );
}

function waiting({ open }: AppSituation): Phrase[] {
  return open.map(({ operation, author, reason, expiresAt }) =>
    say('waiting', { operation: { key: `${operation}.label` }, author, reason: reason ?? '', until: expiresAt }),
  );
}

/** What this reader may do with the app as it stands. */
function next({ app, rules, at, roles, readings }: AppSituation): Ask[] {
  const possible = (['upgrade', 'configure', 'extend', 'restore', 'disable'] as const).filter(
    (operation) => roles.has('operator') && !obstacle(operation, app, { ...rules, at }),
  );
  const measured = readings.length > 0 && app.state !== 'purged' ? ['usage'] : [];
  return [...possible, ...measured, 'history'].map((operation) => ({ operation, sdkAppId: app.sdkAppId }));
}
