import type { State } from '../../../domain/app.js';
import type { Catalogue } from '../../../domain/catalogue/catalogue.js';
import { percentOf, shares } from '../../../domain/entitlements/limit-usage.js';
import { stateText } from '../../../domain/labels.js';
import type { Phrase, Text } from '../../../i18n/phrase.js';
import type { NoticeKind, Step } from '../../notice.js';
import { limitBook } from './phrases.js';

const { say } = limitBook;

/** `level` is the share of the limit that was reached, in percent; `charged`: more is charged, not refused. */
export type LimitFacts = {
  readonly app: string;
  readonly metric: string;
  readonly value: number;
  readonly limit: number;
  readonly level: number;
  readonly subject: string;
  readonly charged: boolean;
  readonly remedy: Step | null;
  /** What usage is since this is over; null: the limit, plan or period is another, or the app is not in service. */
  readonly now?: { readonly value: number | null; readonly state?: State };
};

/** Usage has reached a share of a limit. */
export const limit: NoticeKind<LimitFacts> = {
  kind: 'limit',
  book: limitBook,
  label: say('label'),
  draw: (facts, catalogue) => {
    const { app, value, limit, level, subject, charged, remedy } = facts;
    const numbers = { app, metric: metricOf(facts, catalogue), value, limit };
    const beyond = charged ? say('charged') : say('refused');
    return {
      lines: [
        level >= shares.full
          ? say('reached', numbers)
          : say('near', { ...numbers, percent: percentOf(value, limit) ?? 100 }),
        ...(subject === '' ? [] : [say('fullest', { subject })]),
        level >= shares.full ? beyond : say('soon', { beyond }),
        ...reliefOf(facts.metric, catalogue),
      ],
      next: [...(remedy ? [remedy] : []), { operation: 'usage', draft: { metric: facts.metric } }],
    };
  },
  over: (facts, catalogue) => {
    const about = { app: facts.app, metric: metricOf(facts, catalogue) };
    const value = facts.now?.value ?? null;
    if (value !== null) return say('below', { ...about, value, limit: facts.limit, percent: shares.calm });
    const { state = 'active' } = facts.now ?? {};
    return state === 'active' ? say('past', about) : say('resting', { app: facts.app, state: stateText(state) });
  },
  headline: (count) => say('many', { count }),
  columns: [say('appColumn'), say('metricColumn'), say('usage'), say('limit')],
  row: (facts, catalogue) => [
    facts.app,
    metricOf(facts, catalogue),
    say('amount', { amount: facts.value }),
    say('amount', { amount: facts.limit }),
  ],
};

function metricOf({ metric }: Pick<LimitFacts, 'metric'>, { metrics }: Catalogue): Text {
  return metrics[metric]?.label ?? metric;
}

function reliefOf(metric: string, { metrics }: Catalogue): Phrase[] {
  const relief = metrics[metric]?.relief;
  return relief ? [say('relief', { relief })] : [];
}
