import { LRUCache } from 'lru-cache';
import { normalizeText } from '../../operations/text-input.js';
import type { SlackContext } from '../context.js';
import { decodeHome, type HomeReference } from '../metadata.js';
import { anyValue, homeView, noFilter } from '../render/home.js';
import type { SlackUser } from '../users.js';
import { readViewState, type ViewState } from '../view-state.js';

/** The Home tab as Slack sends it along. */
export interface HomeTab {
  readonly hash: string;
  readonly private_metadata: string;
  readonly state?: ViewState;
}

const hour = 3_600_000;

/** No Home tab has been drawn yet. */
export function createHomeCache(): SlackContext['homes'] {
  return new LRUCache({ max: 10_000, ttl: hour });
}

/** Something was done elsewhere: a Home tab that was looked at lately is drawn anew. */
export async function refreshHome(context: SlackContext, user: SlackUser): Promise<void> {
  const looking = context.homes.get(user.id);
  if (looking) await render(context, user, { looking, hash: undefined });
}

/** Draws a person's Home tab anew, showing what it showed before; unless it has become another since. */
export async function showHome(context: SlackContext, user: SlackUser, before?: HomeTab): Promise<void> {
  await render(context, user, { looking: decodeHome(before?.private_metadata) ?? noFilter, hash: before?.hash });
}

/**
 * A press in the Home tab that changes what it shows: a filter, a page, or nothing but that it is drawn again. It has
 * the last word: with the hash of what it was pressed in it would be lost to a redraw that was on its way.
 */
export async function updateHome(
  context: SlackContext,
  user: SlackUser,
  { home, what, value }: { home: HomeTab; what: string; value: string | undefined },
): Promise<void> {
  const looking = decodeHome(home.private_metadata) ?? { ...noFilter, turn: home.hash };
  await render(context, user, { looking: turned(looking, home, { what, value }), hash: undefined });
}

async function render(
  { client, overview, operations, homes }: SlackContext,
  { id, actor, translator }: SlackUser,
  { looking, hash }: { looking: HomeReference; hash: string | undefined },
): Promise<void> {
  homes.set(id, looking);
  const seen = await overview(actor, looking);
  await client.publishHome(id, homeView(translator, { overview: seen, looking, operations, roles: actor.roles }), hash);
}

/** What was typed into the search but not sent yet goes along with a choice. Another filter begins at the first page. */
function turned(
  looking: HomeReference,
  home: HomeTab,
  { what, value }: { what: string; value: string | undefined },
): HomeReference {
  const { search = '' } = readViewState(home.state).answers;
  const { state, plan } = looking;
  const { hash: turn } = home;
  const chosen = value === anyValue ? undefined : value;
  switch (what) {
    case 'clear':
      return { ...noFilter, turn };
    case 'more':
    case 'less':
    case 'previous':
    case 'next':
      return decodeHome(value) ?? looking;
    case 'search':
      return filtered({ search: value ?? '', state, plan, turn });
    case 'state':
      return filtered({ search, state: chosen, plan, turn });
    case 'plan':
      return filtered({ search, state, plan: chosen, turn });
    default:
      return looking;
  }
}

/** What cannot be a filter is none: it came from outside. */
function filtered(filter: {
  search: string;
  state: string | undefined;
  plan: string | undefined;
  turn: string;
}): HomeReference {
  const tidy = { ...filter, search: normalizeText(filter.search) };
  const given = Object.entries(tidy).filter(([, value]) => value !== undefined && value !== '');
  return decodeHome(JSON.stringify({ ...Object.fromEntries(given), page: 1 })) ?? noFilter;
}
