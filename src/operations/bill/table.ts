import type { LineItem } from '../../domain/billing/line-item.js';
import { decimalOf } from '../../domain/billing/money.js';
import type { Statement } from '../../domain/billing/statement.js';
import { addOnLabel, metricLabel } from '../../domain/labels.js';
import type { Text } from '../../i18n/phrase.js';
import type { Table } from '../attachments.js';
import type { AppOperationContext, Rules } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { partText } from './line-item-text.js';
import { billPhrases } from './phrases.js';

const { phrase } = billPhrases;

/** A statement as a list: amounts as plain decimals and days as dates, for spreadsheets. */
export function billTable({ app, rules }: AppOperationContext, statement: Statement): Table {
  const { month, currency, lines } = statement;
  return {
    name: `bill-${app.sdkAppId}-${month}`,
    title: phrase('tableTitle', { app: appName(app), month }),
    columns: [
      phrase('lineColumn'),
      phrase('detailColumn'),
      phrase('daysColumn'),
      phrase('usageColumn'),
      phrase('freeColumn'),
      phrase('amountColumn', { currency }),
      phrase('billedColumn'),
    ],
    rows: lines.map((line) => row(line, statement, rules)),
  };
}

function row(line: LineItem, { month, currency }: Statement, rules: Rules): (Text | number)[] {
  const days = rules.calendar.daysIn(month);
  const details =
    line.kind === 'overage'
      ? ''
      : phrase('details', { parts: line.parts.map((part) => partText(part, { id: line.id, days }, rules)) });
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

function labelOf({ kind, id }: LineItem, { catalogue }: Rules): Text {
  if (kind === 'plan') return operationsPhrases.phrase('plan');
  return kind === 'item' ? addOnLabel(catalogue, id) : metricLabel(catalogue, id);
}
