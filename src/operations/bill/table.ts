import type { FeeLine } from '../../domain/billing/line-item.js';
import { decimalOf } from '../../domain/billing/money.js';
import type { Statement } from '../../domain/billing/statement.js';
import { addOnLabel, metricLabel } from '../../domain/labels.js';
import type { Text } from '../../i18n/phrase.js';
import type { AppSituation, Rules } from '../operation.js';
import { operationBook } from '../phrases.js';
import { named } from '../plan-form.js';
import type { Table } from '../table.js';
import { partText } from './line-item-text.js';
import { billBook } from './phrases.js';

const { say } = billBook;

/** A statement as a list: amounts as plain decimals and days as dates, for spreadsheets. */
export function billTable({ app, rules }: AppSituation, statement: Statement): Table {
  const { month, currency, lines } = statement;
  return {
    name: `bill-${app.sdkAppId}-${month}`,
    title: say('tableTitle', { app: named(app), month }),
    columns: [
      say('lineColumn'),
      say('detailColumn'),
      say('daysColumn'),
      say('usageColumn'),
      say('freeColumn'),
      say('amountColumn', { currency }),
      say('billedColumn'),
    ],
    rows: lines.map((line) => row(line, statement, rules)),
  };
}

function row(line: FeeLine, { month, currency }: Statement, rules: Rules): (Text | number)[] {
  const days = rules.calendar.daysIn(month);
  const details =
    line.kind === 'overage'
      ? ''
      : say('details', { parts: line.parts.map((part) => partText(part, { id: line.id, days }, rules)) });
  return [
    labelOf(line, rules),
    details,
    line.parts.reduce((sum, part) => sum + part.days, 0),
    line.usage?.peak ?? '',
    line.usage?.free ?? '',
    decimalOf(line.amount, currency),
    line.billedOn,
  ];
}

function labelOf({ kind, id }: FeeLine, { catalogue }: Rules): Text {
  if (kind === 'plan') return operationBook.say('plan');
  return kind === 'item' ? addOnLabel(catalogue, id) : metricLabel(catalogue, id);
}
