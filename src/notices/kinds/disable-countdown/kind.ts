import type { NoticeKind } from '../../notice.js';
import { disableCountdownPhrases } from './phrases.js';

const { phrase } = disableCountdownPhrases;

/** At most `days` are left; 0: the data is deleted. `now`: the state of the app when the notice was resolved. */
type DisableCountdown = {
  readonly app: string;
  readonly until: string;
  readonly days: number;
  readonly now?: { readonly state: string };
};

/** The data of a disabled app is about to be deleted for good, or is deleted. */
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
