import type { Configuration } from '../app.js';
import type { Calendar } from '../calendar.js';

/** Whether this month's change of the plan or an item is used: when, and when the next one is possible. */
type Allowance = { readonly used: false } | { readonly used: true; readonly usedAt: string; readonly again: string };

type History = readonly Configuration[];

/**
 * The plan and each value-added item may be changed once per calendar month of the billing time zone. `item` is `plan`
 * or the id of an item. Decision: an upgrade does not count as a change; its configuration lists nothing as changed.
 */
export function changeAllowance(history: History, item: string, at: string, calendar: Calendar): Allowance {
  const used = changesThisMonth(history, item, { at, calendar }).at(-1);
  return used ? { used: true, usedAt: used.effectiveFrom, again: calendar.nextMonthStart(at) } : { used: false };
}

/**
 * Decision (`legacy-monthly`): an item may be reverted to its value at the start of the month although its change is
 * used; scenario 1 of the source does so. The revert is a change too, and the last one of the month.
 */
export function mayRevert(
  history: History,
  to: { readonly item: string; readonly value: number | true | undefined },
  { at, calendar }: { readonly at: string; readonly calendar: Calendar },
): boolean {
  const monthStart = calendar.startOfMonth(calendar.monthOf(at));
  const valueAtStart = history.filter(({ effectiveFrom }) => effectiveFrom <= monthStart).at(-1)?.addOns[to.item];
  return to.value === valueAtStart && changesThisMonth(history, to.item, { at, calendar }).length === 1;
}

function changesThisMonth(
  history: History,
  item: string,
  { at, calendar }: { at: string; calendar: Calendar },
): History {
  const month = calendar.monthOf(at);
  return history.filter(
    ({ usedAllowances, effectiveFrom }) => usedAllowances.includes(item) && calendar.monthOf(effectiveFrom) === month,
  );
}
