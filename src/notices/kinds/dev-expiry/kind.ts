import type { Phrase } from '../../../i18n/phrase.js';
import type { NoticeKind } from '../../notice.js';
import { devExpiryPhrases } from './phrases.js';

const { phrase } = devExpiryPhrases;

/**
 * At most `days` are left; 0: the app is suspended. `now`: state and validity of the app when the notice was resolved.
 */
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
    lines: [...headlineOf(payload), phrase('what')],
    nextActions: [{ operation: 'extend' }, { operation: 'upgrade' }],
  }),
  resolvedText: ({ app, now }) => {
    if (now?.state === 'disabled' || now?.state === 'purged') return phrase('disabled', { app });
    return now?.until ? phrase('extended', { app, until: now.until }) : phrase('endless', { app });
  },
  headline: (count) => phrase('many', { count }),
  columns: [phrase('app'), phrase('until'), phrase('state')],
  tableRow: ({ app, until, days }) => [app, phrase('instant', { until }), daysLeftText(days)],
};

function headlineOf({ app, until, days }: DevExpiry): Phrase[] {
  return [days === 0 ? phrase('suspended', { app, until }) : phrase('ending', { app, until, count: days })];
}

function daysLeftText(days: number): Phrase {
  return days === 0 ? phrase('isSuspended') : phrase('left', { count: days });
}
