import { markOf } from './binding.js';
import type { Change, Shown } from './outcome.js';

/** What a button or modal carries of the change that it shows. */
export function shownOf({ id, agreed }: Change): Shown {
  return { change: id, shown: markOf(agreed) };
}
