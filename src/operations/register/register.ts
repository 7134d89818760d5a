import type { App } from '../../domain/app.js';
import { legacyEnds, modeFor, newRuleSet } from '../../domain/billing-mode.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { addOnLabel, addOnText, dataCenterLabel, planLabel } from '../../domain/labels.js';
import { newValidity } from '../../domain/validity.js';
import type { Text } from '../../i18n/phrase.js';
import { type Answers, isRefusal, type Refusal, type Unpriced } from '../change-plan.js';
import type { Rules, Situation } from '../operation.js';
import { type FreeOperation, freely } from '../operation.js';
import { operationBook } from '../phrases.js';
import { addOnsFrom, named } from '../plan-form.js';
import { automatic, free, registerFields } from './fields.js';
import { registerBook } from './phrases.js';

const { say } = registerBook;

type Registering = Situation & { readonly taken: App | null };

/** An app that exists at the vendor comes under this bot's control. */
export const register: FreeOperation = {
  name: 'register',
  subject: 'new',
  book: registerBook,
  text: { title: say('title'), label: say('label'), summary: say('summary'), undo: say('undo') },
  usage: '/imapp register <SDKAppID>',
  argument: 'sdkAppId',
  role: 'operator',
  answers: false,
  needs: ['mode'],
  policy: () => freely,
  form: ({ rules, at }, draft) => registerFields(rules, at, draft),
  plan,
};

function plan(situation: Registering, answers: Answers): Unpriced | Refusal {
  const { rules, at, taken } = situation;
  const id = answers['sdkAppId'] ?? '';
  if (taken) {
    const next = [{ operation: 'show', sdkAppId: taken.sdkAppId }];
    return { field: 'sdkAppId', reason: say('taken', { id, app: named(taken) }), next };
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

function described({ rules, mode }: Registering, after: App): Unpriced {
  const { catalogue } = rules;
  const ruleSet = ruleSetOf(catalogue, after.ruleSet).label;
  const values = { app: named(after), plan: planLabel(catalogue, after.plan), ruleSet };
  const fact = (what: Text, now: Text) => operationBook.say('same', { what, now });
  const dataCenter = dataCenterLabel(catalogue, after.dataCenter);
  return {
    moves: [{ after, changed: [] }],
    lines: [
      fact(say('account'), after.account),
      fact(say('dataCenter'), dataCenter),
      fact(say('ruleSet'), ruleSet),
      fact(say('plan'), values.plan),
      ...Object.entries(after.addOns).map(([item, value]) =>
        fact(addOnLabel(catalogue, item), addOnText(catalogue, { item, plan: after.plan }, value)),
      ),
      ...(after.validity
        ? [fact(operationBook.say('validUntil'), operationBook.say('moment', { at: after.validity.until }))]
        : []),
    ],
    warnings: [
      ...(mode === null ? [say('firstApp', { dataCenter, ruleSet })] : []),
      ...(after.validity ? [say('validity')] : []),
    ],
    loss: null,
    undo: say('undo'),
    done: say('done', values),
    next: [{ operation: 'show', sdkAppId: after.sdkAppId }],
  };
}

/** The rule set by account, data centre and day of creation; or the one asked for, if it is of that billing mode. */
function ruleSetFor(situation: Registering, answers: Answers): string | Refusal {
  const { rules, mode: recorded } = situation;
  const { account = '', dataCenter = '' } = answers;
  const where = { account, dataCenter: dataCenterLabel(rules.catalogue, dataCenter) };
  const found = modeFor({ recorded, dataCenter, createdAt: createdAt(situation, answers) }, rules);
  if ('conflict' in found) {
    return { field: 'createdAt', reason: say('conflict', { ...where, until: legacyEnds }) };
  }
  const asked = answers['ruleSet'];
  if (asked === undefined || asked === automatic) return newRuleSet(found.mode, rules.catalogue);
  const { mode, label } = ruleSetOf(rules.catalogue, asked);
  return mode === found.mode ? asked : { field: 'ruleSet', reason: say('wrongMode', { ...where, ruleSet: label }) };
}

function planOf({ catalogue }: Rules, ruleSet: string, answers: Answers): { plan: string } | Refusal {
  const { freePlan, paidPlans, label } = ruleSetOf(catalogue, ruleSet);
  const asked = answers['plan'];
  if (asked === undefined || asked === free) return { plan: freePlan };
  if ([freePlan, ...paidPlans].includes(asked)) return { plan: asked };
  return { field: 'plan', reason: say('wrongPlan', { plan: planLabel(catalogue, asked), ruleSet: label }) };
}

/** The beginning of the day of creation in the billing time zone; the form fills in today. */
function createdAt({ rules, at }: Registering, answers: Answers): string {
  return rules.calendar.startOfDay(answers['createdAt'] ?? rules.calendar.dayOf(at));
}
