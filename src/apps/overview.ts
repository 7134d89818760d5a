import type { Asker } from '../changes/change.js';
import { asOf, type Desk } from '../changes/operation-context.js';
import type { Database } from '../database/client.js';
import { inState } from '../database/queries/app-state-filter.js';
import { type Mark, pageOfApps } from '../database/queries/list-apps.js';
import { latestReadings } from '../database/queries/usage.js';
import type { App, State } from '../domain/app.js';
import { type Pressure, presentReadings, pressures } from '../domain/entitlements/limit-usage.js';
import { type OnState, obstacle } from '../domain/states.js';
import { pressing } from '../notices/limit-remedy.js';
import type { Step } from '../notices/notice.js';
import type { Rules } from '../operations/operation.js';
import { tidied } from '../operations/read-answers.js';
import { type Need, type Needs, openNeeds } from './attention.js';

/** Which apps somebody looks at: those that match, from a mark on. `page` counts from 1. */
export interface Looking {
  readonly search?: string | undefined;
  readonly state?: State | undefined;
  readonly plan?: string | undefined;
  /** Only what needs them of this kind, and more of it. */
  readonly kind?: Need['kind'] | undefined;
  readonly page: number;
  readonly after?: Mark | undefined;
  readonly before?: Mark | undefined;
}

/** An app in the overview: as it is now, its tightest limit by present readings (one that is gone has none), and what is likely to be done with it. */
export interface Listed {
  readonly app: App;
  readonly pressure: Pressure | null;
  readonly likely: Step | null;
}

/** All apps from above, for one person. */
export interface Overview {
  readonly needs: readonly Needs[];
  readonly listed: readonly Listed[];
  readonly more: boolean;
  readonly total: number;
  readonly page: number;
  readonly catalogue: Rules['catalogue'];
}

export type AskOverview = (asker: Asker, looking: Looking) => Promise<Overview>;

/** How many apps a page has. */
export const pageSize = 20;

/** What needs a person, and a page of the apps. It looks only at what it shows, and counts what matches. */
export function openOverview(database: Database, desk: Desk): AskOverview {
  const needsOf = openNeeds(database, desk);
  const { rules } = desk;
  const { catalogue } = rules;
  return async (asker, looking) => {
    const at = desk.now().toISOString();
    const { search = '', state, plan, page, after, before } = looking;
    const filter = {
      search: tidied(search),
      ...(plan !== undefined && { plan }),
      ...(state && { inState: inState(state, at, rules) }),
    };
    const stretch = { ...(after && { after }), ...(before && { before }), limit: pageSize };
    const { found, more, total } = await pageOfApps(database.prisma, filter, stretch);
    const ids = found.map((app) => app.sdkAppId);
    const readings = await latestReadings(database.prisma, ids, Object.keys(catalogue.metrics));
    const listed = found.map((stored): Listed => {
      const app = asOf(stored, at, rules);
      const known = app.state === 'purged' ? [] : (readings.get(app.sdkAppId) ?? []);
      const present = presentReadings(rules, known, at);
      const [pressure = null] = pressures(catalogue, app, present);
      const remedy = pressing(catalogue, app, present).find((it) => it.remedy)?.remedy ?? null;
      return { app, pressure, likely: asker.roles.has('operator') ? likely(app, remedy, { ...rules, at }) : null };
    });
    return { needs: await needsOf(asker, looking.kind), listed, more, total, page, catalogue };
  };
}

/** What an operator most likely wants with an app as it stands; null where nothing points to anything. */
function likely(app: App, remedy: Step | null, when: Rules & { readonly at: string }): Step | null {
  const possible = (operation: OnState) => !obstacle(operation, app, when);
  const urgent = (['restore', 'extend'] as const).find(possible);
  if (urgent) return { operation: urgent };
  return remedy ?? (possible('upgrade') ? { operation: 'upgrade' } : null);
}
