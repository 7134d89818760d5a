import { Misuse } from '../invalid-action.js';
import { type JsonObject, objectIn, objectsIn, stringIn } from '../json.js';
import type { Outcome } from '../outbound/result.js';
import { pickOption, type Selection, shownText } from '../state/select-option.js';
import type { Screen, SeenView } from '../state/user-view.js';
import { findSpot, type Spot, spotNames, type Where } from './find-element.js';
import { screenOf } from './queries.js';
import { linesOn } from './screen-text.js';
import type { Desk, Hands } from './types.js';

/** What a person does. Each verb first waits for what it needs. */
export function hands(desk: Desk): Hands {
  const { control, user } = desk;
  const chooses: Hands['chooses'] = async (field, what, where) => choose(desk, await find(desk, field, where), what);
  return {
    chooses,
    types: (line, where = {}) => control.runCommand({ user, text: line, channel: where.in }),
    says: (text, where) => control.say({ user, text, channel: where.in }),
    opensHome: async () => {
      await control.openHome({ user });
    },
    uses: (callbackId) => control.shortcut({ user, callbackId }),
    presses: async (button, where = {}) => pressed(desk, await find(desk, button, where), where.confirm),
    searches: async (field, query, where) => {
      const found = await search(desk, await find(desk, field, where), query);
      return found.map(shownText);
    },
    submits: async (values = {}) => {
      for (const [field, what] of Object.entries(values)) await chooses(field, what, { in: 'modal' });
      const view = await modalWhere(desk, 'that can be submitted', (each) => each.json['submit'] !== null);
      return control.submit({ user, viewId: view.id });
    },
    closes: async (how = {}) => {
      const view = await modalWhere(desk, 'to close', () => true);
      return control.close({ user, viewId: view.id, all: how.all });
    },
  };
}

function find(desk: Desk, meant: string, where: Where = {}): Promise<Spot> {
  return desk.until(
    () => findSpot(screenOf(desk), meant, where),
    () => instead(desk, `to find "${meant}" ${JSON.stringify(where)}`),
  );
}

function modalWhere(desk: Desk, wanted: string, fits: (view: SeenView) => boolean): Promise<SeenView> {
  const look = (): SeenView | undefined => {
    const view = screenOf(desk).modals.at(-1);
    return view !== undefined && fits(view) ? view : undefined;
  };
  return desk.until(look, () => instead(desk, `to have a modal ${wanted}`));
}

/** What was there instead of what was waited for. */
function instead(desk: Desk, wanted: string): string {
  const screen: Screen = screenOf(desk);
  return `${screen.person.name} ${wanted}; there is:\n  ${spotNames(screen)}\n${linesOn(screen).join('\n')}`;
}

/** A dialog that was counted on must be there; without a word about it, one that comes is accepted. */
async function pressed(desk: Desk, spot: Spot, confirm: boolean | undefined): Promise<Outcome> {
  const asks = objectIn(spot.located.element, 'confirm') !== undefined;
  if (confirm !== undefined && !asks) throw new Misuse(`"${spot.located.label}" asks nothing`);
  return confirm === false ? { ok: true } : desk.control.press({ user: desk.user, ...target(spot) });
}

function target({ located, place }: Spot) {
  return { ...place, actionId: located.actionId, blockId: located.blockId };
}

/** Chooses by value or text; of an external select's only offer also by the letters that led to it. */
async function choose(desk: Desk, spot: Spot, what: Selection): Promise<Outcome> {
  const ask = { user: desk.user, ...target(spot) };
  const searched = spot.located.type.includes('external_select') && typeof what === 'string' && what !== '';
  if (!searched) return desk.control.press({ ...ask, selection: what });
  const options = await search(desk, spot, what);
  const only = options.length === 1 ? options[0] : undefined;
  const picked = pickOption(options, what) ?? only;
  return desk.control.press({ ...ask, selection: picked === undefined ? what : (stringIn(picked, 'value') ?? what) });
}

async function search(desk: Desk, spot: Spot, query: string): Promise<readonly JsonObject[]> {
  const found = await desk.control.suggest({ user: desk.user, ...target(spot), query });
  if (found.failed !== undefined) throw new Misuse(`searching "${spot.located.label}" for "${query}": ${found.failed}`);
  return [...found.options, ...found.groups.flatMap((group) => objectsIn(group, 'options'))];
}
