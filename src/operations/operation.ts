import type { Phrase, PhraseBook, Text } from '../i18n/phrase.js';
import type { App, Configuration } from '../imapp/app.js';
import type { Calendar } from '../imapp/calendar.js';
import type { Catalogue } from '../imapp/catalogue/catalogue.js';
import type { BillRecord } from '../imapp/fees/bill.js';
import type { RecordedMode } from '../imapp/modes.js';
import type { Reading } from '../imapp/pressure.js';
import type { Field } from './field.js';
import type { Role } from './roles.js';

/** What was answered in a form, or typed as `name=value` options. Every answer is a string; the form says how to read it. */
export type Answers = Readonly<Record<string, string>>;

/** A step that a reader may take next: it becomes a button. */
export interface Ask {
  readonly operation: string;
  readonly sdkAppId?: number;
  readonly draft?: Answers;
  /** What the button says; without it, the operation's own label. */
  readonly label?: Text;
}

/** What stands between the last click and the deed. It may depend on the app's rule set. */
export interface Policy {
  readonly confirm: 'none' | 'app-name';
  readonly approval: 'none' | 'on-call';
  /** What the approver must type: for what can never be undone, the name as well. */
  readonly approverConfirms: 'none' | 'app-name';
}

/** The rules of the house that an operation reads: handed in, never looked up. */
export interface Rules {
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
  /** How many days before its validity ends a developer edition may be extended. */
  readonly extendWindowDays: number;
}

/** One line of an app's story, as the audit trail has it. */
export interface StoryEvent {
  readonly at: string;
  readonly actor: string;
  /** `<operation>.<what became of it>` */
  readonly action: string;
  readonly before: App | null;
  readonly after: App | null;
  readonly reason: string | null;
  /** What notices somebody has silenced, and until when. */
  readonly silence: { readonly what: Text; readonly metric: Text | null; readonly until: string } | null;
}

/** A change that waits for an approver. */
export interface OpenChange {
  readonly operation: string;
  readonly author: string;
  readonly reason: string | null;
  readonly expiresAt: string;
}

/** An app beside the one in question, with its configurations, oldest first, and the number of the newest. */
export interface Sibling {
  readonly app: App;
  readonly version: number;
  readonly history: readonly Configuration[];
}

/** What an operation may ask to know besides the app; only what it `needs` is looked up. */
export interface Knowledge {
  /** The app's configurations, oldest first. */
  readonly history: readonly Configuration[];
  /** The newest events of the app's audit trail, newest first. */
  readonly events: readonly StoryEvent[];
  readonly open: readonly OpenChange[];
  /** Apps that match what was asked for, by name, and how many there are in all. */
  readonly apps: { readonly found: readonly App[]; readonly total: number };
  /** The billing mode on record for the account and data center of the app, or that were answered. */
  readonly mode: RecordedMode | null;
  /** Every app of the app's account in its data center, itself included, each as it is at `at`. */
  readonly siblings: readonly Sibling[];
  /** Every operation there is, in the order in which help tells of them. */
  readonly operations: readonly Operation[];
  /** What is on record of the month that was answered, or of this one. */
  readonly bill: BillRecord;
  /** The newest reading of each metric of the app. */
  readonly readings: readonly Reading[];
  /** The metric that the answers name, day by day over the last `daysCharted` days, oldest first. */
  readonly days: readonly Point[];
}

/** All that an operation knows. `at` is an ISO instant in UTC. */
export interface Situation extends Knowledge {
  readonly rules: Rules;
  readonly at: string;
  readonly roles: ReadonlySet<Role>;
}

/** A situation about one app, its state being what it is at `at`. */
export interface AppSituation extends Situation {
  readonly app: App;
}

/** An app after a change, and what of the month's allowance the change used. */
export interface Move {
  readonly after: App;
  readonly changed: readonly string[];
}

/** Money before and after, for this month and the next. Its lines are priced by the same function that charges. */
export interface FeeComparison {
  /** As of when: fees by day depend on it. */
  readonly at: string;
  readonly lines: readonly Phrase[];
}

/** What a metric came to on a day of the billing time zone, YYYY-MM-DD. */
export interface Point {
  readonly day: string;
  readonly value: number;
}

/** How many days a chart shows, today included. */
export const daysCharted = 30;

/** A picture of a metric against its limit, as data. Days without a point were not measured. */
export interface Chart {
  readonly title: Phrase;
  /** What the picture shows, for whoever cannot see it. */
  readonly alt: Phrase;
  readonly points: readonly Point[];
  /** Null is without limit. */
  readonly limit: number | null;
  /** The last day shown. */
  readonly today: string;
}

/** A list to take away, as data: it becomes a file that spreadsheets open. */
export interface Table {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly title: Phrase;
  readonly columns: readonly Text[];
  readonly rows: readonly (readonly (Text | number)[])[];
}

/** What would happen: decided, priced and in words. JSON-safe. No moves: an answer that changes nothing. */
export interface Plan {
  readonly moves: readonly Move[];
  readonly lines: readonly Phrase[];
  readonly warnings: readonly Phrase[];
  /** What is lost, and when: shown as an alert. */
  readonly loss: Phrase | null;
  /** Whether it can be undone, in one sentence. */
  readonly undo: Phrase | null;
  readonly fees: FeeComparison | null;
  /** What to say when it is done. */
  readonly done: Phrase | null;
  readonly next: readonly Ask[];
  /** Only an answer has one. */
  readonly chart?: Chart;
  /** Only an answer has one. */
  readonly table?: Table;
}

/** A plan as an operation makes it. What it costs is worked out for every operation by one function, in the corridor. */
export type Unpriced = Omit<Plan, 'fees'>;

/** An expected no: the rule, what to do instead, and the field it concerns. A value, never thrown. */
export interface Refusal {
  readonly reason: Phrase;
  readonly field?: string;
  readonly next?: readonly Ask[];
}

export function isRefusal(answer: object): answer is Refusal {
  return 'reason' in answer;
}

interface Described {
  readonly name: string;
  readonly book: PhraseBook;
  readonly text: {
    /** Modal title: at most 24 characters in every language. */
    readonly title: Phrase;
    /** On buttons and in selects. */
    readonly label: Phrase;
    /** One sentence for help. */
    readonly summary: Phrase;
    /** Whether it can be undone, of any app. What only answers has none. */
    readonly undo?: Phrase;
  };
  /** How it is typed after `/imapp`: the same in every language. */
  readonly usage: string;
  /** Who may ask for it. */
  readonly role: Role;
  /** Which answer the free text after the operation's name fills, where it does not name an app. */
  readonly argument?: string;
  /** It only answers: it asks nothing and changes nothing. */
  readonly answers: boolean;
  readonly needs: readonly (keyof Knowledge)[];
}

/** An operation on an app that is there. */
export interface AppOperation extends Described {
  readonly subject: 'app';
  policy(app: Pick<App, 'ruleSet'>, rules: Rules): Policy;
  form(situation: AppSituation, draft: Answers): readonly Field[] | Refusal;
  plan(situation: AppSituation, answers: Answers): Unpriced | Refusal;
}

/** An operation on an app that is not there yet (`new`: the answer `sdkAppId` names it), or on none. */
export interface FreeOperation extends Described {
  readonly subject: 'new' | 'none';
  policy(): Policy;
  /** `taken` is the app that has the answered id already. */
  form(situation: Situation & { readonly taken: App | null }, draft: Answers): readonly Field[] | Refusal;
  plan(situation: Situation & { readonly taken: App | null }, answers: Answers): Unpriced | Refusal;
}

/** The contract of an operation: pure data in, data out. The corridor in `changes/` walks every one the same way. */
export type Operation = AppOperation | FreeOperation;

/** The operation of this name, if there is one. */
export function operationNamed(operations: readonly Operation[], name: string): Operation | undefined {
  return operations.find((operation) => operation.name === name);
}

/** One click is enough. */
export const freely: Policy = { confirm: 'none', approval: 'none', approverConfirms: 'none' };

/** An answer: words, and a picture or a list to take away where there is one. Nothing changes. */
export function answer(
  lines: readonly Phrase[],
  next: readonly Ask[] = [],
  file: Pick<Plan, 'chart' | 'table'> = {},
): Unpriced {
  return { moves: [], warnings: [], loss: null, undo: null, done: null, lines, next, ...file };
}
