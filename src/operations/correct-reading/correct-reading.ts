import type { Peak } from '../../domain/billing/line-item.js';
import { statementOf } from '../../domain/billing/statement.js';
import { findMetric } from '../../domain/entitlements/limit-usage.js';
import { metricLabel } from '../../domain/labels.js';
import type { Phrase } from '../../i18n/phrase.js';
import type { FormValues, Refusal, UnpricedPlan } from '../change-plan.js';
import type { Field } from '../form.js';
import { type AppOperation, type AppOperationContext, reasonOnly } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { correctReadingPhrases } from './phrases.js';

const { phrase } = correctReadingPhrases;

const largestValue = 999_999_999_999_999;

/** Puts the value of a metric on a day right, while its month is open. Readings measured before that no longer count. */
export const correctReading: AppOperation = {
  name: 'correct-reading',
  subject: 'app',
  phrases: correctReadingPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('undo') },
  usage: '/imapp correct-reading <app> [metric=…] [day=…] [value=…]',
  role: 'operator',
  readOnly: false,
  requires: ['bill', 'takesReadings'],
  policy: () => reasonOnly,
  form,
  plan,
};

function form({ rules, at }: AppOperationContext, prefill: FormValues): Field[] {
  const value = (name: string) => (prefill[name] === undefined ? {} : { value: prefill[name] });
  const today = rules.calendar.dayOf(at);
  return [
    { kind: 'text', name: 'metric', label: phrase('metric'), maxLength: 100, ...value('metric') },
    { kind: 'date', name: 'day', label: phrase('day'), hint: phrase('dayHint'), max: today, ...value('day') },
    { kind: 'number', name: 'value', label: phrase('value'), min: 0, max: largestValue, ...value('value') },
  ];
}

function plan(ctx: AppOperationContext, values: FormValues): UnpricedPlan | Refusal {
  const { app, rules, bill, takesReadings } = ctx;
  const { metric: named = '', day = '' } = values;
  const metric = findMetric(rules.catalogue, named);
  if (metric === null) {
    const metrics = Object.keys(rules.catalogue.metrics);
    return { field: 'metric', reason: phrase('unknownMetric', { metric: named, metrics }) };
  }
  if (!takesReadings || bill.closed) return { field: 'day', reason: phrase('closed', { day }) };
  const value = Number(values['value']);
  const before = bill.peaks.find((peak) => peak.metric === metric && peak.day === day)?.value ?? null;
  if (before === value) return { field: 'value', reason: operationsPhrases.phrase('noChange') };
  const label = metricLabel(rules.catalogue, metric);
  const was = before === null ? phrase('none') : phrase('amount', { value: before });
  return {
    updates: [{ after: app, usesAllowance: [], periods: [], reading: { metric, day, before, value } }],
    lines: [phrase('reading', { metric: label, day, before: was, after: value }), feeLine(ctx, { metric, day, value })],
    warnings: [],
    loss: null,
    undo: phrase('undo'),
    done: phrase('done', { app: appName(app), metric: label, day, value }),
    nextActions: [{ operation: 'usage', sdkAppId: app.sdkAppId, prefill: { metric } }],
  };
}

/** What the month of the day costs so far, before and after, overage included. */
function feeLine({ rules, history, bill, at }: AppOperationContext, corrected: Peak): Phrase {
  const month = corrected.day.slice(0, 7);
  const others = bill.peaks.filter(({ metric, day }) => metric !== corrected.metric || day !== corrected.day);
  const through = rules.calendar.dayOf(at);
  const fee = (peaks: readonly Peak[]) => {
    const { total: minor, currency } = statementOf(month, { history, peaks, through }, rules);
    return { minor, currency };
  };
  const [before, after] = [fee(bill.peaks), fee([...others, corrected])];
  return before.minor === after.minor
    ? phrase('feesSame', { month, now: after })
    : phrase('fees', { month, before, after });
}
