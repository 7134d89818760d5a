import type { Calendar } from './calendar.js';
import type { Catalogue } from './catalogue/catalogue.js';

/** On this day, in the billing time zone, the legacy billing mode ended for new customers. */
export const legacyEnds = '2022-12-26';

/** The billing mode that an account has in a data center. */
export interface RecordedMode {
  readonly mode: string;
  /** Its apps there came from another mode, all together. */
  readonly migrated: boolean;
  /** Counts the apps registered there, so that whoever decides on all of them sees that one came in between. */
  readonly registrations: number;
}

interface BillingModeInput {
  /** The mode on record for the account in the data center; null for its first app there. */
  readonly recorded: RecordedMode | null;
  readonly dataCenter: string;
  readonly createdAt: string;
}

/**
 * The billing mode of an app: the one on record for its account in its data centre. The first app there decides it:
 * legacy when it was created before 26 December 2022, or where the current mode does not exist; otherwise current.
 * A conflict: the record has been current from the start, but this app was there before current began.
 */
export function modeFor(
  { recorded, dataCenter, createdAt }: BillingModeInput,
  { catalogue, calendar }: { readonly catalogue: Catalogue; readonly calendar: Calendar },
): { readonly mode: string } | { readonly conflict: true } {
  const modes = catalogue.dataCenters[dataCenter]?.modes ?? [];
  const early = calendar.dayOf(createdAt) < legacyEnds;
  if (recorded?.mode === 'current' && early && !recorded.migrated) return { conflict: true };
  if (recorded !== null) return { mode: recorded.mode };
  return { mode: !early && modes.includes('current') ? 'current' : 'legacy' };
}

/** The rule set that a new app gets in a billing mode. Throws when the catalogue has none for it. */
export function newRuleSet(mode: string, { ruleSets }: Catalogue): string {
  const found = Object.values(ruleSets).find((ruleSet) => ruleSet.mode === mode && ruleSet.forNewApps);
  if (!found) throw new Error(`The catalogue has no rule set for new apps in the billing mode "${mode}".`);
  return found.id;
}
