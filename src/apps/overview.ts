import type { Actor } from '../changes/change.js';
import type { ServiceContext } from '../changes/context.js';
import { whereState } from '../database/queries/app-state-filter.js';
import { type Cursor, pageOfApps } from '../database/queries/list-apps.js';
import { latestReadings } from '../database/queries/usage.js';
import type { App, AppState } from '../domain/app.js';
import { hasRulesOf } from '../domain/catalogue/catalogue.js';
import { currentReadings, type LimitUsage, limitUsages } from '../domain/entitlements/limit-usage.js';
import { obstacle, type StatefulOperation, withCurrentState } from '../domain/states.js';
import { limitsNeedingAction } from '../notices/limit-remedy.js';
import type { NextStep } from '../notices/notice.js';
import type { Rules } from '../operations/operation.js';
import { tagsIn } from '../operations/tags.js';
import { normalizeText } from '../operations/text-input.js';
import { type AttentionItem, type AttentionItems, createAttention } from './attention.js';

/** Which page of which apps: those that match, after or before a cursor. `page` counts from 1. */
export interface OverviewQuery {
  readonly search?: string | undefined;
  readonly state?: AppState | undefined;
  readonly plan?: string | undefined;
  /** The id of a Slack user or user group. */
  readonly owner?: string | undefined;
  /** Show attention items of this kind only, and more of them. */
  readonly kind?: AttentionItem['kind'] | undefined;
  readonly page: number;
  readonly after?: Cursor | undefined;
  readonly before?: Cursor | undefined;
}

/**
 * An app in its state of the moment, its most used limit by current readings (null for a purged app), and a suggestion.
 * An app under rules that the catalogue lacks has neither.
 */
export interface OverviewItem {
  readonly app: App;
  readonly limitUsage: LimitUsage | null;
  readonly suggestedAction: NextStep | null;
}

/** The attention items of a user and a page of the apps. `total`: how many apps match. */
export interface Overview {
  readonly attention: readonly AttentionItems[];
  readonly items: readonly OverviewItem[];
  readonly more: boolean;
  readonly total: number;
  readonly page: number;
  readonly catalogue: Rules['catalogue'];
}

export type LoadOverview = (actor: Actor, query: OverviewQuery) => Promise<Overview>;

/** How many apps a page has. */
export const pageSize = 20;

/** Creates the query for the overview. Only the apps on the page are read; those that match are counted. */
export function createOverview(ctx: ServiceContext): LoadOverview {
  const loadAttention = createAttention(ctx);
  const { rules, database } = ctx;
  const { catalogue } = rules;
  return async (actor, query) => {
    const at = ctx.now().toISOString();
    const { search = '', state, plan, owner, page, after, before } = query;
    const text = normalizeText(search);
    const filter = {
      // A word that begins with # is a tag.
      ...(text.startsWith('#') ? { tag: tagsIn(text)[0] } : { search: text }),
      ...(owner !== undefined && { owner }),
      ...(plan !== undefined && { plan }),
      ...(state && { inState: whereState(state, at, rules) }),
    };
    const slice = { ...(after && { after }), ...(before && { before }), limit: pageSize };
    const { found, more, total } = await pageOfApps(database.prisma, filter, slice);
    const ids = found.map((app) => app.sdkAppId);
    const readings = await latestReadings(database.prisma, ids, Object.keys(catalogue.metrics));
    const items = found.map((row): OverviewItem => {
      const app = withCurrentState(row, at, rules);
      if (!hasRulesOf(catalogue, app)) return { app, limitUsage: null, suggestedAction: null };
      const latest = app.state === 'purged' ? [] : (readings.get(app.sdkAppId) ?? []);
      const current = currentReadings(rules, latest, at);
      const [limitUsage = null] = limitUsages(catalogue, app, current);
      const remedy = limitsNeedingAction(catalogue, app, current).find((limit) => limit.remedy)?.remedy ?? null;
      return {
        app,
        limitUsage,
        suggestedAction: actor.roles.has('operator') ? suggestedAction(app, remedy, { ...rules, at }) : null,
      };
    });
    return { attention: await loadAttention(actor, query.kind), items, more, total, page, catalogue };
  };
}

/** The operation that an operator most likely wants for an app; null when none suggests itself. */
function suggestedAction(app: App, remedy: NextStep | null, when: Rules & { readonly at: string }): NextStep | null {
  const isPossible = (operation: StatefulOperation) => !obstacle(operation, app, when);
  const urgent = (['restore', 'extend'] as const).find(isPossible);
  if (urgent) return { operation: urgent };
  return remedy ?? (isPossible('upgrade') ? { operation: 'upgrade' } : null);
}
