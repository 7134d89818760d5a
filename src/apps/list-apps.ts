import type { ServiceContext } from '../changes/context.js';
import { loadApp } from '../changes/operation-context.js';
import { whereState } from '../database/queries/app-state-filter.js';
import { billRecord } from '../database/queries/bill-records.js';
import { configurationsOf } from '../database/queries/history.js';
import { appsAfter } from '../database/queries/list-apps.js';
import type { App, AppState, Configuration } from '../domain/app.js';
import { type Bill, billOf } from '../domain/billing/bill.js';
import { withCurrentState } from '../domain/states.js';

/** Which apps a list has; a property that is absent matches every app. */
export interface AppFilter {
  readonly state?: AppState | undefined;
  readonly plan?: string | undefined;
  readonly ruleSet?: string | undefined;
  /** The id of a Slack user or user group. */
  readonly owner?: string | undefined;
  readonly tag?: string | undefined;
  /** Part of a name, or an id. */
  readonly search?: string | undefined;
}

/** Reads apps, in their state of the moment, for the API. */
export interface AppLists {
  /** The first `limit` apps that match and whose id is above `after`, by id. */
  page(filter: AppFilter, after: number, limit: number): Promise<readonly App[]>;
  /** The app with its configurations, oldest first; null when there is none. */
  one(sdkAppId: number): Promise<{ readonly app: App; readonly history: readonly Configuration[] } | null>;
  /** The bill of a month (YYYY-MM); null when there is no such app. */
  bill(sdkAppId: number, month: string): Promise<Bill | null>;
}

export function createAppLists({ database: { prisma }, rules, now }: ServiceContext): AppLists {
  const apps: AppLists = {
    async page({ state, ...columns }, after, limit) {
      const at = now().toISOString();
      const inState = state === undefined ? {} : { inState: whereState(state, at, rules) };
      const found = await appsAfter(prisma, { ...columns, ...inState }, { after, limit });
      return found.map((app) => withCurrentState(app, at, rules));
    },
    async one(sdkAppId) {
      const { app, version } = await loadApp(prisma, sdkAppId, now().toISOString(), rules);
      // Without configurations that were added after the app was read.
      return app && { app, history: await configurationsOf(prisma, sdkAppId, version) };
    },
    async bill(sdkAppId, month) {
      const found = await apps.one(sdkAppId);
      const record = found && (await billRecord(prisma, sdkAppId, month));
      return (
        record &&
        billOf(
          month,
          { ...record, history: found.history, dataCenter: found.app.dataCenter },
          { ...rules, at: now().toISOString() },
        )
      );
    },
  };
  return apps;
}
