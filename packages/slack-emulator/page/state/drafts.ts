import { isObject, type JsonObject, objectIn, stringIn } from '../../src/json.js';
import { elementsOf } from '../../src/user-driver/blocks.js';

/** Identifies an element on a surface. */
export interface ElementRef {
  readonly blockId: string;
  readonly actionId: string;
}

/** Text entered but not yet saved to the workspace, by block_id, then action_id. */
export type Drafts = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const noDrafts: Drafts = {};

export function withDraft(drafts: Drafts, { blockId, actionId }: ElementRef, text: string): Drafts {
  return { ...drafts, [blockId]: { ...drafts[blockId], [actionId]: text } };
}

export function draftAt(drafts: Drafts, { blockId, actionId }: ElementRef): string | undefined {
  return drafts[blockId]?.[actionId];
}

/** The drafts whose elements still exist: the bot may have updated the view meanwhile. */
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

/** The entry of `state.values` for an element of a view. */
export function valueAt(view: JsonObject, { blockId, actionId }: ElementRef): JsonObject | undefined {
  const values = objectIn(objectIn(view, 'state') ?? {}, 'values') ?? {};
  const value = objectIn(values, blockId)?.[actionId];
  return isObject(value) ? value : undefined;
}

/** The text of an input's or date picker's value. */
export function valueText(value: JsonObject | undefined): string {
  if (value === undefined) return '';
  return stringIn(value, 'value') ?? stringIn(value, 'selected_date') ?? '';
}
