import type { Calendar } from './calendar.js';
import type { Catalogue } from './catalogue/catalogue.js';

/** The billing mode that an account has in a data center. */
export interface RecordedMode {
  readonly mode: string;
  /** Whether the account's apps in the data center were migrated from another mode. */
  readonly migrated: boolean;
  /** The number of apps registered there. A migration of all apps uses it to detect one that was registered meanwhile. */
  readonly registrations: number;
}

interface BillingModeInput {
  /** The mode recorded for the account in the data center; null for its first app there. */
  readonly recorded: RecordedMode | null;
  readonly dataCenter: string;
  /** An ISO instant in UTC. */
  readonly createdAt: string;
}

/**
 * The billing mode of an app: the recorded one of its account in the data center. The first app there decides it: the
 * newest mode that exists there and had begun when it was created. A conflict: the recorded mode, without a migration,
 * began only on the day `from`, after this app was created.
 */
export function modeFor(
  { recorded, dataCenter, createdAt }: BillingModeInput,
  { catalogue, calendar }: { readonly catalogue: Catalogue; readonly calendar: Calendar },
): { readonly mode: string } | { readonly conflict: true; readonly from: string } {
  const day = calendar.dayOf(createdAt);
  if (recorded !== null) {
    const from = catalogue.modes[recorded.mode]?.from ?? null;
    return from !== null && day < from && !recorded.migrated ? { conflict: true, from } : { mode: recorded.mode };
  }
  const existing = (catalogue.dataCenters[dataCenter]?.modes ?? [])
    .map((mode) => ({ mode, from: catalogue.modes[mode]?.from ?? '' }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const found = existing.findLast(({ from }) => from <= day) ?? existing[0];
  return { mode: found?.mode ?? Object.keys(catalogue.modes)[0] ?? '' };
}

/** The rule set of new apps in a billing mode. Throws if the catalogue has none. */
export function newRuleSet(mode: string, { ruleSets }: Catalogue): string {
  const found = Object.values(ruleSets).find((ruleSet) => ruleSet.mode === mode && ruleSet.forNewApps);
  if (!found) throw new Error(`The catalogue has no rule set for new apps in the billing mode "${mode}".`);
  return found.id;
}
