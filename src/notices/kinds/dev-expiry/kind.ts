import type { Phrase } from '../../../i18n/phrase.js';
import type { NoticeKind } from '../../notice.js';
import { devExpiryBook } from './phrases.js';

const { say } = devExpiryBook;

/** `days` is how many are left at most; 0: it is suspended. `now` is how the app stands since this is over. */
type DevExpiry = {
  readonly app: string;
  readonly until: string;
  readonly days: number;
  readonly now?: { readonly state: string; readonly until: string | null };
};

/** A developer edition's validity is about to end, or has ended. */
export const devExpiry: NoticeKind<DevExpiry> = {
  kind: 'dev-expiry',
  book: devExpiryBook,
  label: say('label'),
  draw: (facts) => ({
    lines: [...headline(facts), say('what')],
    next: [{ operation: 'extend' }, { operation: 'upgrade' }],
  }),
  over: ({ app, now }) => {
    if (now?.state === 'disabled' || now?.state === 'purged') return say('disabled', { app });
    return now?.until ? say('extended', { app, until: now.until }) : say('endless', { app });
  },
  headline: (count) => say('many', { count }),
  columns: [say('app'), say('until'), say('state')],
  row: ({ app, until, days }) => [app, say('instant', { until }), state(days)],
};

function headline({ app, until, days }: DevExpiry): Phrase[] {
  return [days === 0 ? say('suspended', { app, until }) : say('ending', { app, until, count: days })];
}

function state(days: number): Phrase {
  return days === 0 ? say('isSuspended') : say('left', { count: days });
}
