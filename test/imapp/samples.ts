import type { App, Configuration } from '../../src/imapp/app.js';
import { calendarIn } from '../../src/imapp/calendar.js';
import { readCatalogue } from '../../src/imapp/catalogue/catalogue.js';
import { standardCatalogue } from '../../src/imapp/catalogue/index.js';

export const catalogue = readCatalogue(standardCatalogue);
export const shanghai = calendarIn('Asia/Shanghai');

/** The plans that an app of each rule set may have, the free one first. */
export const plansOf = {
  'legacy-monthly': ['legacy.trial', 'legacy.pro', 'legacy.flagship'],
  'legacy-daily': ['legacy.trial', 'legacy.pro', 'legacy.flagship'],
  current: ['current.developer', 'current.standard', 'current.premium'],
} as const;
export const ruleSetIds = ['legacy-monthly', 'legacy-daily', 'current'] as const;

/** An app on Pro by day, in service since January 2026, but for what is given. */
export function appWith(parts: Partial<App> = {}): App {
  return {
    sdkAppId: 1400000001,
    name: 'shop',
    account: 'acme',
    dataCenter: 'singapore',
    ruleSet: 'legacy-daily',
    plan: 'legacy.pro',
    addOns: {},
    state: 'active',
    validity: null,
    disabledAt: null,
    channel: null,
    language: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...parts,
  };
}

/** A developer app whose validity of one month began at `anchor`. */
export function developer(anchor: string, parts: Partial<App> = {}): App {
  const validity = { anchor, months: 1, until: shanghai.addMonths(anchor, 1) };
  return appWith({ ruleSet: 'current', plan: 'current.developer', validity, ...parts });
}

/** An entry of an app's history: its configuration from an instant on. */
export function configured(from: string, parts: Partial<Configuration> = {}): Configuration {
  const { ruleSet, plan, addOns, state } = appWith();
  return { from, operation: 'configure', ruleSet, plan, addOns, state, changed: [], ...parts };
}

/** The instant a millisecond earlier. */
export function justBefore(at: string): string {
  return new Date(Date.parse(at) - 1).toISOString();
}
