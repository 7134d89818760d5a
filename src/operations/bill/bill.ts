import { type Bill, billOf, closesAt } from '../../domain/billing/bill.js';
import type { Statement } from '../../domain/billing/statement.js';
import type { Phrase } from '../../i18n/phrase.js';
import { type Answers, type Ask, answer, type Unpriced } from '../change-plan.js';
import type { Field } from '../form.js';
import type { AppSituation } from '../operation.js';
import { type AppOperation, freely } from '../operation.js';
import { named } from '../plan-form.js';
import { lineText } from './line-item-text.js';
import { billBook } from './phrases.js';
import { billTable } from './table.js';

const { say } = billBook;

/** What an app costs in a month: so far and in all while the month runs, afterwards as it was frozen. */
export const bill: AppOperation = {
  name: 'bill',
  subject: 'app',
  book: billBook,
  text: { title: say('title'), label: say('label'), summary: say('summary') },
  usage: '/imapp bill <app> [month] [file=csv]',
  role: 'viewer',
  argument: 'month',
  answers: true,
  needs: ['history', 'bill'],
  policy: () => freely,
  form,
  plan,
};

function form({ rules, at }: AppSituation): Field[] {
  const thisMonth = rules.calendar.monthOf(at);
  const csv = { value: 'csv', label: say('csv') };
  return [
    { kind: 'month', name: 'month', label: say('month'), value: thisMonth, max: thisMonth },
    { kind: 'choice', name: 'file', label: say('file'), optional: true, options: [csv] },
  ];
}

function plan(situation: AppSituation, answers: Answers): Unpriced {
  const { rules, at, history } = situation;
  const month = answers['month'] ?? rules.calendar.monthOf(at);
  const found = billOf(month, { ...situation.bill, history }, { ...rules, at });
  const { statement, forecast } = found;
  const { currency, listed } = statement;
  const whole = forecast ?? statement;
  const lines = [
    heading(found, situation),
    ...(whole.lines.length === 0 ? [say('nothing')] : statement.lines.map((line) => lineText(line, statement, rules))),
    say(forecast ? 'totalSoFar' : 'total', { total: { minor: statement.total, currency } }),
    ...(forecast ? [say('forecast', { total: { minor: forecast.total, currency } })] : []),
    ...bills(whole),
    say('listed', { listed }),
  ];
  const file = answers['file'] === 'csv' ? { table: billTable(situation, whole) } : {};
  return answer(lines, next(situation, month), file);
}

function heading({ status, statement: { month } }: Bill, { app, rules, at }: AppSituation): Phrase {
  const values = { app: named(app), month };
  if (status === 'running')
    return say('running', { ...values, through: rules.calendar.dayOf(at), zone: rules.calendar.timeZone });
  return status === 'closing'
    ? say('closing', { ...values, closes: closesAt(month, rules.calendar) })
    : say('closed', values);
}

/** What is billed on each day, where that is more than one. */
function bills({ lines, currency }: Statement): Phrase[] {
  const days = [...new Set(lines.filter(({ amount }) => amount > 0).map(({ billedOn }) => billedOn))].sort();
  const sum = (day: string) => lines.reduce((all, { billedOn, amount }) => all + (billedOn === day ? amount : 0), 0);
  return days.map((on) => say('bill', { on, amount: { minor: sum(on), currency } }));
}

/** The months before and after, as far as there is anything to see. */
function next({ app: { sdkAppId }, rules: { calendar }, history, at }: AppSituation, month: string): Ask[] {
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
      draft: { month: other },
      label: say('otherMonth', { month: other }),
    })),
    { operation: 'bill', sdkAppId, draft: { month, file: 'csv' }, label: say('download') },
    { operation: 'show', sdkAppId },
  ];
}
