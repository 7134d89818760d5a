import type { AppState } from '../../../domain/app.js';
import type { Catalogue } from '../../../domain/catalogue/catalogue.js';
import { percentOf, thresholds } from '../../../domain/entitlements/limit-usage.js';
import { stateText } from '../../../domain/labels.js';
import type { Phrase, Text } from '../../../i18n/phrase.js';
import type { NextStep, NoticeKind } from '../../notice.js';
import { limitThresholdPhrases } from './phrases.js';

const { phrase } = limitThresholdPhrases;

/**
 * `level`: the threshold that was reached, in percent of the limit. `charged`: usage beyond it is charged, not refused.
 */
export type LimitThresholdPayload = {
  readonly app: string;
  readonly metric: string;
  readonly value: number;
  readonly limit: number;
  readonly level: number;
  readonly subject: string;
  readonly charged: boolean;
  readonly remedy: NextStep | null;
  /**
   * When the notice was resolved: usage, null if limit, plan or period had changed or the app was not active; its
   * state.
   */
  readonly now?: { readonly value: number | null; readonly state?: AppState };
};

/** Usage has reached a threshold of a limit. */
export const limitThreshold: NoticeKind<LimitThresholdPayload> = {
  phrases: limitThresholdPhrases,
  label: phrase('label'),
  render: (payload, catalogue) => {
    const { app, value, limit, level, subject, charged, remedy } = payload;
    const numbers = { app, metric: metricText(payload, catalogue), value, limit };
    const beyond = charged ? phrase('charged') : phrase('refused');
    return {
      lines: [
        level >= thresholds.reached
          ? phrase('reached', numbers)
          : phrase('near', { ...numbers, percent: percentOf(value, limit) ?? 100 }),
        ...(subject === '' ? [] : [phrase('fullest', { subject })]),
        level >= thresholds.reached ? beyond : phrase('soon', { beyond }),
        ...reliefText(payload.metric, catalogue),
      ],
      nextActions: [...(remedy ? [remedy] : []), { operation: 'usage', prefill: { metric: payload.metric } }],
    };
  },
  resolvedText: (payload, catalogue) => {
    const subject = { app: payload.app, metric: metricText(payload, catalogue) };
    const value = payload.now?.value ?? null;
    if (value !== null) return phrase('below', { ...subject, value, limit: payload.limit, percent: thresholds.rearm });
    const { state = 'active' } = payload.now ?? {};
    return state === 'active'
      ? phrase('past', subject)
      : phrase('resting', { app: payload.app, state: stateText(state) });
  },
  headline: (count) => phrase('many', { count }),
  columns: [phrase('appColumn'), phrase('metricColumn'), phrase('usage'), phrase('limit')],
  tableRow: (payload, catalogue) => [
    payload.app,
    metricText(payload, catalogue),
    phrase('amount', { amount: payload.value }),
    phrase('amount', { amount: payload.limit }),
  ],
};

function metricText({ metric }: Pick<LimitThresholdPayload, 'metric'>, { metrics }: Catalogue): Text {
  return metrics[metric]?.label ?? metric;
}

function reliefText(metric: string, { metrics }: Catalogue): Phrase[] {
  const relief = metrics[metric]?.relief;
  return relief ? [phrase('relief', { relief })] : [];
}
