import type { App, Configuration } from '../domain/app.js';
import { type Price, roundedHalfUp } from '../domain/billing/money.js';
import { type Statement, statementOf } from '../domain/billing/statement.js';
import { ruleSetOf } from '../domain/catalogue/catalogue.js';
import type { PriceList } from '../domain/catalogue/price-list.js';
import { addOnLabel } from '../domain/labels.js';
import { type MinorUnits, sumOf } from '../i18n/currency.js';
import type { Money, Phrase, Text } from '../i18n/phrase.js';
import type { AppUpdate, ChangePlan, FeeComparison, UnpricedPlan } from './change-plan.js';
import { feePhrases } from './fees.phrases.js';
import { historyAfter } from './history-after.js';
import type { Operation, OperationContext, Rules } from './operation.js';
import { appName } from './phrases.js';

const { phrase } = feePhrases;

export const freePhrase: Phrase = phrase('free');

/** A monthly price of the list. */
export function priceText({ currency, perMinor }: PriceList, price: Price): Phrase {
  const minor = roundedHalfUp(price, perMinor);
  return minor === 0 ? freePhrase : phrase('monthly', { price: { minor, currency } });
}

/** The plan with its fees. Every plan that changes a configuration has them; they come from the function that charges. */
export function withFees(
  { name }: Operation,
  { rules, at, history, siblings, fileRecords }: OperationContext,
  plan: UnpricedPlan,
): ChangePlan {
  const updates = plan.updates.map((update) => {
    const sibling = [...siblings, ...fileRecords.apps].find(({ app }) => app.sdkAppId === update.after.sdkAppId);
    return { ...update, history: sibling?.history ?? history };
  });
  const priced = updates.some(({ periods, moved }) => periods === undefined || periods.length > 0 || moved);
  return { ...plan, fees: priced ? compareFees(updates, { operation: name, at }, rules) : null };
}

/** An update with the configurations that the app has had before it, oldest first. */
interface UpdateWithHistory extends AppUpdate {
  readonly history: readonly Configuration[];
}

interface StatementComparison {
  readonly app: App;
  readonly before: Statement;
  readonly after: Statement;
}

/**
 * The fees of this month and the next with and without updates at `at`, if nothing else changes, by the function that
 * charges. Overage is left out: the change does not decide it, so the amount would not be binding.
 */
export function compareFees(
  updates: readonly UpdateWithHistory[],
  { operation, at }: { readonly operation: string; readonly at: string },
  rules: Rules,
): FeeComparison {
  const span = rules.calendar.spanOf(rules.calendar.monthOf(at));
  const months = [span.month, span.next].map((month) =>
    updates.map(({ history, ...update }): StatementComparison => {
      const statement = (configurations: readonly Configuration[]) =>
        statementOf(month, { history: configurations, peaks: [], dataCenter: update.after.dataCenter }, rules);
      const after = statement(historyAfter(history, update, { operation, at }));
      return { app: update.after, before: statement(history), after };
    }),
  );
  const free = months.flat().every(({ before, after }) => before.total === 0 && after.total === 0);
  if (free) return { at, lines: [phrase('nothing')] };
  const lines = [...months.flatMap((comparisons) => monthLines(comparisons, rules)), ...listedLine(months.flat())];
  return { at, lines: updates.some(({ after }) => isPaid(after, rules)) ? [...lines, phrase('onTop')] : lines };
}

/** The date of the vendor's price list, if all prices are from that list. */
function listedLine(comparisons: readonly StatementComparison[]): Phrase[] {
  const [listed = null, ...others] = new Set(comparisons.map(({ after }) => after.listed));
  return listed === null || others.length > 0 ? [] : [phrase('listed', { listed })];
}

function isPaid({ ruleSet, plan, state }: App, { catalogue }: Rules): boolean {
  return state === 'active' && plan !== ruleSetOf(catalogue, ruleSet).freePlan;
}

/** The lines of a comparison that hold the totals of its months. */
export function totalsOf({ lines }: FeeComparison): readonly Phrase[] {
  return lines.filter(({ key }) => key === 'fee.month' || key === 'fee.monthSame');
}

/** A month's total, then the details: fee by fee for one app, app by app for several. */
function monthLines(comparisons: readonly StatementComparison[], rules: Rules): Phrase[] {
  const [first, ...others] = comparisons;
  if (!first) return [];
  const { month, currency } = first.before;
  const total = (side: 'before' | 'after') => sumOf(comparisons.map((statements) => statements[side].total));
  const [before, after] = [money(total('before'), currency), money(total('after'), currency)];
  const heading =
    before.minor === after.minor
      ? phrase('monthSame', { month, now: after })
      : phrase('month', { month, before, after });
  return [heading, ...(others.length === 0 ? feeLines(first, rules) : appLines(comparisons, rules))];
}

const maxAppsListed = 20;

/** Each app with its fees, line by line; beyond the maximum, how many more apps there are. */
function appLines(comparisons: readonly StatementComparison[], rules: Rules): Phrase[] {
  const hidden = comparisons.length - maxAppsListed;
  return [
    ...comparisons.slice(0, maxAppsListed).flatMap((of) => [appLine(of), ...feeLines(of, rules, 'feeOfApp')]),
    ...(hidden > 0 ? [phrase('more', { count: hidden })] : []),
  ];
}

function appLine({ app, before, after }: StatementComparison): Phrase {
  const { currency } = after;
  return phrase('ofApp', {
    app: appName(app),
    before: money(before.total, currency),
    after: money(after.total, currency),
  });
}

/** The plan's and each item's fee; those that are zero before and after are left out. */
function feeLines({ before, after }: StatementComparison, rules: Rules, of: 'fee' | 'feeOfApp' = 'fee'): Phrase[] {
  const lineItems = new Map([...before.lines, ...after.lines].map((line) => [line.id, line]));
  return [...lineItems.values()].flatMap(({ id, billedOn: on }) => {
    const amountIn = (statement: Statement) =>
      money(statement.lines.find((line) => line.id === id)?.amount ?? 0, statement.currency);
    const [was, is] = [amountIn(before), amountIn(after)];
    const what = feeLabel(id, rules);
    if (was.minor === 0 && is.minor === 0) return [];
    return [
      was.minor === is.minor
        ? phrase(of === 'fee' ? 'lineSame' : 'lineOfAppSame', { what, now: is, on })
        : phrase(of === 'fee' ? 'line' : 'lineOfApp', { what, before: was, after: is, on }),
    ];
  });
}

/** The name of what a line item charges: the plan, or a value-added item. */
function feeLabel(id: string, { catalogue }: Rules): Text {
  return id === 'plan' ? phrase('plan') : addOnLabel(catalogue, id);
}

function money(minor: MinorUnits, currency: string): Money {
  return { minor, currency };
}
