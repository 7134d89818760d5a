import type { App, Configuration } from '../domain/app.js';
import { type Statement, statementOf } from '../domain/billing/statement.js';
import { ruleSetOf } from '../domain/catalogue/catalogue.js';
import { addOnLabel } from '../domain/labels.js';
import type { Phrase, Text } from '../i18n/phrase.js';
import type { AppUpdate, ChangePlan, FeeComparison, UnpricedPlan } from './change-plan.js';
import { feePhrases } from './fees.phrases.js';
import type { Operation, OperationContext, Rules } from './operation.js';
import { appName } from './plan-form.js';

const { phrase } = feePhrases;

/** The plan with what it costs: every plan that moves an app is priced, and by the function that charges. */
export function withFees(
  { name }: Operation,
  { rules, at, history, siblings }: OperationContext,
  plan: UnpricedPlan,
): ChangePlan {
  const moves = plan.updates.map((move) => {
    const sibling = siblings.find(({ app }) => app.sdkAppId === move.after.sdkAppId);
    return { ...move, history: sibling?.history ?? history };
  });
  return { ...plan, fees: moves.length > 0 ? compareFees(moves, { operation: name, at }, rules) : null };
}

/** A move with the configurations that the app has had until then. */
interface PricedMove extends AppUpdate {
  readonly history: readonly Configuration[];
}

interface Compared {
  readonly move: PricedMove;
  readonly before: Statement;
  readonly after: Statement;
}

/**
 * What moves at `at` cost: this month and the next, before and after, if nothing else happens. It comes from the
 * function that charges. Usage above the free quota is left out: it is not decided by the change, and would not bind.
 */
export function compareFees(
  moves: readonly PricedMove[],
  { operation, at }: { readonly operation: string; readonly at: string },
  rules: Rules,
): FeeComparison {
  const span = rules.calendar.spanOf(rules.calendar.monthOf(at));
  const months = [span.month, span.next].map((month) =>
    moves.map((move): Compared => {
      const { ruleSet, plan, addOns, state } = move.after;
      const to = { from: at, operation, ruleSet, plan, addOns, state, changed: move.usesAllowance };
      const charge = (history: readonly Configuration[]) => statementOf(month, { history, peaks: [] }, rules);
      return { move, before: charge(move.history), after: charge([...move.history, to]) };
    }),
  );
  const free = months.flat().every(({ before, after }) => before.total === 0 && after.total === 0);
  if (free) return { at, lines: [phrase('nothing')] };
  const { listed } = rules.catalogue.prices;
  const lines = [...months.flatMap((diffLines) => monthLines(diffLines, rules)), phrase('listed', { listed })];
  return { at, lines: moves.some(({ after }) => isPaid(after, rules)) ? [...lines, phrase('onTop')] : lines };
}

function isPaid({ ruleSet, plan, state }: App, { catalogue }: Rules): boolean {
  return state === 'active' && plan !== ruleSetOf(catalogue, ruleSet).freePlan;
}

/** Of a comparison what the months come to. */
export function totalsOf({ lines }: FeeComparison): readonly Phrase[] {
  return lines.filter(({ key }) => key === 'fee.month' || key === 'fee.monthSame');
}

/** A month's total, and below it what changes: line by line for one app, app by app for several. */
function monthLines(diffLines: readonly Compared[], rules: Rules): Phrase[] {
  const { month = '', currency = '' } = diffLines[0]?.before ?? {};
  const total = (which: 'before' | 'after') => diffLines.reduce((sum, it) => sum + it[which].total, 0);
  const [before, after] = [money(total('before'), currency), money(total('after'), currency)];
  const heading =
    before.minor === after.minor
      ? phrase('monthSame', { month, now: after })
      : phrase('month', { month, before, after });
  const [only, ...more] = diffLines;
  if (!only) return [];
  return [heading, ...(more.length === 0 ? feeLines(only, rules) : appLines(diffLines))];
}

const shown = 20;

/** As many apps as can be read, and how many there are besides. */
function appLines(diffLines: readonly Compared[]): Phrase[] {
  const more = diffLines.length > shown ? [phrase('more', { count: diffLines.length - shown })] : [];
  return [...diffLines.slice(0, shown).map(appLine), ...more];
}

function appLine({ move, before, after }: Compared): Phrase {
  const { currency } = after;
  return phrase('ofApp', {
    app: appName(move.after),
    before: money(before.total, currency),
    after: money(after.total, currency),
  });
}

function feeLines({ before, after }: Compared, rules: Rules): Phrase[] {
  const found = new Map([...before.lines, ...after.lines].map((line) => [line.id, line]));
  return [...found.values()].flatMap(({ id, billedOn: on }) => {
    const at = (statement: Statement) =>
      money(statement.lines.find((line) => line.id === id)?.amount ?? 0, statement.currency);
    const [was, is] = [at(before), at(after)];
    const what = feeLabel(id, rules);
    if (was.minor === 0 && is.minor === 0) return [];
    return [
      was.minor === is.minor
        ? phrase('lineSame', { what, now: is, on })
        : phrase('line', { what, before: was, after: is, on }),
    ];
  });
}

/** What a fee is for: the plan, or a value-added item. */
function feeLabel(id: string, { catalogue }: Rules): Text {
  return id === 'plan' ? phrase('plan') : addOnLabel(catalogue, id);
}

function money(minor: number, currency: string) {
  return { minor, currency };
}
