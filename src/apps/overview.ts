import type { Actor } from '../changes/change.js';
import type { ServiceContext } from '../changes/context.js';
import { whereState } from '../database/queries/app-state-filter.js';
import { type Cursor, pageOfApps } from '../database/queries/list-apps.js';
import { latestReadings } from '../database/queries/usage.js';
import type { App, AppState } from '../domain/app.js';
import { currentReadings, type LimitUsage, limitUsages } from '../domain/entitlements/limit-usage.js';
import { obstacle, type StatefulOperation, withCurrentState } from '../domain/states.js';
import { limitsNeedingAction } from '../notices/limit-remedy.js';
import type { NextStep } from '../notices/notice.js';
import type { Rules } from '../operations/operation.js';
import { normalizeText } from '../operations/text-input.js';
import { type AttentionItem, type AttentionItems, createAttention } from './attention.js';

/** Which apps somebody looks at: those that match, from a mark on. `page` counts from 1. */
export interface OverviewQuery {
  readonly search?: string | undefined;
  readonly state?: AppState | undefined;
  readonly plan?: string | undefined;
  /** Only what needs them of this kind, and more of it. */
  readonly kind?: AttentionItem['kind'] | undefined;
  readonly page: number;
  readonly after?: Cursor | undefined;
  readonly before?: Cursor | undefined;
}

/** An app in the overview: as it is now, its tightest limit by present readings (one that is gone has none), and what is likely to be done with it. */
export interface OverviewItem {
  readonly app: App;
  readonly limitUsage: LimitUsage | null;
  readonly suggestedAction: NextStep | null;
}

/** All apps from above, for one person. */
export interface Overview {
  readonly needs: readonly AttentionItems[];
  readonly listed: readonly OverviewItem[];
  readonly more: boolean;
  readonly total: number;
  readonly page: number;
  readonly catalogue: Rules['catalogue'];
}

export type LoadOverview = (actor: Actor, looking: OverviewQuery) => Promise<Overview>;

/** How many apps a page has. */
export const pageSize = 20;

/** What needs a person, and a page of the apps. It looks only at what it shows, and counts what matches. */
export function createOverview(ctx: ServiceContext): LoadOverview {
  const needsOf = createAttention(ctx);
  const { rules, database } = ctx;
  const { catalogue } = rules;
  return async (actor, looking) => {
    const at = ctx.now().toISOString();
    const { search = '', state, plan, page, after, before } = looking;
    const filter = {
      search: normalizeText(search),
      ...(plan !== undefined && { plan }),
      ...(state && { inState: whereState(state, at, rules) }),
    };
    const slice = { ...(after && { after }), ...(before && { before }), limit: pageSize };
    const { found, more, total } = await pageOfApps(database.prisma, filter, slice);
    const ids = found.map((app) => app.sdkAppId);
    const readings = await latestReadings(database.prisma, ids, Object.keys(catalogue.metrics));
    const listed = found.map((stored): OverviewItem => {
      const app = withCurrentState(stored, at, rules);
      const known = app.state === 'purged' ? [] : (readings.get(app.sdkAppId) ?? []);
      const present = currentReadings(rules, known, at);
      const [pressure = null] = limitUsages(catalogue, app, present);
      const remedy = limitsNeedingAction(catalogue, app, present).find((it) => it.remedy)?.remedy ?? null;
      return {
        app,
        limitUsage: pressure,
        suggestedAction: actor.roles.has('operator') ? suggestedAction(app, remedy, { ...rules, at }) : null,
      };
    });
    return { needs: await needsOf(actor, looking.kind), listed, more, total, page, catalogue };
  };
}

/** What an operator most likely wants with an app as it stands; null where nothing points to anything. */
function suggestedAction(app: App, remedy: NextStep | null, when: Rules & { readonly at: string }): NextStep | null {
  const possible = (operation: StatefulOperation) => !obstacle(operation, app, when);
  const urgent = (['restore', 'extend'] as const).find(possible);
  if (urgent) return { operation: urgent };
  return remedy ?? (possible('upgrade') ? { operation: 'upgrade' } : null);
}
