import type { App } from '../../domain/app.js';
import { modeFor, newRuleSet } from '../../domain/billing-mode.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { addOnLabel, addOnText, dataCenterLabel, planLabel } from '../../domain/labels.js';
import { freeValidity, newValidity } from '../../domain/validity.js';
import type { Text } from '../../i18n/phrase.js';
import { type FormValues, isRefusal, type Refusal, type UnpricedPlan } from '../change-plan.js';
import { noConfirmation, type Rules, type StandaloneOperation, type StandaloneOperationContext } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { addOnsFrom } from '../plan-form.js';
import { automaticRuleSet, freePlanValue, registerFields } from './fields.js';
import { registerPhrases } from './phrases.js';

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
  form: ({ rules, at }, prefill) => registerFields(rules, at, prefill),
  plan,
};

function plan(ctx: StandaloneOperationContext, values: FormValues): UnpricedPlan | Refusal {
  const { rules, at, registeredApp } = ctx;
  const id = values['sdkAppId'] ?? '';
  if (registeredApp) {
    const nextActions = [{ operation: 'show', sdkAppId: registeredApp.sdkAppId }];
    return { field: 'sdkAppId', reason: phrase('taken', { id, app: appName(registeredApp) }), nextActions };
  }
  const ruleSet = ruleSetFor(ctx, values);
  if (typeof ruleSet !== 'string') return ruleSet;
  const selected = planOf(rules, ruleSet, values);
  if (isRefusal(selected)) return selected;

  const newRules = ruleSetOf(rules.catalogue, ruleSet);
  const period = newRules.freePlan === selected.plan ? freeValidity(newRules) : null;
  const after: App = {
    sdkAppId: Number(id),
    name: values['name'] ?? '',
    account: values['account'] ?? '',
    dataCenter: values['dataCenter'] ?? '',
    ruleSet,
    plan: selected.plan,
    addOns: addOnsFrom(rules, { ruleSet, plan: selected.plan }, values),
    state: 'active',
    // Decision: validity begins with the registration, since extensions made before it are not known here.
    validity: period === null ? null : newValidity(at, period, rules.calendar),
    disabledAt: null,
    channel: values['channel'] ?? null,
    language: values['language'] ?? null,
    createdAt: createdAt(ctx, values),
  };
  return registrationPlan(ctx, after);
}

function registrationPlan({ rules, recordedMode }: StandaloneOperationContext, after: App): UnpricedPlan {
  const { catalogue } = rules;
  const ruleSet = ruleSetOf(catalogue, after.ruleSet).label;
  const values = { app: appName(after), plan: planLabel(catalogue, after.plan), ruleSet };
  const factLine = (what: Text, now: Text) => operationsPhrases.phrase('same', { what, now });
  const dataCenter = dataCenterLabel(catalogue, after.dataCenter);
  return {
    updates: [{ after, usesAllowance: [] }],
    lines: [
      factLine(phrase('account'), after.account),
      factLine(phrase('dataCenter'), dataCenter),
      factLine(phrase('ruleSet'), ruleSet),
      factLine(phrase('plan'), values.plan),
      ...Object.entries(after.addOns).map(([item, value]) =>
        factLine(addOnLabel(catalogue, item), addOnText(catalogue, { item, plan: after.plan }, value)),
      ),
      ...(after.validity
        ? [
            factLine(
              operationsPhrases.phrase('validUntil'),
              operationsPhrases.phrase('moment', { at: after.validity.until }),
            ),
          ]
        : []),
    ],
    warnings: [
      ...(recordedMode === null ? [phrase('firstApp', { dataCenter, ruleSet })] : []),
      ...(after.validity ? [phrase('validity')] : []),
    ],
    loss: null,
    undo: phrase('undo'),
    done: phrase('done', values),
    nextActions: [{ operation: 'show', sdkAppId: after.sdkAppId }],
  };
}

/** The rule set for the account, data center and creation date; or the selected one, if it is of that billing mode. */
function ruleSetFor(ctx: StandaloneOperationContext, values: FormValues): string | Refusal {
  const { rules, recordedMode: recorded } = ctx;
  const { account = '', dataCenter = '' } = values;
  const location = { account, dataCenter: dataCenterLabel(rules.catalogue, dataCenter) };
  const modeResult = modeFor({ recorded, dataCenter, createdAt: createdAt(ctx, values) }, rules);
  if ('conflict' in modeResult) {
    return { field: 'createdAt', reason: phrase('conflict', { ...location, until: modeResult.from }) };
  }
  const selected = values['ruleSet'];
  if (selected === undefined || selected === automaticRuleSet) return newRuleSet(modeResult.mode, rules.catalogue);
  const { mode, label } = ruleSetOf(rules.catalogue, selected);
  return mode === modeResult.mode
    ? selected
    : { field: 'ruleSet', reason: phrase('wrongMode', { ...location, ruleSet: label }) };
}

function planOf({ catalogue }: Rules, ruleSet: string, values: FormValues): { plan: string } | Refusal {
  const { freePlan, paidPlans, label } = ruleSetOf(catalogue, ruleSet);
  const selected = values['plan'];
  if (selected === undefined || selected === freePlanValue) return { plan: freePlan };
  if ([freePlan, ...paidPlans].includes(selected)) return { plan: selected };
  return { field: 'plan', reason: phrase('wrongPlan', { plan: planLabel(catalogue, selected), ruleSet: label }) };
}

/** The start of the creation date in the billing time zone; by default of today. */
function createdAt({ rules, at }: StandaloneOperationContext, values: FormValues): string {
  return rules.calendar.startOfDay(values['createdAt'] ?? rules.calendar.dayOf(at));
}
