import type { App } from '../domain/app.js';
import type { Phrase, Text } from '../i18n/phrase.js';
import type { Chart, Table } from './attachments.js';

/** What was answered in a form, or typed as `name=value` options. Every answer is a string; the form says how to read it. */
export type FormValues = Readonly<Record<string, string>>;

/** A step that a reader may take next: it becomes a button. */
export interface NextAction {
  readonly operation: string;
  readonly sdkAppId?: number;
  readonly prefill?: FormValues;
  /** What the button says; without it, the operation's own label. */
  readonly label?: Text;
}

/** An app after a change, and what of the month's allowance the change used. */
export interface AppUpdate {
  readonly after: App;
  readonly usesAllowance: readonly string[];
}

/** Money before and after, for this month and the next. Its lines are priced by the same function that charges. */
export interface FeeComparison {
  /** As of when: fees by day depend on it. */
  readonly at: string;
  readonly lines: readonly Phrase[];
}

/** What would happen: decided, priced and in words. JSON-safe. No moves: an answer that changes nothing. */
export interface ChangePlan {
  readonly updates: readonly AppUpdate[];
  readonly lines: readonly Phrase[];
  readonly warnings: readonly Phrase[];
  /** What is lost, and when: shown as an alert. */
  readonly loss: Phrase | null;
  /** Whether it can be undone, in one sentence. */
  readonly undo: Phrase | null;
  readonly fees: FeeComparison | null;
  /** What to say when it is done. */
  readonly done: Phrase | null;
  readonly nextActions: readonly NextAction[];
  /** Only an answer has one. */
  readonly chart?: Chart;
  /** Only an answer has one. */
  readonly table?: Table;
}

/** A plan as an operation makes it. What it costs is worked out for every operation by one function, in the corridor. */
export type UnpricedPlan = Omit<ChangePlan, 'fees'>;

/** An expected no: the rule, what to do instead, and the field it concerns. A value, never thrown. */
export interface Refusal {
  readonly reason: Phrase;
  readonly field?: string;
  readonly nextActions?: readonly NextAction[];
}

export function isRefusal(answer: object): answer is Refusal {
  return 'reason' in answer;
}

/** An answer: words, and a picture or a list to take away where there is one. Nothing changes. */
export function answer(
  lines: readonly Phrase[],
  next: readonly NextAction[] = [],
  file: Pick<ChangePlan, 'chart' | 'table'> = {},
): UnpricedPlan {
  return { updates: [], warnings: [], loss: null, undo: null, done: null, lines, nextActions: next, ...file };
}
