import type { NoticeKind } from '../../notice.js';
import { disableCountdownPhrases } from './phrases.js';

const { phrase } = disableCountdownPhrases;

/** `days` is how many are left at most; 0: it is gone. `now` is how the app stands since this is over. */
type DisableCountdown = {
  readonly app: string;
  readonly until: string;
  readonly days: number;
  readonly now?: { readonly state: string };
};

/** A disabled app's data is about to go for ever, or is gone. */
export const disableCountdown: NoticeKind<DisableCountdown> = {
  phrases: disableCountdownPhrases,
  label: phrase('label'),
  render: ({ app, until, days }) =>
    days === 0
      ? { lines: [phrase('gone', { app, until })], nextActions: [] }
      : {
          lines: [phrase('going', { app, until, count: days }), phrase('what')],
          nextActions: [{ operation: 'restore' }],
        },
  resolvedText: ({ app }) => phrase('restored', { app }),
  headline: (count) => phrase('many', { count }),
  columns: [phrase('app'), phrase('until'), phrase('state')],
  tableRow: ({ app, until, days }) => [
    app,
    phrase('instant', { until }),
    days === 0 ? phrase('isGone') : phrase('left', { count: days }),
  ],
};
