import type { App } from '../../domain/app.js';
import { legacyEnds, modeFor, newRuleSet } from '../../domain/billing-mode.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { addOnLabel, addOnText, dataCenterLabel, planLabel } from '../../domain/labels.js';
import { newValidity } from '../../domain/validity.js';
import type { Text } from '../../i18n/phrase.js';
import { type FormValues, isRefusal, type Refusal, type UnpricedPlan } from '../change-plan.js';
import type { OperationContext, Rules } from '../operation.js';
import { noConfirmation, type StandaloneOperation } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { addOnsFrom } from '../plan-form.js';
import { automatic, free, registerFields } from './fields.js';
import { registerPhrases } from './phrases.js';

const { phrase } = registerPhrases;

type Registering = OperationContext & { readonly taken: App | null };

/** An app that exists at the vendor comes under this bot's control. */
export const register: StandaloneOperation = {
  name: 'register',
  subject: 'new',
  phrases: registerPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('undo') },
  usage: '/imapp register <SDKAppID>',
  argument: 'sdkAppId',
  role: 'operator',
  readOnly: false,
  requires: ['mode'],
  policy: () => noConfirmation,
  form: ({ rules, at }, draft) => registerFields(rules, at, draft),
  plan,
};

function plan(situation: Registering, answers: FormValues): UnpricedPlan | Refusal {
  const { rules, at, taken } = situation;
  const id = answers['sdkAppId'] ?? '';
  if (taken) {
    const next = [{ operation: 'show', sdkAppId: taken.sdkAppId }];
    return { field: 'sdkAppId', reason: phrase('taken', { id, app: appName(taken) }), nextActions: next };
  }
  const ruleSet = ruleSetFor(situation, answers);
  if (typeof ruleSet !== 'string') return ruleSet;
  const chosen = planOf(rules, ruleSet, answers);
  if (isRefusal(chosen)) return chosen;

  const months =
    ruleSetOf(rules.catalogue, ruleSet).freePlan === chosen.plan
      ? ruleSetOf(rules.catalogue, ruleSet).freeValidityMonths
      : null;
  const after: App = {
    sdkAppId: Number(id),
    name: answers['name'] ?? '',
    account: answers['account'] ?? '',
    dataCenter: answers['dataCenter'] ?? '',
    ruleSet,
    plan: chosen.plan,
    addOns: addOnsFrom(rules, { ruleSet, plan: chosen.plan }, answers),
    state: 'active',
    // Decision: validity begins with the registration, since extensions made before it are not known here.
    validity: months === null ? null : newValidity(at, months, rules.calendar),
    disabledAt: null,
    channel: answers['channel'] ?? null,
    language: answers['language'] ?? null,
    createdAt: createdAt(situation, answers),
  };
  return described(situation, after);
}

function described({ rules, mode }: Registering, after: App): UnpricedPlan {
  const { catalogue } = rules;
  const ruleSet = ruleSetOf(catalogue, after.ruleSet).label;
  const values = { app: appName(after), plan: planLabel(catalogue, after.plan), ruleSet };
  const fact = (what: Text, now: Text) => operationsPhrases.phrase('same', { what, now });
  const dataCenter = dataCenterLabel(catalogue, after.dataCenter);
  return {
    updates: [{ after, usesAllowance: [] }],
    lines: [
      fact(phrase('account'), after.account),
      fact(phrase('dataCenter'), dataCenter),
      fact(phrase('ruleSet'), ruleSet),
      fact(phrase('plan'), values.plan),
      ...Object.entries(after.addOns).map(([item, value]) =>
        fact(addOnLabel(catalogue, item), addOnText(catalogue, { item, plan: after.plan }, value)),
      ),
      ...(after.validity
        ? [
            fact(
              operationsPhrases.phrase('validUntil'),
              operationsPhrases.phrase('moment', { at: after.validity.until }),
            ),
          ]
        : []),
    ],
    warnings: [
      ...(mode === null ? [phrase('firstApp', { dataCenter, ruleSet })] : []),
      ...(after.validity ? [phrase('validity')] : []),
    ],
    loss: null,
    undo: phrase('undo'),
    done: phrase('done', values),
    nextActions: [{ operation: 'show', sdkAppId: after.sdkAppId }],
  };
}

/** The rule set by account, data centre and day of creation; or the one asked for, if it is of that billing mode. */
function ruleSetFor(situation: Registering, answers: FormValues): string | Refusal {
  const { rules, mode: recorded } = situation;
  const { account = '', dataCenter = '' } = answers;
  const where = { account, dataCenter: dataCenterLabel(rules.catalogue, dataCenter) };
  const found = modeFor({ recorded, dataCenter, createdAt: createdAt(situation, answers) }, rules);
  if ('conflict' in found) {
    return { field: 'createdAt', reason: phrase('conflict', { ...where, until: legacyEnds }) };
  }
  const asked = answers['ruleSet'];
  if (asked === undefined || asked === automatic) return newRuleSet(found.mode, rules.catalogue);
  const { mode, label } = ruleSetOf(rules.catalogue, asked);
  return mode === found.mode ? asked : { field: 'ruleSet', reason: phrase('wrongMode', { ...where, ruleSet: label }) };
}

function planOf({ catalogue }: Rules, ruleSet: string, answers: FormValues): { plan: string } | Refusal {
  const { freePlan, paidPlans, label } = ruleSetOf(catalogue, ruleSet);
  const asked = answers['plan'];
  if (asked === undefined || asked === free) return { plan: freePlan };
  if ([freePlan, ...paidPlans].includes(asked)) return { plan: asked };
  return { field: 'plan', reason: phrase('wrongPlan', { plan: planLabel(catalogue, asked), ruleSet: label }) };
}

/** The beginning of the day of creation in the billing time zone; the form fills in today. */
function createdAt({ rules, at }: Registering, answers: FormValues): string {
  return rules.calendar.startOfDay(answers['createdAt'] ?? rules.calendar.dayOf(at));
}
