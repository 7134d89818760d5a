import type { Calendar } from './calendar.js';
import type { Catalogue } from './catalogue/catalogue.js';

/** The day, in the billing time zone, on which the legacy billing mode ended for new customers. */
export const legacyEnds = '2022-12-26';

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
 * The billing mode of an app: the recorded one of its account in the data center. The first app there decides it:
 * legacy if it was created before 26 December 2022 or if the data center has no current mode; otherwise current.
 * A conflict: the recorded mode is current without a migration, but this app was created while legacy was in force.
 */
export function modeFor(
  { recorded, dataCenter, createdAt }: BillingModeInput,
  { catalogue, calendar }: { readonly catalogue: Catalogue; readonly calendar: Calendar },
): { readonly mode: string } | { readonly conflict: true } {
  const modes = catalogue.dataCenters[dataCenter]?.modes ?? [];
  const createdInLegacy = calendar.dayOf(createdAt) < legacyEnds;
  if (recorded?.mode === 'current' && createdInLegacy && !recorded.migrated) return { conflict: true };
  if (recorded !== null) return { mode: recorded.mode };
  return { mode: !createdInLegacy && modes.includes('current') ? 'current' : 'legacy' };
}

/** The rule set of new apps in a billing mode. Throws if the catalogue has none. */
export function newRuleSet(mode: string, { ruleSets }: Catalogue): string {
  const found = Object.values(ruleSets).find((ruleSet) => ruleSet.mode === mode && ruleSet.forNewApps);
  if (!found) throw new Error(`The catalogue has no rule set for new apps in the billing mode "${mode}".`);
  return found.id;
}
