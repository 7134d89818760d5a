import type { Configuration } from '../app.js';
import type { Calendar } from '../calendar.js';

/** Whether this month's change of a plan or an item is used, and if so, from when on there is another. */
type Allowance = { readonly used: false } | { readonly used: true; readonly usedAt: string; readonly again: string };

type History = readonly Configuration[];

/**
 * The plan and each value-added item may be changed once per calendar month of the billing time zone. `item` is
 * `plan` or an item's name. Decision: an upgrade is not a change; its configuration lists nothing as changed.
 */
export function changeAllowance(history: History, item: string, at: string, calendar: Calendar): Allowance {
  const used = changesThisMonth(history, item, { at, calendar }).at(-1);
  return used ? { used: true, usedAt: used.from, again: calendar.nextMonthStart(at) } : { used: false };
}

/**
 * Decision (`legacy-monthly`): an item may be put back to what it was when the month began although its change is
 * used; scenario 1 of the source does so. It is a change like any other, and the last one of the month.
 */
export function mayRevert(
  history: History,
  to: { readonly item: string; readonly value: number | true | undefined },
  { at, calendar }: { readonly at: string; readonly calendar: Calendar },
): boolean {
  const monthBegan = calendar.startOfMonth(calendar.monthOf(at));
  const then = history.filter((it) => it.from <= monthBegan).at(-1)?.addOns[to.item];
  return to.value === then && changesThisMonth(history, to.item, { at, calendar }).length === 1;
}

function changesThisMonth(
  history: History,
  item: string,
  { at, calendar }: { at: string; calendar: Calendar },
): History {
  const month = calendar.monthOf(at);
  return history.filter((it) => it.changed.includes(item) && calendar.monthOf(it.from) === month);
}
