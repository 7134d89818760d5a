import type { App, AppState, Configuration } from '../domain/app.js';
import type { Phrase, Text } from '../i18n/phrase.js';
import type { Chart, Table } from './attachments.js';

/** The values of a form, or of `name=value` options of a command. All are strings; `parseForm` checks them. */
export type FormValues = Readonly<Record<string, string>>;

/** What the reader may do next; shown as a button. */
export interface NextAction {
  readonly operation: string;
  readonly sdkAppId?: number;
  readonly prefill?: FormValues;
  /** The text of the button; by default the operation's label. */
  readonly label?: Text;
}

/** An app after a change. */
export interface AppUpdate {
  readonly after: App;
  /** The change allowances of this month that the change uses: `plan`, and ids of value-added items. */
  readonly usesAllowance: readonly string[];
  /**
   * When the app had been in which state, oldest first, where that is not just `after` from the instant of the change on.
   * None: the change is no news for fees and limits.
   */
  readonly periods?: readonly StatePeriod[];
  /** Configurations of the history, by their position, whose beginning was recorded wrong. */
  readonly moved?: readonly { readonly position: number; readonly effectiveFrom: string }[];
  /** The reading of a day that is put right. */
  readonly reading?: ReadingCorrection;
}

/** The value of a metric on a day (YYYY-MM-DD) of the billing time zone; `before`: none was recorded where it is null. */
export interface ReadingCorrection {
  readonly metric: string;
  readonly day: string;
  readonly before: number | null;
  readonly value: number;
}

/** From when on a configuration is in which state. */
export type StatePeriod = Pick<Configuration, 'effectiveFrom'> & { readonly state: AppState };

/** Fees of this month and the next, before and after a change. Computed by the function that charges. */
export interface FeeComparison {
  /** The instant of the change: fees by day depend on it. */
  readonly at: string;
  readonly lines: readonly Phrase[];
}

/** What an operation will do, with its fees, ready to be shown. JSON-safe. Without updates it is read-only. */
export interface ChangePlan {
  readonly updates: readonly AppUpdate[];
  readonly lines: readonly Phrase[];
  readonly warnings: readonly Phrase[];
  /** What is lost, and when; shown as an alert. */
  readonly loss: Phrase | null;
  /** Whether it can be undone, in one sentence. */
  readonly undo: Phrase | null;
  readonly fees: FeeComparison | null;
  /** The text once it is applied. */
  readonly done: Phrase | null;
  readonly nextActions: readonly NextAction[];
  /** Only of read-only operations. */
  readonly chart?: Chart;
  /** Only of read-only operations. */
  readonly table?: Table;
}

/** The plan as an operation makes it. `withFees` adds the fees, for every operation alike. */
export type UnpricedPlan = Omit<ChangePlan, 'fees'>;

/** A rule does not allow it: why, which field is concerned, what to do instead. A value, never thrown. */
export interface Refusal {
  readonly reason: Phrase;
  readonly field?: string;
  readonly nextActions?: readonly NextAction[];
}

export function isRefusal(result: object): result is Refusal {
  return 'reason' in result;
}

/** The plan of a read-only operation: text, with a chart or a table if there is one. */
export function readOnlyPlan(
  lines: readonly Phrase[],
  nextActions: readonly NextAction[] = [],
  attachments: Pick<ChangePlan, 'chart' | 'table'> = {},
): UnpricedPlan {
  return { updates: [], warnings: [], loss: null, undo: null, done: null, lines, nextActions, ...attachments };
}
