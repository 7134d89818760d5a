import type { Catalogue } from '../../../domain/catalogue/catalogue.js';
import type { Text } from '../../../i18n/phrase.js';
import type { NextStep, NoticeKind } from '../../notice.js';
import { limitErrorPhrases } from './phrases.js';

const { phrase } = limitErrorPhrases;

/** `metric`: the metric whose limit the error code is about; null when it is about no metric. `at`: the first error. */
export type LimitErrorPayload = {
  readonly app: string;
  readonly errorCode: string;
  readonly metric: string | null;
  /** The limit is the cap of one group, not the app's. */
  readonly ownCap: boolean;
  readonly at: string;
  readonly count: number;
  readonly remedy: NextStep | null;
};

/** Tencent has refused requests of the app with the error code of a limit. */
export const limitError: NoticeKind<LimitErrorPayload> = {
  phrases: limitErrorPhrases,
  label: phrase('label'),
  render: (payload, catalogue) => {
    const { app, errorCode, at, count, ownCap, metric, remedy } = payload;
    return {
      lines: [
        phrase('refused', { app, errorCode, at, count, what: causeText(payload, catalogue) }),
        ...(ownCap ? [phrase('ownCap')] : []),
      ],
      nextActions: [...(remedy ? [remedy] : []), ...(metric ? [{ operation: 'usage', prefill: { metric } }] : [])],
    };
  },
  resolvedText: (payload, catalogue) => phrase('past', { app: payload.app, what: causeText(payload, catalogue) }),
  headline: (count) => phrase('many', { count }),
  columns: [phrase('appColumn'), phrase('whatColumn'), phrase('codeColumn'), phrase('countColumn')],
  tableRow: (payload, catalogue) => [
    payload.app,
    causeText(payload, catalogue),
    payload.errorCode,
    phrase('amount', { amount: payload.count }),
  ],
};

function causeText({ metric, errorCode }: LimitErrorPayload, { metrics }: Catalogue): Text {
  if (metric !== null) return metrics[metric]?.label ?? metric;
  return phrase(notInService[errorCode] ?? 'feature');
}

const notInService: Readonly<Record<string, 'suspended' | 'disabled'>> = { '60020': 'suspended', '60016': 'disabled' };
