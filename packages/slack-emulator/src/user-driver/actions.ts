import { InvalidActionError } from '../invalid-action.js';
import { type JsonObject, objectIn, objectsIn, stringIn } from '../json.js';
import type { ActionResult } from '../outbound/result.js';
import { findOption, optionText, type Selection } from '../state/select-option.js';
import type { Screen, VisibleView } from '../state/user-view.js';
import { describeElements, type ElementFilter, type ElementMatch, findElement } from './find-element.js';
import { screenOf } from './queries.js';
import { screenLines } from './screen-text.js';
import type { DriverContext, UserActions } from './types.js';

/** The actions of a user. Each waits until the element or modal it needs is on the screen. */
export function createUserActions(driver: DriverContext): UserActions {
  const { control, user } = driver;
  const chooses: UserActions['chooses'] = async (field, selection, filter) =>
    select(driver, await waitForElement(driver, field, filter), selection);
  return {
    chooses,
    types: (line, filter = {}) => control.runCommand({ user, text: line, channel: filter.in }),
    says: (text, filter) => control.say({ user, text, channel: filter.in }),
    opensHome: async () => {
      await control.openHome({ user });
    },
    uses: (callbackId) => control.shortcut({ user, callbackId }),
    presses: async (button, filter = {}) => press(driver, await waitForElement(driver, button, filter), filter.confirm),
    attaches: async (field, { name, content }) => {
      const { located } = await waitForElement(driver, field, { in: 'modal' });
      const view = await waitForModal(driver, 'with a file input', () => true);
      const { actionId, blockId } = located;
      const bytes = Buffer.from(content).toString('base64');
      return control.attach({ user, viewId: view.id, actionId, blockId, name, content: bytes });
    },
    searches: async (field, query, filter) => {
      const found = await searchOptions(driver, await waitForElement(driver, field, filter), query);
      return found.map(optionText);
    },
    submits: async (values = {}) => {
      for (const [field, selection] of Object.entries(values)) await chooses(field, selection, { in: 'modal' });
      const view = await waitForModal(driver, 'that can be submitted', (each) => each.json['submit'] !== null);
      return control.submit({ user, viewId: view.id });
    },
    closes: async (options = {}) => {
      const view = await waitForModal(driver, 'to close', () => true);
      return control.close({ user, viewId: view.id, all: options.all });
    },
  };
}

function waitForElement(driver: DriverContext, nameOrId: string, filter: ElementFilter = {}): Promise<ElementMatch> {
  return driver.until(
    () => findElement(screenOf(driver), nameOrId, filter),
    () => describeScreen(driver, `to find "${nameOrId}" ${JSON.stringify(filter)}`),
  );
}

function waitForModal(
  driver: DriverContext,
  expectation: string,
  matches: (view: VisibleView) => boolean,
): Promise<VisibleView> {
  const findModal = (): VisibleView | undefined => {
    const view = screenOf(driver).modals.at(-1);
    return view !== undefined && matches(view) ? view : undefined;
  };
  return driver.until(findModal, () => describeScreen(driver, `to have a modal ${expectation}`));
}

/** Message of a timeout: the expectation, and what was on the screen instead. */
function describeScreen(driver: DriverContext, expectation: string): string {
  const screen: Screen = screenOf(driver);
  return `${screen.user.name} ${expectation}; there is:\n  ${describeElements(screen)}\n${screenLines(screen).join('\n')}`;
}

/** With `confirm` set, the element must have a confirm dialog; otherwise a dialog is accepted. */
async function press(driver: DriverContext, match: ElementMatch, confirm: boolean | undefined): Promise<ActionResult> {
  const hasDialog = objectIn(match.located.element, 'confirm') !== undefined;
  if (confirm !== undefined && !hasDialog)
    throw new InvalidActionError(`"${match.located.label}" has no confirm dialog`);
  return confirm === false ? { ok: true } : driver.control.press({ user: driver.user, ...elementAddress(match) });
}

function elementAddress({ located, surface }: ElementMatch) {
  return { ...surface, actionId: located.actionId, blockId: located.blockId };
}

/** Selects by value or text. If the search in an external select has one result, the query selects it. */
async function select(driver: DriverContext, match: ElementMatch, selection: Selection): Promise<ActionResult> {
  const target = { user: driver.user, ...elementAddress(match) };
  const needsSearch =
    match.located.type.includes('external_select') && typeof selection === 'string' && selection !== '';
  if (!needsSearch) return driver.control.press({ ...target, selection });
  const options = await searchOptions(driver, match, selection);
  const onlyOption = options.length === 1 ? options[0] : undefined;
  const picked = findOption(options, selection) ?? onlyOption;
  return driver.control.press({
    ...target,
    selection: picked === undefined ? selection : (stringIn(picked, 'value') ?? selection),
  });
}

async function searchOptions(
  driver: DriverContext,
  match: ElementMatch,
  query: string,
): Promise<readonly JsonObject[]> {
  const found = await driver.control.suggest({ user: driver.user, ...elementAddress(match), query });
  if (found.failed !== undefined)
    throw new InvalidActionError(`searching "${match.located.label}" for "${query}": ${found.failed}`);
  return [...found.options, ...found.groups.flatMap((group) => objectsIn(group, 'options'))];
}
