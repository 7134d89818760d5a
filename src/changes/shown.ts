import type { Change, Shown } from './change.js';
import { markOf } from './plan-fingerprint.js';

/** What a button or modal carries of the change that it shows. */
export function shownOf({ id, agreed }: Change): Shown {
  return { change: id, shown: markOf(agreed) };
}
