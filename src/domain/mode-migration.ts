import type { App } from './app.js';
import type { Calendar } from './calendar.js';
import { type Catalogue, ruleSetOf } from './catalogue/catalogue.js';
import { carryOver } from './entitlements/add-ons.js';
import { freeValidity, newValidity } from './validity.js';

interface MigrationRules {
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
}

/** Why an app cannot migrate: it is purged or retired, its rule set has no successor, or the data center lacks the billing mode. */
export type MigrationObstacle =
  | { readonly code: 'purged' | 'retired' | 'no-migration' }
  | { readonly code: 'not-in-data-center'; readonly mode: string };

/** Why the app cannot migrate; null if it can. `app.state` must be the present state. */
export function migrationObstacle(
  app: Pick<App, 'state' | 'retiredAt' | 'ruleSet' | 'dataCenter'>,
  catalogue: Catalogue,
): MigrationObstacle | null {
  if (app.state === 'purged') return { code: 'purged' };
  if (app.retiredAt !== null) return { code: 'retired' };
  const { migratesTo } = ruleSetOf(catalogue, app.ruleSet);
  if (migratesTo === null) return { code: 'no-migration' };
  const { mode } = ruleSetOf(catalogue, migratesTo.ruleSet);
  const available = catalogue.dataCenters[app.dataCenter]?.modes.includes(mode) === true;
  return available ? null : { code: 'not-in-data-center', mode };
}

/**
 * The app after migrating at `at`, an ISO instant in UTC, to the rule set that succeeds its own; or why it cannot. The
 * caller must migrate all apps of an account in a data center together.
 *
 * Decision: the plan becomes the one that the catalogue names; the validity of a free plan starts at `at`; value-added
 * items that the new plan does not offer are dropped. A disabled app migrates too, since the billing mode of its account
 * changes; it stays disabled, and its restore period continues to count from `disabledAt`.
 */
export function migrated(app: App, at: string, { catalogue, calendar }: MigrationRules): App | MigrationObstacle {
  const found = migrationObstacle(app, catalogue);
  if (found) return found;
  const { migratesTo } = ruleSetOf(catalogue, app.ruleSet);
  const plan = migratesTo?.plans[app.plan];
  if (!migratesTo || plan === undefined) {
    throw new Error(`App ${app.sdkAppId}: the plan "${app.plan}" of "${app.ruleSet}" has nowhere to migrate to.`);
  }
  const newRules = ruleSetOf(catalogue, migratesTo.ruleSet);
  const period = plan === newRules.freePlan ? freeValidity(newRules) : null;
  const target = { ruleSet: migratesTo.ruleSet, plan };
  return {
    ...app,
    ...target,
    addOns: carryOver(catalogue, target, app.addOns).kept,
    state: app.state === 'disabled' ? 'disabled' : 'active',
    validity: period === null ? null : newValidity(at, period, calendar),
  };
}
