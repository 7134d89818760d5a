import { limitsOf } from '../../domain/entitlements/entitlement-check.js';
import {
  findMetric,
  type LimitUsage,
  limitUsages,
  percentOf,
  usageBar,
} from '../../domain/entitlements/limit-usage.js';
import type { Phrase } from '../../i18n/phrase.js';
import { type Chart, daysCharted } from '../attachments.js';
import { type NextAction, type Refusal, readOnlyPlan, type UnpricedPlan } from '../change-plan.js';
import type { Field } from '../form.js';
import { type AppOperation, type AppOperationContext, noConfirmation } from '../operation.js';
import { appName } from '../phrases.js';
import { usagePhrases } from './phrases.js';

const { phrase } = usagePhrases;

/** Shows how much of its limits an app uses; for one metric, with a chart of the last days. */
export const usage: AppOperation = {
  name: 'usage',
  subject: 'app',
  phrases: usagePhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary') },
  usage: '/imapp usage <app> [metric]',
  argument: 'metric',
  role: 'viewer',
  readOnly: true,
  requires: ['readings', 'dailyValues'],
  policy: () => noConfirmation,
  form: () => [metricField],
  plan: (ctx, values) => {
    const { metric } = values;
    return metric === undefined ? allMetricsPlan(ctx) : metricPlan(ctx, metric);
  },
};

/** A text rather than a select: a metric can be named by its id or by its name in any language. */
const metricField: Field = { kind: 'text', name: 'metric', label: phrase('metric'), optional: true, maxLength: 100 };

function allMetricsPlan({ app, rules, readings }: AppOperationContext): UnpricedPlan {
  const { sdkAppId } = app;
  const measured = limitUsages(rules.catalogue, app, readings);
  const charts = measured.map(
    ({ metric, label }): NextAction => ({ operation: 'usage', sdkAppId, prefill: { metric }, label }),
  );
  const lines = measured.length === 0 ? [phrase('nothing')] : measured.map(usageLine);
  return readOnlyPlan(
    [phrase('heading', { app: appName(app) }), ...lines],
    [...charts, { operation: 'show', sdkAppId }],
  );
}

function usageLine({ label: metric, value, limit, percent, at, subject }: LimitUsage): Phrase {
  const amount = usedText(value, limit, percent === null ? '' : `${usageBar(percent)} `);
  return subject === '' ? phrase('line', { metric, amount, at }) : phrase('lineOf', { metric, amount, at, subject });
}

/** A value with its limit and the percentage used. */
function usedText(value: number, limit: number | null, bar = ''): Phrase {
  const percent = percentOf(value, limit);
  return limit === null || percent === null
    ? phrase('unlimited', { value })
    : phrase('used', { bar, percent, value, limit });
}

function metricPlan(
  { app, rules, dailyValues, readings, at }: AppOperationContext,
  name: string,
): UnpricedPlan | Refusal {
  const { catalogue, calendar } = rules;
  const { sdkAppId } = app;
  const allMetrics: NextAction = { operation: 'usage', sdkAppId, label: phrase('all') };
  const found = limitsOf(catalogue, app).find(({ id }) => id === findMetric(catalogue, name));
  if (!found)
    return {
      field: 'metric',
      reason: phrase('unknown', { metric: name, app: appName(app) }),
      nextActions: [allMetrics],
    };
  const { metric, limit } = found;
  const heading = phrase('headingOf', { app: appName(app), metric });
  const current = limitUsages(catalogue, app, readings).filter((reading) => reading.metric === found.id);
  const [highest] = [...dailyValues].sort((a, b) => b.value - a.value);
  if (!highest)
    return readOnlyPlan([heading, ...current.map(usageLine), phrase('noDays', { count: daysCharted })], [allMetrics]);
  const highestLine = phrase('highest', {
    ...{ day: highest.day, amount: usedText(highest.value, limit) },
    ...{ count: daysCharted, zone: calendar.timeZone },
  });
  const title = phrase('chart', { app: appName(app), metric, count: daysCharted });
  const chart: Chart = {
    title,
    alt: phrase('alt', { title, most: highestLine }),
    points: dailyValues,
    limit,
    today: calendar.dayOf(at),
  };
  return readOnlyPlan(
    [heading, ...current.map(usageLine), highestLine],
    [allMetrics, { operation: 'show', sdkAppId }],
    { chart },
  );
}
