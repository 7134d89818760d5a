import type { App, Configuration } from '../domain/app.js';
import type { BillRecord } from '../domain/billing/bill.js';
import type { RecordedMode } from '../domain/billing-mode.js';
import type { Calendar } from '../domain/calendar.js';
import type { Catalogue } from '../domain/catalogue/catalogue.js';
import type { UsageReading } from '../domain/entitlements/limit-usage.js';
import type { Phrase, Phrases, Text } from '../i18n/phrase.js';
import type { DailyValue } from './attachments.js';
import type { FormValues, Refusal, UnpricedPlan } from './change-plan.js';
import type { Field } from './form.js';
import type { Role } from './roles.js';

/** The configured rules: operations get them as an argument. */
export interface Rules {
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
  /** How many days before its validity ends a developer edition may be extended. */
  readonly extendWindowDays: number;
}

/** An event of an app's audit trail. */
export interface AuditEntry {
  readonly at: string;
  readonly actor: string;
  /** `<operation>.<outcome>` */
  readonly action: string;
  readonly before: App | null;
  readonly after: App | null;
  readonly reason: string | null;
  /** Which notices were snoozed, and until when; null for events of other kinds. */
  /** The reading that was put right, by the label of its metric; null for events of other kinds. */
  readonly reading: {
    readonly metric: Text;
    readonly day: string;
    readonly before: number | null;
    readonly value: number;
  } | null;
  readonly snooze: { readonly what: Text; readonly metric: Text | null; readonly until: string } | null;
}

/** A change that waits for an approver. */
interface PendingChange {
  readonly operation: string;
  readonly author: string;
  readonly reason: string | null;
  readonly expiresAt: string;
}

/** An app of the same account and data center, with its configurations, oldest first. */
interface Sibling {
  readonly app: App;
  /** The version of the app's newest configuration. */
  readonly version: number;
  readonly history: readonly Configuration[];
}

/** What is on record of the apps that a file names. */
export interface FileRecords {
  /** The registered ones of them, with their state at `at`. */
  readonly apps: readonly Sibling[];
  /** The billing modes of the accounts that it names. */
  readonly modes: readonly (RecordedMode & { readonly account: string; readonly dataCenter: string })[];
}

/** How many entries of the audit trail are loaded: there may be more. */
export const maxEvents = 50;

/** Data that an operation can ask for with `requires`; these values stand for data that it does not require. */
export const noData = {
  /** The app's configurations, oldest first. */
  history: [] as readonly Configuration[],
  /** The app's audit trail, newest first, at most `maxEvents` entries. */
  events: [] as readonly AuditEntry[],
  pendingChanges: [] as readonly PendingChange[],
  /** The apps that match the form values, by name, and how many there are in total. */
  apps: { found: [] as readonly App[], total: 0 },
  /** The billing mode recorded for the account and data center of the app, or of the form values; null if none is. */
  recordedMode: null as RecordedMode | null,
  /** Every app of the app's account in its data center, including the app, with its state at `at`. */
  siblings: [] as readonly Sibling[],
  /** What is on record of the apps in the file of the form values. */
  fileRecords: { apps: [], modes: [] } as FileRecords,
  /** Every operation, in the order of the help. */
  operations: [] as readonly Operation[],
  /** The billing record of the month in the form values; by default of the current month. */
  bill: { closed: false, frozen: null, peaks: [] } as BillRecord,
  /** Whether the month of the day in the form values takes readings: it is neither closed nor being closed. */
  takesReadings: true,
  /** The newest reading of each metric of the app. */
  readings: [] as readonly UsageReading[],
  /** The metric in the form values, day by day over the last `daysCharted` days, oldest first. */
  dailyValues: [] as readonly DailyValue[],
};

export type OperationData = Readonly<typeof noData>;

/** The input of an operation. `at` is an ISO instant in UTC. */
export interface OperationContext extends OperationData {
  readonly rules: Rules;
  readonly at: string;
  readonly roles: ReadonlySet<Role>;
}

/** The input of an operation on an app; `app.state` is the state at `at`. */
export interface AppOperationContext extends OperationContext {
  readonly app: App;
}

export interface StandaloneOperationContext extends OperationContext {
  /** The app that has the SDKAppID of the form values already; null if there is none. */
  readonly registeredApp: App | null;
}

interface OperationDescription {
  /** The name in commands, records and metrics; it is not translated. */
  readonly name: string;
  /** All texts of the operation. */
  readonly phrases: Phrases;
  readonly text: {
    /** Modal title: at most 24 characters in every language. */
    readonly title: Phrase;
    /** On buttons and in selects. */
    readonly label: Phrase;
    /** One sentence for help. */
    readonly summary: Phrase;
    /** Whether it can be undone, for any app. Absent for read-only operations. */
    readonly undo?: Phrase;
  };
  /** The syntax of the command; it is not translated. */
  readonly usage: string;
  /** The role that an actor needs. */
  readonly role: Role;
  /** The form field that takes the free text of the command. Without it the text names an app. */
  readonly argument?: string;
  /** Names of values that its form takes although they are no fields, such as the limit that it is opened for. */
  readonly hints?: readonly string[];
  /** It changes nothing: its plan is shown at once, without a confirmation. */
  readonly readOnly: boolean;
  /** The data to load for it. */
  readonly requires: readonly (keyof OperationData)[];
}

/** An operation on a registered app. */
export interface AppOperation extends OperationDescription {
  readonly subject: 'app';
  policy(app: Pick<App, 'ruleSet'>, rules: Rules): Policy;
  form(ctx: AppOperationContext, prefill: FormValues): readonly Field[] | Refusal;
  plan(ctx: AppOperationContext, values: FormValues): UnpricedPlan | Refusal;
}

/** An operation on an app that is not registered yet (`new`: the form field `sdkAppId` names it), or on no app. */
export interface StandaloneOperation extends OperationDescription {
  readonly subject: 'new' | 'none';
  policy(): Policy;
  form(ctx: StandaloneOperationContext, prefill: FormValues): readonly Field[] | Refusal;
  plan(ctx: StandaloneOperationContext, values: FormValues): UnpricedPlan | Refusal;
}

/** The contract of an operation: pure functions of their arguments. `changes/` runs every operation the same way. */
export type Operation = AppOperation | StandaloneOperation;

/** The operation with this name, if there is one. */
export function findOperation(operations: readonly Operation[], name: string): Operation | undefined {
  return operations.find((operation) => operation.name === name);
}

/** What a change needs before it is applied. It may depend on the app's rule set. */
export interface Policy {
  /** What the author must type to confirm. */
  readonly confirm: 'none' | 'app-name';
  readonly approval: 'none' | 'on-call';
  /** What the approver must type to approve: the app's name for changes that can never be undone. */
  readonly approverConfirms: 'none' | 'app-name';
  /** The author gives a reason although nobody approves. Where an approval is wanted, a reason always is. */
  readonly reason?: 'required';
}

/** Whether the author has to give a reason. */
export function wantsReason({ approval, reason }: Policy): boolean {
  return approval !== 'none' || reason === 'required';
}

/** Applied after one click, with a reason. */
export const reasonOnly: Policy = { confirm: 'none', approval: 'none', approverConfirms: 'none', reason: 'required' };

/** Applied after one click. */
export const noConfirmation: Policy = { confirm: 'none', approval: 'none', approverConfirms: 'none' };
