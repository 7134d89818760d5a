import {
  findMetric,
  type LimitUsage,
  limitUsages,
  percentOf,
  usageBar,
} from '../../domain/entitlements/limit-usage.js';
import { limitsOf } from '../../domain/entitlements/limits.js';
import type { Phrase } from '../../i18n/phrase.js';
import { type Chart, daysCharted } from '../attachments.js';
import { answer, type NextAction, type Refusal, type UnpricedPlan } from '../change-plan.js';
import type { Field } from '../form.js';
import type { AppOperationContext } from '../operation.js';
import { type AppOperation, noConfirmation } from '../operation.js';
import { appName } from '../phrases.js';
import { usagePhrases } from './phrases.js';

const { phrase } = usagePhrases;

/** How much of its limits an app uses; with a metric, that one over the last days, as a chart. */
export const usage: AppOperation = {
  name: 'usage',
  subject: 'app',
  phrases: usagePhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary') },
  usage: '/imapp usage <app> [metric]',
  argument: 'metric',
  role: 'viewer',
  readOnly: true,
  requires: ['readings', 'days'],
  policy: () => noConfirmation,
  form: () => [metricField],
  plan: (situation, answers) => {
    const asked = answers['metric'];
    return asked === undefined ? everyMetric(situation) : oneMetric(situation, asked);
  },
};

/** By id or by name, in any language: so it is a text, not a choice. */
const metricField: Field = { kind: 'text', name: 'metric', label: phrase('metric'), optional: true, maxLength: 100 };

function everyMetric({ app, rules, readings }: AppOperationContext): UnpricedPlan {
  const { sdkAppId } = app;
  const measured = limitUsages(rules.catalogue, app, readings);
  const charts = measured.map(
    ({ metric, label }): NextAction => ({ operation: 'usage', sdkAppId, prefill: { metric }, label }),
  );
  const lines = measured.length === 0 ? [phrase('nothing')] : measured.map(line);
  return answer([phrase('heading', { app: appName(app) }), ...lines], [...charts, { operation: 'show', sdkAppId }]);
}

function line({ label: metric, value, limit, percent, at, subject }: LimitUsage): Phrase {
  const amount = amountOf(value, limit, percent === null ? '' : `${usageBar(percent)} `);
  return subject === '' ? phrase('line', { metric, amount, at }) : phrase('lineOf', { metric, amount, at, subject });
}

/** A value beside its limit, with what it is of it. */
function amountOf(value: number, limit: number | null, bar = ''): Phrase {
  const percent = percentOf(value, limit);
  return limit === null || percent === null
    ? phrase('unlimited', { value })
    : phrase('used', { bar, percent, value, limit });
}

function oneMetric({ app, rules, days, readings, at }: AppOperationContext, asked: string): UnpricedPlan | Refusal {
  const { catalogue, calendar } = rules;
  const { sdkAppId } = app;
  const all: NextAction = { operation: 'usage', sdkAppId, label: phrase('all') };
  const found = limitsOf(catalogue, app).find(({ id }) => id === findMetric(catalogue, asked));
  if (!found)
    return { field: 'metric', reason: phrase('unknown', { metric: asked, app: appName(app) }), nextActions: [all] };
  const { metric, limit } = found;
  const heading = phrase('headingOf', { app: appName(app), metric });
  const now = limitUsages(catalogue, app, readings).filter((it) => it.metric === found.id);
  const [highest] = [...days].sort((a, b) => b.value - a.value);
  if (!highest) return answer([heading, ...now.map(line), phrase('noDays', { count: daysCharted })], [all]);
  const most = phrase('highest', {
    ...{ day: highest.day, amount: amountOf(highest.value, limit) },
    ...{ count: daysCharted, zone: calendar.timeZone },
  });
  const title = phrase('chart', { app: appName(app), metric, count: daysCharted });
  const chart: Chart = { title, alt: phrase('alt', { title, most }), points: days, limit, today: calendar.dayOf(at) };
  return answer([heading, ...now.map(line), most], [all, { operation: 'show', sdkAppId }], { chart });
}
