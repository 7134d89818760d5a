import type { LineItem } from '../../domain/billing/line-item.js';
import type { Statement } from '../../domain/billing/statement.js';
import { addOnLabel, metricLabel } from '../../domain/labels.js';
import { decimalOf } from '../../i18n/currency.js';
import type { Text } from '../../i18n/phrase.js';
import type { Table } from '../attachments.js';
import type { AppOperationContext, Rules } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { partText } from './line-item-text.js';
import { billPhrases } from './phrases.js';

const { phrase } = billPhrases;

/** A statement as a table for spreadsheets: amounts as decimals, dates as YYYY-MM-DD. */
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
    rows: lines.map((line) => tableRow(line, statement, rules)),
  };
}

function tableRow(line: LineItem, { month, currency }: Statement, rules: Rules): (Text | number)[] {
  const days = rules.calendar.daysIn(month);
  const details =
    line.kind === 'overage'
      ? ''
      : phrase('details', { parts: line.parts.map((part) => partText(part, { id: line.id, days }, rules)) });
  return [
    lineLabel(line, rules),
    details,
    line.parts.reduce((sum, part) => sum + part.days, 0),
    line.usage?.peak ?? '',
    line.usage?.free ?? '',
    decimalOf(line.amount, currency),
    line.billedOn,
  ];
}

function lineLabel({ kind, id }: LineItem, { catalogue }: Rules): Text {
  if (kind === 'plan') return operationsPhrases.phrase('plan');
  return kind === 'item' ? addOnLabel(catalogue, id) : metricLabel(catalogue, id);
}
