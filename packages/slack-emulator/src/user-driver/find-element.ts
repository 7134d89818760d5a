import { type JsonObject, objectsIn, stringIn } from '../json.js';
import type { Screen } from '../state/user-view.js';
import { elementsOf, type LocatedElement } from './blocks.js';
import { messageLines, textsIn } from './screen-text.js';

/** An element on a user's screen, with its location. */
export interface ElementMatch {
  readonly located: LocatedElement;
  readonly block: JsonObject;
  readonly surface: { readonly viewId: string } | { readonly channel: string; readonly messageTs: string };
  /** All texts of the message or view that contains it. */
  readonly surroundingTexts: readonly string[];
}

/** Narrows down the match if several elements have the same name. */
export interface ElementFilter {
  /** A conversation (#name, or @<bot name> for the direct message), `modal` or `home`. */
  readonly in?: string;
  /** Text in the same block, or else in the same message or view. */
  readonly near?: string;
  /** A button's value. */
  readonly value?: string;
}

/** All interactive elements, by precedence: modal, Home tab, then messages from the newest. */
function elementsOn(screen: Screen): readonly (ElementMatch & { readonly part: string })[] {
  const top = screen.modals.at(-1);
  const views = [
    ...(top === undefined ? [] : [{ part: 'modal', view: top }]),
    ...(screen.home === null ? [] : [{ part: 'home', view: screen.home }]),
  ].flatMap(({ part, view }) => {
    const blocks = objectsIn(view.json, 'blocks');
    return elementsInBlocks(blocks, { surface: { viewId: view.id }, surroundingTexts: textsIn(blocks) }).map(
      (match) => ({ ...match, part }),
    );
  });
  const messages = screen.conversations.flatMap((conversation) =>
    conversation.messages.map((message) => ({ part: conversation.name, message })),
  );
  const newestFirst = messages.sort((a, b) => Number(b.message.ts) - Number(a.message.ts));
  const inMessages = newestFirst.flatMap(({ part, message }) => {
    const surface = { channel: message.channel, messageTs: message.ts };
    const matches = elementsInBlocks(objectsIn(message.json, 'blocks'), {
      surface,
      surroundingTexts: messageLines(message),
    });
    return matches.map((match) => ({ ...match, part }));
  });
  return [...views, ...inMessages];
}

function elementsInBlocks(
  blocks: readonly JsonObject[],
  at: Pick<ElementMatch, 'surface' | 'surroundingTexts'>,
): readonly ElementMatch[] {
  return blocks.flatMap((block) => elementsOf([block]).map((located) => ({ ...at, located, block })));
}

/** The first element with this label, action_id or block_id; with `near`, the same block takes precedence. */
export function findElement(screen: Screen, nameOrId: string, filter: ElementFilter = {}): ElementMatch | undefined {
  const candidates = elementsOn(screen).filter((match) => matchesFilter(match, filter));
  const { near } = filter;
  if (near === undefined) return findByName(candidates, nameOrId);
  const inBlock = candidates.filter((match) => textsIn(match.block).some((text) => text.includes(near)));
  const inMessage = candidates.filter((match) => match.surroundingTexts.some((text) => text.includes(near)));
  return findByName(inBlock, nameOrId) ?? findByName(inMessage, nameOrId);
}

function findByName(matches: readonly ElementMatch[], nameOrId: string): ElementMatch | undefined {
  const byLabel = matches.find((match) => match.located.label === nameOrId);
  return byLabel ?? matches.find(({ located }) => located.actionId === nameOrId || located.blockId === nameOrId);
}

function matchesFilter(match: ElementMatch & { readonly part: string }, filter: ElementFilter): boolean {
  const otherPart = filter.in !== undefined && match.part !== filter.in;
  return !otherPart && (filter.value === undefined || stringIn(match.located.element, 'value') === filter.value);
}

/** The interactive elements of a screen, for error messages. */
export function describeElements(screen: Screen): string {
  const lines = elementsOn(screen).map(
    ({ located, part }) => `${part}: "${located.label}" (${located.blockId}/${located.actionId})`,
  );
  return lines.length === 0 ? 'nothing can be acted on' : lines.join('\n  ');
}
