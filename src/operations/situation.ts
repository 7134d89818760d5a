import type { Phrase, Text } from '../i18n/phrase.js';
import type { App, Configuration } from '../imapp/app.js';
import type { Calendar } from '../imapp/calendar.js';
import type { Catalogue } from '../imapp/catalogue/catalogue.js';
import type { BillRecord } from '../imapp/fees/bill.js';
import type { RecordedMode } from '../imapp/modes.js';
import type { Reading } from '../imapp/pressure.js';
import type { Point } from './chart.js';
import type { Role } from './roles.js';

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
interface OpenChange {
  readonly operation: string;
  readonly author: string;
  readonly reason: string | null;
  readonly expiresAt: string;
}

/** What help tells of an operation. */
export interface Card {
  readonly name: string;
  readonly usage: string;
  readonly summary: Phrase;
  readonly role: Role;
}

/** An app beside the one in question, with its configurations, oldest first, and the number of the newest. */
interface Sibling {
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
  readonly cards: readonly Card[];
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
