import { Misuse } from '../invalid-action.js';
import { objectIn, objectsIn, stringIn } from '../json.js';
import { type Screen, type SeenView, whatSees } from '../state/user-view.js';
import { linesOn } from './screen-text.js';
import type { Desk, Eyes } from './types.js';

/** What a person sees, now or as soon as it is there. */
export function eyes(desk: Desk): Eyes {
  const look = (): Screen => screenOf(desk);
  const screen: Eyes['screen'] = (part) => linesOn(look(), part).join('\n');
  const canSee: Eyes['canSee'] = (words, part) => has(screen(part), words);
  const instead =
    (wanted: string): (() => string) =>
    () =>
      `${look().person.name} ${wanted}; the screen:\n${screen()}`;
  return {
    screen,
    canSee,
    sees: async (words, part) => {
      const where = part === undefined ? '' : ` in ${part}`;
      await desk.until(() => canSee(words, part), instead(`to see ${String(words)}${where}`));
    },
    modal: (title = '') => desk.until(() => titled(look(), title), instead(`to have a modal "${title}"`)),
    noModal: async () => {
      await desk.until(() => look().modals.length === 0, instead('to be rid of the modal'));
    },
    errors: () => labelled(look().modals.at(-1)),
  };
}

export function screenOf(desk: Desk): Screen {
  const seen = whatSees(desk.state(), desk.user);
  if (seen === undefined) throw new Misuse(`there is no person ${desk.user}`);
  return seen;
}

function has(text: string, words: string | RegExp): boolean {
  return typeof words === 'string' ? text.includes(words) : words.test(text);
}

function titled(screen: Screen, words: string): SeenView | undefined {
  const view = screen.modals.at(-1);
  if (view === undefined) return undefined;
  const title = stringIn(objectIn(view.json, 'title') ?? {}, 'text') ?? '';
  return title.includes(words) ? view : undefined;
}

function labelled(view: SeenView | undefined): Readonly<Record<string, string>> {
  const blocks = view === undefined ? [] : objectsIn(view.json, 'blocks');
  const labelOf = (id: string): string => {
    const block = blocks.find((each) => stringIn(each, 'block_id') === id);
    return stringIn(objectIn(block ?? {}, 'label') ?? {}, 'text') ?? id;
  };
  return Object.fromEntries(Object.entries(view?.errors ?? {}).map(([id, error]) => [labelOf(id), error]));
}
