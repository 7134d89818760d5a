import type { App } from '../../domain/app.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { addOnLabel, addOnText, dataCenterLabel, planLabel, stateText } from '../../domain/labels.js';
import { stateAt } from '../../domain/states.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import { type FormValues, isRefusal, type Refusal, type UnpricedPlan } from '../change-plan.js';
import { noConfirmation, type StandaloneOperation, type StandaloneOperationContext } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { newApp } from '../registration.js';
import { registerPhrases } from '../registration.phrases.js';
import { registerFields } from '../registration-fields.js';

const { phrase } = registerPhrases;

/** Registers an app that exists at Tencent Cloud with this bot. */
export const register: StandaloneOperation = {
  name: 'register',
  subject: 'new',
  phrases: registerPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('undo') },
  usage: '/imapp register <SDKAppID>',
  argument: 'sdkAppId',
  role: 'operator',
  readOnly: false,
  requires: ['recordedMode'],
  policy: () => noConfirmation,
  form: registerFields,
  plan,
};

function plan(ctx: StandaloneOperationContext, values: FormValues): UnpricedPlan | Refusal {
  const update = newApp(ctx, values);
  if (isRefusal(update)) return update;
  const { after } = update;
  const { catalogue } = ctx.rules;
  const ruleSet = ruleSetOf(catalogue, after.ruleSet).label;
  return {
    updates: [update],
    lines: registrationLines(ctx, after),
    warnings: warnings(ctx, after),
    loss: null,
    undo: phrase('undo'),
    done: phrase('done', { app: appName(after), plan: planLabel(catalogue, after.plan), ruleSet }),
    nextActions: [{ operation: 'show', sdkAppId: after.sdkAppId }],
  };
}

function warnings({ rules, at, recordedMode, registeredApp }: StandaloneOperationContext, after: App): Phrase[] {
  const { catalogue, calendar } = rules;
  const dataCenter = dataCenterLabel(catalogue, after.dataCenter);
  const ruleSet = ruleSetOf(catalogue, after.ruleSet).label;
  const isNew = calendar.dayOf(after.createdAt) === calendar.dayOf(at);
  const state = stateAt(after, at, rules);
  return [
    ...(recordedMode === null ? [phrase('firstApp', { dataCenter, ruleSet })] : []),
    ...(after.validity && isNew ? [phrase('validity')] : []),
    ...(state === 'suspended' ? [phrase('suspended')] : []),
    ...(state === 'purged' ? [phrase('purged')] : []),
    ...(registeredApp ? [phrase('returns', { app: appName(registeredApp) })] : []),
  ];
}

function registrationLines({ rules, at }: StandaloneOperationContext, after: App): Phrase[] {
  const { catalogue } = rules;
  const fact = (what: Text, now: Text) => operationsPhrases.phrase('same', { what, now });
  const moment = (what: Text, instant: string | null) =>
    instant === null ? [] : [fact(what, operationsPhrases.phrase('moment', { at: instant }))];
  const state = stateAt(after, at, rules);
  return [
    fact(phrase('account'), after.account),
    fact(phrase('dataCenter'), dataCenterLabel(catalogue, after.dataCenter)),
    fact(phrase('ruleSet'), ruleSetOf(catalogue, after.ruleSet).label),
    fact(phrase('plan'), planLabel(catalogue, after.plan)),
    ...Object.entries(after.addOns).map(([item, value]) =>
      fact(addOnLabel(catalogue, item), addOnText(catalogue, { item, plan: after.plan }, value)),
    ),
    ...moment(phrase('createdAt'), after.createdAt),
    ...(after.heldSince === after.createdAt ? [] : moment(phrase('heldSince'), after.heldSince)),
    ...moment(operationsPhrases.phrase('validUntil'), after.validity?.until ?? null),
    ...(state === 'active' ? [] : [fact(operationsPhrases.phrase('state'), stateText(state))]),
    ...moment(phrase('disabledAt'), after.disabledAt),
    ...(after.owner === null ? [] : [fact(phrase('owner'), operationsPhrases.phrase('person', { id: after.owner }))]),
    ...(after.tags.length === 0 ? [] : [fact(phrase('tags'), after.tags.join(', '))]),
  ];
}
