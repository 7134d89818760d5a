/** The life of an app. `purged` is final: data and services are gone. */
export const appStates = ['active', 'suspended', 'disabled', 'purged'] as const;
export type AppState = (typeof appStates)[number];

/** Value-added items held above the plan's default. An item that stands at its default is absent. */
export type AddOns = Readonly<Record<string, number | true>>;

/**
 * A developer edition's validity: `months` calendar months from `anchor`, so that an anchor on the 31st does not drag
 * later months. Instants are ISO 8601 in UTC with milliseconds.
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
  /** Null where the plan has no end of validity. */
  readonly validity: Validity | null;
  readonly disabledAt: string | null;
  readonly channel: string | null;
  readonly language: string | null;
  readonly createdAt: string;
}

/** What an app is subscribed to: it decides what the app may have and what it costs. */
export type Subscription = Pick<App, 'ruleSet' | 'plan' | 'addOns'>;

/** One configuration of an app, in force from an instant on. An app's history is the list of them, oldest first. */
export interface Configuration {
  readonly from: string;
  readonly operation: string;
  readonly ruleSet: string;
  readonly plan: string;
  readonly addOns: AddOns;
  readonly state: AppState;
  /** What of the month's allowance this change used: `plan`, and the names of value-added items. */
  readonly changed: readonly string[];
}

/** The largest id that an app can have. */
export const largestAppId = 2_147_483_647;
