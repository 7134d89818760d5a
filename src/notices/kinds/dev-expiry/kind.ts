import type { Phrase } from '../../../i18n/phrase.js';
import type { NoticeKind } from '../../notice.js';
import { devExpiryPhrases } from './phrases.js';

const { phrase } = devExpiryPhrases;

/** `days` is how many are left at most; 0: it is suspended. `now` is how the app stands since this is over. */
type DevExpiry = {
  readonly app: string;
  readonly until: string;
  readonly days: number;
  readonly now?: { readonly state: string; readonly until: string | null };
};

/** A developer edition's validity is about to end, or has ended. */
export const devExpiry: NoticeKind<DevExpiry> = {
  phrases: devExpiryPhrases,
  label: phrase('label'),
  render: (payload) => ({
    lines: [...headline(payload), phrase('what')],
    nextActions: [{ operation: 'extend' }, { operation: 'upgrade' }],
  }),
  resolvedText: ({ app, now }) => {
    if (now?.state === 'disabled' || now?.state === 'purged') return phrase('disabled', { app });
    return now?.until ? phrase('extended', { app, until: now.until }) : phrase('endless', { app });
  },
  headline: (count) => phrase('many', { count }),
  columns: [phrase('app'), phrase('until'), phrase('state')],
  tableRow: ({ app, until, days }) => [app, phrase('instant', { until }), state(days)],
};

function headline({ app, until, days }: DevExpiry): Phrase[] {
  return [days === 0 ? phrase('suspended', { app, until }) : phrase('ending', { app, until, count: days })];
}

function state(days: number): Phrase {
  return days === 0 ? phrase('isSuspended') : phrase('left', { count: days });
}
