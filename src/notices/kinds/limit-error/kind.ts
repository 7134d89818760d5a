import type { Catalogue } from '../../../domain/catalogue/catalogue.js';
import type { Text } from '../../../i18n/phrase.js';
import type { NoticeKind, Step } from '../../notice.js';
import { limitRefusedBook } from './phrases.js';

const { say } = limitRefusedBook;

/** `metric` is the limit that the platform's error code names; null: a code that is none of a metric. */
export type RefusedFacts = {
  readonly app: string;
  readonly errorCode: string;
  readonly metric: string | null;
  /** It is the cap of one group, not of the app. */
  readonly ownCap: boolean;
  readonly at: string;
  readonly count: number;
  readonly remedy: Step | null;
};

/** The platform has refused something with a limit's error code. */
export const limitRefused: NoticeKind<RefusedFacts> = {
  kind: 'limit-refused',
  book: limitRefusedBook,
  label: say('label'),
  draw: (facts, catalogue) => {
    const { app, errorCode, at, count, ownCap, metric, remedy } = facts;
    return {
      lines: [
        say('refused', { app, errorCode, at, count, what: what(facts, catalogue) }),
        ...(ownCap ? [say('ownCap')] : []),
      ],
      next: [...(remedy ? [remedy] : []), ...(metric ? [{ operation: 'usage', draft: { metric } }] : [])],
    };
  },
  over: (facts, catalogue) => say('past', { app: facts.app, what: what(facts, catalogue) }),
  headline: (count) => say('many', { count }),
  columns: [say('appColumn'), say('whatColumn'), say('codeColumn'), say('countColumn')],
  row: (facts, catalogue) => [
    facts.app,
    what(facts, catalogue),
    facts.errorCode,
    say('amount', { amount: facts.count }),
  ],
};

function what({ metric, errorCode }: RefusedFacts, { metrics }: Catalogue): Text {
  if (metric !== null) return metrics[metric]?.label ?? metric;
  return say(notInService[errorCode] ?? 'feature');
}

const notInService: Readonly<Record<string, 'suspended' | 'disabled'>> = { '60020': 'suspended', '60016': 'disabled' };
