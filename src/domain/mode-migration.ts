import type { App } from './app.js';
import type { Calendar } from './calendar.js';
import { type Catalogue, ruleSetOf } from './catalogue/catalogue.js';
import { carryOver } from './entitlements/add-ons.js';
import { newValidity } from './validity.js';

interface MigrationRules {
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
}

/** Why an app cannot migrate: it is gone, its rules lead nowhere else, or the mode does not exist in its data center. */
export type MigrationObstacle =
  | { readonly code: 'purged' | 'no-migration' }
  | { readonly code: 'not-in-data-center'; readonly mode: string };

/** What stands in the way of migrating the app; null when nothing does. `app.state` must be its state now. */
export function migrationObstacle(
  app: Pick<App, 'state' | 'ruleSet' | 'dataCenter'>,
  catalogue: Catalogue,
): MigrationObstacle | null {
  if (app.state === 'purged') return { code: 'purged' };
  const { migratesTo } = ruleSetOf(catalogue, app.ruleSet);
  if (migratesTo === null) return { code: 'no-migration' };
  const { mode } = ruleSetOf(catalogue, migratesTo.ruleSet);
  const there = catalogue.dataCenters[app.dataCenter]?.modes.includes(mode) === true;
  return there ? null : { code: 'not-in-data-center', mode };
}

/**
 * The app after migrating at `at`, an ISO instant in UTC, to the billing mode that its rule set leads to; or what
 * stands in the way. One way, and all apps of an account in a data center together: that is for the caller to see to.
 *
 * Decision: the plan becomes the one that the catalogue names; a free plan's validity begins at `at`; value-added items
 * that the new plan does not offer fall away. A disabled app migrates as well, since its account's mode there changes,
 * and stays disabled, counting from when it was disabled.
 */
export function migrated(app: App, at: string, { catalogue, calendar }: MigrationRules): App | MigrationObstacle {
  const no = migrationObstacle(app, catalogue);
  if (no) return no;
  const { migratesTo } = ruleSetOf(catalogue, app.ruleSet);
  const plan = migratesTo?.plans[app.plan];
  if (!migratesTo || plan === undefined) {
    throw new Error(`App ${app.sdkAppId}: the plan "${app.plan}" of "${app.ruleSet}" has nowhere to migrate to.`);
  }
  const { freePlan, freeValidityMonths } = ruleSetOf(catalogue, migratesTo.ruleSet);
  const months = plan === freePlan ? freeValidityMonths : null;
  const to = { ruleSet: migratesTo.ruleSet, plan };
  return {
    ...app,
    ...to,
    addOns: carryOver(catalogue, to, app.addOns).kept,
    state: app.state === 'disabled' ? 'disabled' : 'active',
    validity: months === null ? null : newValidity(at, months, calendar),
  };
}
