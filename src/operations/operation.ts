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

/** The rules of the house that an operation reads: handed in, never looked up. */
export interface Rules {
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
  /** How many days before its validity ends a developer edition may be extended. */
  readonly extendWindowDays: number;
}

/** One line of an app's story, as the audit trail has it. */
export interface AuditEntry {
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
interface OpenChange {
  readonly operation: string;
  readonly author: string;
  readonly reason: string | null;
  readonly expiresAt: string;
}

/** An app beside the one in question, with its configurations, oldest first, and the number of the newest. */
interface Sibling {
  readonly app: App;
  readonly version: number;
  readonly history: readonly Configuration[];
}

/** What an operation may ask to know besides the app; only what it `needs` is looked up. */
export interface OperationData {
  /** The app's configurations, oldest first. */
  readonly history: readonly Configuration[];
  /** The newest events of the app's audit trail, newest first. */
  readonly events: readonly AuditEntry[];
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
  readonly readings: readonly UsageReading[];
  /** The metric that the answers name, day by day over the last `daysCharted` days, oldest first. */
  readonly days: readonly DailyValue[];
}

/** All that an operation knows. `at` is an ISO instant in UTC. */
export interface OperationContext extends OperationData {
  readonly rules: Rules;
  readonly at: string;
  readonly roles: ReadonlySet<Role>;
}

/** A situation about one app, its state being what it is at `at`. */
export interface AppOperationContext extends OperationContext {
  readonly app: App;
}

interface Described {
  /** What is typed, recorded and counted: the same in every language. */
  readonly name: string;
  /** All that it says. */
  readonly phrases: Phrases;
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
  readonly readOnly: boolean;
  /** What the corridor is to look up for it. */
  readonly requires: readonly (keyof OperationData)[];
}

/** An operation on an app that is there. */
export interface AppOperation extends Described {
  readonly subject: 'app';
  policy(app: Pick<App, 'ruleSet'>, rules: Rules): Policy;
  form(situation: AppOperationContext, draft: FormValues): readonly Field[] | Refusal;
  plan(situation: AppOperationContext, answers: FormValues): UnpricedPlan | Refusal;
}

/** An operation on an app that is not there yet (`new`: the answer `sdkAppId` names it), or on none. */
export interface StandaloneOperation extends Described {
  readonly subject: 'new' | 'none';
  policy(): Policy;
  /** `taken` is the app that has the answered id already. */
  form(situation: OperationContext & { readonly taken: App | null }, draft: FormValues): readonly Field[] | Refusal;
  plan(situation: OperationContext & { readonly taken: App | null }, answers: FormValues): UnpricedPlan | Refusal;
}

/** The contract of an operation: pure data in, data out. The corridor in `changes/` walks every one the same way. */
export type Operation = AppOperation | StandaloneOperation;

/** The operation of this name, if there is one. */
export function findOperation(operations: readonly Operation[], name: string): Operation | undefined {
  return operations.find((operation) => operation.name === name);
}

/** What stands between the last click and the deed. It may depend on the app's rule set. */
export interface Policy {
  readonly confirm: 'none' | 'app-name';
  readonly approval: 'none' | 'on-call';
  /** What the approver must type: for what can never be undone, the name as well. */
  readonly approverConfirms: 'none' | 'app-name';
}

/** One click is enough. */
export const noConfirmation: Policy = { confirm: 'none', approval: 'none', approverConfirms: 'none' };
