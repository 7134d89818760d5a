import { gauge, metricNamed, type Pressure, percentOf, pressures } from '../../domain/entitlements/limit-usage.js';
import { limitsOf } from '../../domain/entitlements/limits.js';
import type { Phrase } from '../../i18n/phrase.js';
import { type Chart, daysCharted } from '../attachments.js';
import { type Ask, answer, type Refusal, type Unpriced } from '../change-plan.js';
import type { Field } from '../form.js';
import type { AppSituation } from '../operation.js';
import { type AppOperation, freely } from '../operation.js';
import { named } from '../plan-form.js';
import { usageBook } from './phrases.js';

const { say } = usageBook;

/** How much of its limits an app uses; with a metric, that one over the last days, as a chart. */
export const usage: AppOperation = {
  name: 'usage',
  subject: 'app',
  book: usageBook,
  text: { title: say('title'), label: say('label'), summary: say('summary') },
  usage: '/imapp usage <app> [metric]',
  argument: 'metric',
  role: 'viewer',
  answers: true,
  needs: ['readings', 'days'],
  policy: () => freely,
  form: () => [metricField],
  plan: (situation, answers) => {
    const asked = answers['metric'];
    return asked === undefined ? everyMetric(situation) : oneMetric(situation, asked);
  },
};

/** By id or by name, in any language: so it is a text, not a choice. */
const metricField: Field = { kind: 'text', name: 'metric', label: say('metric'), optional: true, maxLength: 100 };

function everyMetric({ app, rules, readings }: AppSituation): Unpriced {
  const { sdkAppId } = app;
  const measured = pressures(rules.catalogue, app, readings);
  const charts = measured.map(({ metric, label }): Ask => ({ operation: 'usage', sdkAppId, draft: { metric }, label }));
  const lines = measured.length === 0 ? [say('nothing')] : measured.map(line);
  return answer([say('heading', { app: named(app) }), ...lines], [...charts, { operation: 'show', sdkAppId }]);
}

function line({ label: metric, value, limit, percent, at, subject }: Pressure): Phrase {
  const amount = amountOf(value, limit, percent === null ? '' : `${gauge(percent)} `);
  return subject === '' ? say('line', { metric, amount, at }) : say('lineOf', { metric, amount, at, subject });
}

/** A value beside its limit, with what it is of it. */
function amountOf(value: number, limit: number | null, bar = ''): Phrase {
  const percent = percentOf(value, limit);
  return limit === null || percent === null ? say('unlimited', { value }) : say('used', { bar, percent, value, limit });
}

function oneMetric({ app, rules, days, readings, at }: AppSituation, asked: string): Unpriced | Refusal {
  const { catalogue, calendar } = rules;
  const { sdkAppId } = app;
  const all: Ask = { operation: 'usage', sdkAppId, label: say('all') };
  const found = limitsOf(catalogue, app).find(({ id }) => id === metricNamed(catalogue, asked));
  if (!found) return { field: 'metric', reason: say('unknown', { metric: asked, app: named(app) }), next: [all] };
  const { metric, limit } = found;
  const heading = say('headingOf', { app: named(app), metric });
  const now = pressures(catalogue, app, readings).filter((it) => it.metric === found.id);
  const [highest] = [...days].sort((a, b) => b.value - a.value);
  if (!highest) return answer([heading, ...now.map(line), say('noDays', { count: daysCharted })], [all]);
  const most = say('highest', {
    ...{ day: highest.day, amount: amountOf(highest.value, limit) },
    ...{ count: daysCharted, zone: calendar.timeZone },
  });
  const title = say('chart', { app: named(app), metric, count: daysCharted });
  const chart: Chart = { title, alt: say('alt', { title, most }), points: days, limit, today: calendar.dayOf(at) };
  return answer([heading, ...now.map(line), most], [all, { operation: 'show', sdkAppId }], { chart });
}
