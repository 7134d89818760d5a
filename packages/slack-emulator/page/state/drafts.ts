import { isObject, type JsonObject, objectIn, stringIn } from '../../src/json.js';
import { elementsOf } from '../../src/user-driver/blocks.js';

/** An element on a surface, by the two names Slack knows it by. */
export interface ElementRef {
  readonly blockId: string;
  readonly actionId: string;
}

/** What has been typed and not yet been handed to the workspace, by block, then action. */
export type Drafts = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const noDrafts: Drafts = {};

export function withDraft(drafts: Drafts, { blockId, actionId }: ElementRef, text: string): Drafts {
  return { ...drafts, [blockId]: { ...drafts[blockId], [actionId]: text } };
}

export function draftAt(drafts: Drafts, { blockId, actionId }: ElementRef): string | undefined {
  return drafts[blockId]?.[actionId];
}

/** The drafts whose elements are (still) there: the bot may have redrawn the view while somebody typed. */
export function keepExisting(drafts: Drafts, blocks: readonly JsonObject[]): Drafts {
  let existing = noDrafts;
  for (const { blockId, actionId } of elementsOf(blocks)) {
    const text = draftAt(drafts, { blockId, actionId });
    if (text !== undefined) existing = withDraft(existing, { blockId, actionId }, text);
  }
  return existing;
}

export function isEmpty(drafts: Drafts): boolean {
  return Object.keys(drafts).length === 0;
}

/** What the workspace holds for an element of a view: an entry of `state.values`. */
export function valueAt(view: JsonObject, { blockId, actionId }: ElementRef): JsonObject | undefined {
  const values = objectIn(objectIn(view, 'state') ?? {}, 'values') ?? {};
  const value = objectIn(values, blockId)?.[actionId];
  return isObject(value) ? value : undefined;
}

/** The text of a value that is one: what is typed, or a date. */
export function valueText(value: JsonObject | undefined): string {
  if (value === undefined) return '';
  return stringIn(value, 'value') ?? stringIn(value, 'selected_date') ?? '';
}
