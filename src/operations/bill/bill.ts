import { type Bill, billOf, closesAt } from '../../domain/billing/bill.js';
import type { Statement } from '../../domain/billing/statement.js';
import { sumOf } from '../../i18n/currency.js';
import type { Phrase } from '../../i18n/phrase.js';
import { type FormValues, type NextAction, readOnlyPlan, type UnpricedPlan } from '../change-plan.js';
import type { Field } from '../form.js';
import { type AppOperation, type AppOperationContext, noConfirmation } from '../operation.js';
import { appName } from '../phrases.js';
import { lineText } from './line-item-text.js';
import { billPhrases } from './phrases.js';
import { billTable } from './table.js';

const { phrase } = billPhrases;

/** The bill of an app for a month: so far and as a forecast while the month runs, afterwards the final statement. */
export const bill: AppOperation = {
  name: 'bill',
  subject: 'app',
  phrases: billPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary') },
  usage: '/imapp bill <app> [month] [file=csv]',
  role: 'viewer',
  argument: 'month',
  readOnly: true,
  requires: ['history', 'bill'],
  policy: () => noConfirmation,
  form,
  plan,
};

function form({ rules, at }: AppOperationContext): Field[] {
  const thisMonth = rules.calendar.monthOf(at);
  const csv = { value: 'csv', label: phrase('csv') };
  return [
    { kind: 'month', name: 'month', label: phrase('month'), value: thisMonth, max: thisMonth },
    { kind: 'select', name: 'file', label: phrase('file'), optional: true, options: [csv] },
  ];
}

function plan(ctx: AppOperationContext, values: FormValues): UnpricedPlan {
  const { rules, at, history } = ctx;
  const month = values['month'] ?? rules.calendar.monthOf(at);
  const monthBill = billOf(month, { ...ctx.bill, history, dataCenter: ctx.app.dataCenter }, { ...rules, at });
  const { statement, forecast } = monthBill;
  const { currency, listed } = statement;
  const wholeMonth = forecast ?? statement;
  const lines = [
    heading(monthBill, ctx),
    ...(wholeMonth.lines.length === 0
      ? [phrase('nothing')]
      : statement.lines.map((line) => lineText(line, statement, rules))),
    phrase(forecast ? 'totalSoFar' : 'total', { total: { minor: statement.total, currency } }),
    ...(forecast ? [phrase('forecast', { total: { minor: forecast.total, currency } })] : []),
    ...billingDateLines(wholeMonth),
    ...(listed === null ? [] : [phrase('listed', { listed })]),
  ];
  const attachment = values['file'] === 'csv' ? { table: billTable(ctx, wholeMonth) } : {};
  return readOnlyPlan(lines, nextActions(ctx, month), attachment);
}

function heading({ status, statement: { month } }: Bill, { app, rules, at }: AppOperationContext): Phrase {
  const values = { app: appName(app), month };
  if (status === 'running')
    return phrase('running', { ...values, through: rules.calendar.dayOf(at), zone: rules.calendar.timeZone });
  return status === 'closing'
    ? phrase('closing', { ...values, closes: closesAt(month, rules.calendar) })
    : phrase('closed', values);
}

/** The amount that is billed on each date. */
function billingDateLines({ lines, currency }: Statement): Phrase[] {
  const dates = [...new Set(lines.filter(({ amount }) => amount !== 0).map(({ billedOn }) => billedOn))].sort();
  const totalOn = (date: string) =>
    sumOf(lines.filter(({ billedOn }) => billedOn === date).map(({ amount }) => amount));
  return dates.map((on) => phrase('bill', { on, amount: { minor: totalOn(on), currency } }));
}

/** The months before and after, if the app had a configuration in them. */
function nextActions(
  { app: { sdkAppId }, rules: { calendar }, history, at }: AppOperationContext,
  month: string,
): NextAction[] {
  const [first] = history;
  const { start, next: following } = calendar.spanOf(month);
  const previous = calendar.monthOf(new Date(Date.parse(start) - 1).toISOString());
  const otherMonths = [
    ...(first && previous >= calendar.monthOf(first.effectiveFrom) ? [previous] : []),
    ...(following <= calendar.monthOf(at) ? [following] : []),
  ];
  return [
    ...otherMonths.map((other) => ({
      operation: 'bill',
      sdkAppId,
      prefill: { month: other },
      label: phrase('otherMonth', { month: other }),
    })),
    { operation: 'bill', sdkAppId, prefill: { month, file: 'csv' }, label: phrase('download') },
    { operation: 'show', sdkAppId },
  ];
}
