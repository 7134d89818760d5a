import type { NoticeKind } from '../../notice.js';
import { disableCountdownBook } from './phrases.js';

const { say } = disableCountdownBook;

/** `days` is how many are left at most; 0: it is gone. `now` is how the app stands since this is over. */
type DisableCountdown = {
  readonly app: string;
  readonly until: string;
  readonly days: number;
  readonly now?: { readonly state: string };
};

/** A disabled app's data is about to go for ever, or is gone. */
export const disableCountdown: NoticeKind<DisableCountdown> = {
  kind: 'disable-countdown',
  book: disableCountdownBook,
  label: say('label'),
  draw: ({ app, until, days }) =>
    days === 0
      ? { lines: [say('gone', { app, until })], next: [] }
      : {
          lines: [say('going', { app, until, count: days }), say('what')],
          next: [{ operation: 'restore' }],
        },
  over: ({ app }) => say('restored', { app }),
  headline: (count) => say('many', { count }),
  columns: [say('app'), say('until'), say('state')],
  row: ({ app, until, days }) => [
    app,
    say('instant', { until }),
    days === 0 ? say('isGone') : say('left', { count: days }),
  ],
};
