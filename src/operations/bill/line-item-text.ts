import type { LineItem, LineItemPart } from '../../domain/billing/line-item.js';
import type { Statement } from '../../domain/billing/statement.js';
import { overagePrice, priceListOn } from '../../domain/catalogue/price-list.js';
import { addOnLabel, addOnText, metricLabel, planLabel } from '../../domain/labels.js';
import type { Phrase } from '../../i18n/phrase.js';
import type { Rules } from '../operation.js';
import { billPhrases } from './phrases.js';

const { phrase } = billPhrases;

/** A line of a statement: what is charged, the amount, how it is computed, and when it is billed. */
export function lineText(line: LineItem, statement: Pick<Statement, 'month' | 'currency'>, rules: Rules): Phrase {
  const { kind, id, usage, billedOn: on } = line;
  const values = { amount: { minor: line.amount, currency: statement.currency }, on };
  if (kind === 'overage' && usage) {
    const { month } = statement;
    const per = usage.per ?? overagePrice(priceListOn(rules.catalogue, `${month}-01`), id)?.per ?? 1;
    return phrase('overage', { ...values, ...usage, per, metric: metricLabel(rules.catalogue, id) });
  }
  const days = rules.calendar.daysIn(statement.month);
  const parts = line.parts.map((part) => partText(part, { id, days }, rules));
  return kind === 'plan'
    ? phrase('plan', { ...values, parts })
    : phrase('item', { ...values, parts, item: addOnLabel(rules.catalogue, id) });
}

/** The plan or the item's value, and for how many days it was charged. */
export function partText(part: LineItemPart, { id, days }: { id: string; days: number }, { catalogue }: Rules): Phrase {
  const what =
    part.value === null
      ? planLabel(catalogue, part.plan)
      : addOnText(catalogue, { item: id, plan: part.plan }, part.value);
  return part.days === days ? phrase('wholeMonth', { what }) : phrase('days', { what, count: part.days });
}
