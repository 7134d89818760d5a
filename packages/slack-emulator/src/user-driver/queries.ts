import { InvalidActionError } from '../invalid-action.js';
import { objectIn, objectsIn, stringIn } from '../json.js';
import { type Screen, userView, type VisibleView } from '../state/user-view.js';
import { screenLines } from './screen-text.js';
import type { DriverContext, UserQueries } from './types.js';

/** Queries about a user's screen; the asynchronous ones wait. */
export function createUserQueries(driver: DriverContext): UserQueries {
  const currentScreen = (): Screen => screenOf(driver);
  const screen: UserQueries['screen'] = (part) => screenLines(currentScreen(), part).join('\n');
  const canSee: UserQueries['canSee'] = (text, part) => includesText(screen(part), text);
  const describeScreen =
    (expectation: string): (() => string) =>
    () =>
      `${currentScreen().user.name} ${expectation}; the screen:\n${screen()}`;
  return {
    screen,
    canSee,
    sees: async (text, part) => {
      const where = part === undefined ? '' : ` in ${part}`;
      await driver.until(() => canSee(text, part), describeScreen(`to see ${String(text)}${where}`));
    },
    modal: (title = '') =>
      driver.until(() => modalWithTitle(currentScreen(), title), describeScreen(`to have a modal "${title}"`)),
    noModal: async () => {
      await driver.until(() => currentScreen().modals.length === 0, describeScreen('to have no modal'));
    },
    errors: () => errorsByLabel(currentScreen().modals.at(-1)),
  };
}

export function screenOf(driver: DriverContext): Screen {
  const screen = userView(driver.state(), driver.user);
  if (screen === undefined) throw new InvalidActionError(`there is no user ${driver.user}`);
  return screen;
}

function includesText(content: string, text: string | RegExp): boolean {
  return typeof text === 'string' ? content.includes(text) : text.test(content);
}

function modalWithTitle(screen: Screen, text: string): VisibleView | undefined {
  const view = screen.modals.at(-1);
  if (view === undefined) return undefined;
  const title = stringIn(objectIn(view.json, 'title') ?? {}, 'text') ?? '';
  return title.includes(text) ? view : undefined;
}

function errorsByLabel(view: VisibleView | undefined): Readonly<Record<string, string>> {
  const blocks = view === undefined ? [] : objectsIn(view.json, 'blocks');
  const labelOf = (id: string): string => {
    const block = blocks.find((each) => stringIn(each, 'block_id') === id);
    return stringIn(objectIn(block ?? {}, 'label') ?? {}, 'text') ?? id;
  };
  return Object.fromEntries(Object.entries(view?.errors ?? {}).map(([id, error]) => [labelOf(id), error]));
}
