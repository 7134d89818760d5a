import { type Bill, billOf, closesAt } from '../../domain/billing/bill.js';
import type { Statement } from '../../domain/billing/statement.js';
import type { Phrase } from '../../i18n/phrase.js';
import { answer, type FormValues, type NextAction, type UnpricedPlan } from '../change-plan.js';
import type { Field } from '../form.js';
import type { AppOperationContext } from '../operation.js';
import { type AppOperation, noConfirmation } from '../operation.js';
import { appName } from '../phrases.js';
import { lineText } from './line-item-text.js';
import { billPhrases } from './phrases.js';
import { billTable } from './table.js';

const { phrase } = billPhrases;

/** What an app costs in a month: so far and in all while the month runs, afterwards as it was frozen. */
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

function plan(situation: AppOperationContext, answers: FormValues): UnpricedPlan {
  const { rules, at, history } = situation;
  const month = answers['month'] ?? rules.calendar.monthOf(at);
  const found = billOf(month, { ...situation.bill, history }, { ...rules, at });
  const { statement, forecast } = found;
  const { currency, listed } = statement;
  const whole = forecast ?? statement;
  const lines = [
    heading(found, situation),
    ...(whole.lines.length === 0
      ? [phrase('nothing')]
      : statement.lines.map((line) => lineText(line, statement, rules))),
    phrase(forecast ? 'totalSoFar' : 'total', { total: { minor: statement.total, currency } }),
    ...(forecast ? [phrase('forecast', { total: { minor: forecast.total, currency } })] : []),
    ...bills(whole),
    phrase('listed', { listed }),
  ];
  const file = answers['file'] === 'csv' ? { table: billTable(situation, whole) } : {};
  return answer(lines, next(situation, month), file);
}

function heading({ status, statement: { month } }: Bill, { app, rules, at }: AppOperationContext): Phrase {
  const values = { app: appName(app), month };
  if (status === 'running')
    return phrase('running', { ...values, through: rules.calendar.dayOf(at), zone: rules.calendar.timeZone });
  return status === 'closing'
    ? phrase('closing', { ...values, closes: closesAt(month, rules.calendar) })
    : phrase('closed', values);
}

/** What is billed on each day, where that is more than one. */
function bills({ lines, currency }: Statement): Phrase[] {
  const days = [...new Set(lines.filter(({ amount }) => amount > 0).map(({ billedOn }) => billedOn))].sort();
  const sum = (day: string) => lines.reduce((all, { billedOn, amount }) => all + (billedOn === day ? amount : 0), 0);
  return days.map((on) => phrase('bill', { on, amount: { minor: sum(on), currency } }));
}

/** The months before and after, as far as there is anything to see. */
function next(
  { app: { sdkAppId }, rules: { calendar }, history, at }: AppOperationContext,
  month: string,
): NextAction[] {
  const [first] = history;
  const { start, next: after } = calendar.spanOf(month);
  const before = calendar.monthOf(new Date(Date.parse(start) - 1).toISOString());
  const others = [
    ...(first && before >= calendar.monthOf(first.from) ? [before] : []),
    ...(after <= calendar.monthOf(at) ? [after] : []),
  ];
  return [
    ...others.map((other) => ({
      operation: 'bill',
      sdkAppId,
      prefill: { month: other },
      label: phrase('otherMonth', { month: other }),
    })),
    { operation: 'bill', sdkAppId, prefill: { month, file: 'csv' }, label: phrase('download') },
    { operation: 'show', sdkAppId },
  ];
}
