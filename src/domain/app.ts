/** The states of an app. `purged` is final: its data and services are deleted. */
export const appStates = ['active', 'suspended', 'disabled', 'purged'] as const;
export type AppState = (typeof appStates)[number];

/** Value-added items above the plan's default, by id. An item at its default is absent. */
export type AddOns = Readonly<Record<string, number | true>>;

/**
 * The validity of a developer edition: `months` calendar months from `anchor`. Counting from the anchor keeps the day
 * of the month: 31 January, 28 February, 31 March. Instants are ISO 8601 in UTC with milliseconds.
 */
export interface Validity {
  readonly anchor: string;
  readonly months: number;
  readonly until: string;
}

/** An instant-messaging app, as plain JSON-safe data. Instants are ISO 8601 in UTC with milliseconds. */
export interface App {
  readonly sdkAppId: number;
  readonly name: string;
  readonly account: string;
  readonly dataCenter: string;
  readonly ruleSet: string;
  readonly plan: string;
  readonly addOns: AddOns;
  readonly state: AppState;
  /** Null if the plan's validity does not end. */
  readonly validity: Validity | null;
  readonly disabledAt: string | null;
  readonly channel: string | null;
  readonly language: string | null;
  readonly createdAt: string;
}

/** What an app is subscribed to: it decides what the app may have and what it costs. */
export type Subscription = Pick<App, 'ruleSet' | 'plan' | 'addOns'>;

/** A configuration of an app, in force from an instant on. The history of an app is the list of them, oldest first. */
export interface Configuration {
  readonly effectiveFrom: string;
  readonly operation: string;
  readonly ruleSet: string;
  readonly plan: string;
  readonly addOns: AddOns;
  readonly state: AppState;
  /** The change allowances of the month that this change used: `plan`, and ids of value-added items. */
  readonly usedAllowances: readonly string[];
}

/** The largest SDKAppID that the database column takes (a 32-bit integer). */
export const largestAppId = 2_147_483_647;
