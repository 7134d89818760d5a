import { LRUCache } from 'lru-cache';
import { normalizeText } from '../../operations/text-input.js';
import type { SlackContext } from '../context.js';
import { decodeHome, type HomeReference } from '../metadata.js';
import { anyValue, homeView, noFilter } from '../render/home.js';
import type { SlackUser } from '../users.js';
import { readViewState, type ViewState } from '../view-state.js';

/** The Home tab in a payload. */
export interface HomeTab {
  readonly hash: string;
  readonly private_metadata: string;
  readonly state?: ViewState;
}

const hourMs = 3_600_000;

export function createHomeCache(): SlackContext['homes'] {
  return new LRUCache({ max: 10_000, ttl: hourMs });
}

/** Renders the user's Home tab again if it was shown within the last hour. */
export async function refreshHome(context: SlackContext, user: SlackUser): Promise<void> {
  const query = context.homes.get(user.id);
  if (query) await render(context, user, { query, hash: undefined });
}

/** Renders the Home tab with the query it had; does nothing if it has changed since `previous`. */
export async function showHome(context: SlackContext, user: SlackUser, previous?: HomeTab): Promise<void> {
  await render(context, user, { query: decodeHome(previous?.private_metadata) ?? noFilter, hash: previous?.hash });
}

/**
 * Handles an action in the Home tab: a filter, a page, or just a refresh. Published without a hash, so that it is not
 * lost when another update of the tab is on its way.
 */
export async function updateHome(
  context: SlackContext,
  user: SlackUser,
  { home, control, value }: { home: HomeTab; control: string; value: string | undefined },
): Promise<void> {
  const query = decodeHome(home.private_metadata) ?? { ...noFilter, turn: home.hash };
  await render(context, user, { query: nextQuery(query, home, { control, value }), hash: undefined });
}

async function render(
  { client, overview, operations, homes }: SlackContext,
  { id, actor, translator }: SlackUser,
  { query, hash }: { query: HomeReference; hash: string | undefined },
): Promise<void> {
  homes.set(id, query);
  const result = await overview(actor, query);
  await client.publishHome(id, homeView(translator, { overview: result, query, operations, roles: actor.roles }), hash);
}

/** A search that was typed but not submitted is applied along with a filter. Every new filter starts at the first page. */
function nextQuery(
  query: HomeReference,
  home: HomeTab,
  { control, value }: { control: string; value: string | undefined },
): HomeReference {
  const { search = '' } = readViewState(home.state).values;
  const { state, plan, owner } = query;
  const { hash: turn } = home;
  const chosen = value === anyValue ? undefined : value;
  switch (control) {
    case 'clear':
      return { ...noFilter, turn };
    case 'more':
    case 'less':
    case 'previous':
    case 'next':
      return decodeHome(value) ?? query;
    case 'search':
      return filterQuery({ search: value ?? '', state, plan, owner, turn });
    case 'state':
      return filterQuery({ search, state: chosen, plan, owner, turn });
    case 'plan':
      return filterQuery({ search, state, plan: chosen, owner, turn });
    case 'owner':
      return filterQuery({ search, state, plan, owner: chosen, turn });
    default:
      return query;
  }
}

/** Values from Slack that are not valid filters are ignored. */
function filterQuery(filter: {
  search: string;
  state: string | undefined;
  plan: string | undefined;
  owner: string | undefined;
  turn: string;
}): HomeReference {
  const normalized = { ...filter, search: normalizeText(filter.search) };
  const entries = Object.entries(normalized).filter(([, value]) => value !== undefined && value !== '');
  return decodeHome(JSON.stringify({ ...Object.fromEntries(entries), page: 1 })) ?? noFilter;
}
