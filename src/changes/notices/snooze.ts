import type { Database } from '../../database/database.js';
import type { Phrase } from '../../i18n/phrase.js';
import type { Desk } from '../desk.js';
import type { Asker } from '../outcome.js';
import { mayNot } from '../verb.js';

/** Silence about an app: of one kind of notice and, of limits, one metric; otherwise ''. */
export interface SnoozeAsked {
  readonly sdkAppId: number;
  readonly kind: string;
  readonly metric: string;
  readonly days: number;
}

export type Snooze = (asker: Asker, asked: SnoozeAsked) => Promise<{ readonly until: string } | Phrase>;

/** Silences an app's notices for so many days, in the billing time zone; answers until when, or why this person may not. */
export function openSnooze({ prisma }: Pick<Database, 'prisma'>, { rules, now }: Desk): Snooze {
  return async (asker, { days, ...subject }) => {
    const no = mayNot(asker, 'operator');
    if (no) return no;
    const until = rules.calendar.addDays(now().toISOString(), days);
    await prisma.$executeRaw`
      INSERT INTO snooze (sdk_app_id, kind, metric, until)
      VALUES (${subject.sdkAppId}, ${subject.kind}, ${subject.metric}, ${until}::timestamptz)
      ON CONFLICT (sdk_app_id, kind, metric) DO UPDATE SET until = excluded.until`;
    return { until };
  };
}
