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
  /** Who is responsible: the id of a Slack user or user group. */
  readonly owner: string | null;
  /** Up to `maxTags` words, in lower case. */
  readonly tags: readonly string[];
  readonly channel: string | null;
  readonly language: string | null;
  readonly createdAt: string;
  /** Since when the present plan and items are held; null: since the configuration that began them. */
  readonly heldSince: string | null;
  /** Since when the app is in care here; null: since its first configuration. */
  readonly registeredAt: string | null;
  /** Since when the app is out of care: no notices, no checks, no fees. Null: it is in care. */
  readonly retiredAt: string | null;
}

/** How many tags an app may have. */
export const maxTags = 10;

/** An app as it was recorded before an app had all of its present properties. */
export type RecordedApp = Omit<App, keyof typeof addedLater> & Partial<Pick<App, keyof typeof addedLater>>;

const addedLater = { owner: null, tags: [], heldSince: null, registeredAt: null, retiredAt: null } as const;

/** The app with every property: those that its record lacks have their empty values. */
export function completeApp(recorded: RecordedApp): App {
  return { ...addedLater, ...recorded };
}

/** What an app is subscribed to: it decides what the app may have and what it costs. */
export type Subscription = Pick<App, 'ruleSet' | 'plan' | 'addOns'>;

/** Whether both hold the same plan and items under the same rules. */
export function isSameSubscription(a: Subscription, b: Subscription): boolean {
  const items = new Set([...Object.keys(a.addOns), ...Object.keys(b.addOns)]);
  const sameItems = [...items].every((item) => a.addOns[item] === b.addOns[item]);
  return a.ruleSet === b.ruleSet && a.plan === b.plan && sameItems;
}

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
  /** Whether the app is out of care from then on: nothing is charged. */
  readonly retired?: boolean;
}

/** Whether a configuration is charged: its app is active, and in care. */
export function isCharged({ state, retired = false }: Pick<Configuration, 'state' | 'retired'>): boolean {
  return state === 'active' && !retired;
}

/** The largest SDKAppID that the database column takes (a 32-bit integer). */
export const largestAppId = 2_147_483_647;
