import { LRUCache } from 'lru-cache';
import { tidied } from '../../operations/read-answers.js';
import type { Context } from '../context.js';
import { asHome, type HomeReference } from '../metadata.js';
import { any, everything, homeView } from '../render/home.js';
import type { Person } from '../users.js';
import { typedIn, type ViewState } from '../view-state.js';

/** The Home tab as Slack sends it along. */
export interface HomeTab {
  readonly hash: string;
  readonly private_metadata: string;
  readonly state?: ViewState;
}

const hour = 3_600_000;

/** No Home tab has been drawn yet. */
export function openHomes(): Context['homes'] {
  return new LRUCache({ max: 10_000, ttl: hour });
}

/** Something was done elsewhere: a Home tab that was looked at lately is drawn anew. */
export async function redrawHome(context: Context, person: Person): Promise<void> {
  const looking = context.homes.get(person.id);
  if (looking) await draw(context, person, { looking, hash: undefined });
}

/** Draws a person's Home tab anew, showing what it showed before; unless it has become another since. */
export async function showHome(context: Context, person: Person, before?: HomeTab): Promise<void> {
  await draw(context, person, { looking: asHome(before?.private_metadata) ?? everything, hash: before?.hash });
}

/**
 * A press in the Home tab that changes what it shows: a filter, a page, or nothing but that it is drawn again. It has
 * the last word: with the hash of what it was pressed in it would be lost to a redraw that was on its way.
 */
export async function turnHome(
  context: Context,
  person: Person,
  { home, what, value }: { home: HomeTab; what: string; value: string | undefined },
): Promise<void> {
  const looking = asHome(home.private_metadata) ?? { ...everything, turn: home.hash };
  await draw(context, person, { looking: turned(looking, home, { what, value }), hash: undefined });
}

async function draw(
  { web, overview, operations, homes }: Context,
  { id, asker, voice }: Person,
  { looking, hash }: { looking: HomeReference; hash: string | undefined },
): Promise<void> {
  homes.set(id, looking);
  const seen = await overview(asker, looking);
  await web.publishHome(id, homeView(voice, { overview: seen, looking, operations, roles: asker.roles }), hash);
}

/** What was typed into the search but not sent yet goes along with a choice. Another filter begins at the first page. */
function turned(
  looking: HomeReference,
  home: HomeTab,
  { what, value }: { what: string; value: string | undefined },
): HomeReference {
  const { search = '' } = typedIn(home.state).answers;
  const { state, plan } = looking;
  const { hash: turn } = home;
  const chosen = value === any ? undefined : value;
  switch (what) {
    case 'clear':
      return { ...everything, turn };
    case 'more':
    case 'less':
    case 'previous':
    case 'next':
      return asHome(value) ?? looking;
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
  const tidy = { ...filter, search: tidied(filter.search) };
  const given = Object.entries(tidy).filter(([, value]) => value !== undefined && value !== '');
  return asHome(JSON.stringify({ ...Object.fromEntries(given), page: 1 })) ?? everything;
}
