import { type JsonObject, objectsIn, stringIn } from '../json.js';
import type { Screen } from '../state/user-view.js';
import { elementsOf, type Located } from './blocks.js';
import { messageLines, textsIn } from './screen-text.js';

/** An element on a person's screen, with how to reach it. */
export interface Spot {
  readonly located: Located;
  readonly block: JsonObject;
  readonly place: { readonly viewId: string } | { readonly channel: string; readonly messageTs: string };
  /** Everything said in the message or view it stands in. */
  readonly around: readonly string[];
}

/** Narrows down which of several alike is meant. */
export interface Where {
  /** A conversation (#name, or @bot for the direct one), `modal` or `home`. */
  readonly in?: string;
  /** Words in the same block, or else in the same message or view. */
  readonly near?: string;
  /** A button's value. */
  readonly value?: string;
}

/** Everything that can be acted on, the likeliest first: the modal, then Home, then messages from the newest. */
function spotsOn(screen: Screen): readonly (Spot & { readonly part: string })[] {
  const top = screen.modals.at(-1);
  const views = [
    ...(top === undefined ? [] : [{ part: 'modal', view: top }]),
    ...(screen.home === null ? [] : [{ part: 'home', view: screen.home }]),
  ].flatMap(({ part, view }) => {
    const blocks = objectsIn(view.json, 'blocks');
    return spotsIn(blocks, { place: { viewId: view.id }, around: textsIn(blocks) }).map((spot) => ({ ...spot, part }));
  });
  const messages = screen.conversations.flatMap((conversation) =>
    conversation.messages.map((message) => ({ part: conversation.name, message })),
  );
  const newestFirst = messages.sort((a, b) => Number(b.message.ts) - Number(a.message.ts));
  const inMessages = newestFirst.flatMap(({ part, message }) => {
    const place = { channel: message.channel, messageTs: message.ts };
    const spots = spotsIn(objectsIn(message.json, 'blocks'), { place, around: messageLines(message) });
    return spots.map((spot) => ({ ...spot, part }));
  });
  return [...views, ...inMessages];
}

function spotsIn(blocks: readonly JsonObject[], at: Pick<Spot, 'place' | 'around'>): readonly Spot[] {
  return blocks.flatMap((block) => elementsOf([block]).map((located) => ({ ...at, located, block })));
}

/** The element a person means by a label, an action_id or a block_id; of several, one whose own block has the words near. */
export function findSpot(screen: Screen, meant: string, where: Where = {}): Spot | undefined {
  const fitting = spotsOn(screen).filter((spot) => fits(spot, where));
  const { near } = where;
  if (near === undefined) return named(fitting, meant);
  const inBlock = fitting.filter((spot) => textsIn(spot.block).some((text) => text.includes(near)));
  const inMessage = fitting.filter((spot) => spot.around.some((text) => text.includes(near)));
  return named(inBlock, meant) ?? named(inMessage, meant);
}

function named(spots: readonly Spot[], meant: string): Spot | undefined {
  const byLabel = spots.find((spot) => spot.located.label === meant);
  return byLabel ?? spots.find(({ located }) => located.actionId === meant || located.blockId === meant);
}

function fits(spot: Spot & { readonly part: string }, where: Where): boolean {
  const elsewhere = where.in !== undefined && spot.part !== where.in;
  return !elsewhere && (where.value === undefined || stringIn(spot.located.element, 'value') === where.value);
}

/** What could have been meant, for an error that helps. */
export function spotNames(screen: Screen): string {
  const names = spotsOn(screen).map(
    ({ located, part }) => `${part}: "${located.label}" (${located.blockId}/${located.actionId})`,
  );
  return names.length === 0 ? 'nothing can be acted on' : names.join('\n  ');
}
