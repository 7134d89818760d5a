import { flagIn, isObject, type Json, type JsonObject, objectIn, objectsIn, stringIn } from '../json.js';
import type { Ids } from '../state/ids.js';

/** An element a person can act on, with where it stands. */
export interface Located {
  readonly element: JsonObject;
  readonly blockId: string;
  readonly actionId: string;
  readonly type: string;
  /** Inside an input block, whose value travels with the submission. */
  readonly input: boolean;
  /** Acting on it tells the bot at once: always outside input blocks, inside only with dispatch_action. */
  readonly dispatches: boolean;
  readonly optional: boolean;
  /** The label a person reads: an input's label, a button's text, a select's placeholder. */
  readonly label: string;
}

const inert = new Set(['image', 'plain_text', 'mrkdwn']);

/** Every interactive element of these blocks, in reading order. */
export function elementsOf(blocks: readonly JsonObject[]): readonly Located[] {
  return blocks.flatMap((block) => heldBy(block).flatMap((element) => locate(block, element)));
}

function heldBy(block: JsonObject): readonly JsonObject[] {
  const single = objectIn(block, 'accessory') ?? objectIn(block, 'element');
  if (single !== undefined) return [single];
  return stringIn(block, 'type') === 'actions' ? objectsIn(block, 'elements') : [];
}

function locate(block: JsonObject, element: JsonObject): readonly Located[] {
  const type = stringIn(element, 'type') ?? '';
  if (inert.has(type)) return [];
  const input = stringIn(block, 'type') === 'input';
  return [
    {
      element,
      type,
      input,
      blockId: stringIn(block, 'block_id') ?? '',
      actionId: stringIn(element, 'action_id') ?? '',
      dispatches: !input || flagIn(block, 'dispatch_action'),
      optional: flagIn(block, 'optional'),
      label: labelOf(block, element),
    },
  ];
}

function labelOf(block: JsonObject, element: JsonObject): string {
  const named = [objectIn(block, 'label'), objectIn(element, 'text'), objectIn(element, 'placeholder')];
  const said = named.find((text) => text !== undefined);
  return said === undefined ? '' : (stringIn(said, 'text') ?? '');
}

/** The blocks with a block_id on every block and an action_id on every interactive element, as Slack stores them. */
export function withIds(blocks: readonly JsonObject[], ids: Ids): readonly JsonObject[] {
  return blocks.map((block) => {
    const named: Record<string, Json | undefined> = { ...block };
    named['block_id'] = stringIn(block, 'block_id') || ids.generated();
    for (const key of ['accessory', 'element']) {
      const held = block[key];
      if (isObject(held)) named[key] = withActionId(held, ids);
    }
    if (stringIn(block, 'type') === 'actions') {
      named['elements'] = objectsIn(block, 'elements').map((element) => withActionId(element, ids));
    }
    return named;
  });
}

function withActionId(element: JsonObject, ids: Ids): JsonObject {
  if (inert.has(stringIn(element, 'type') ?? '')) return element;
  return { ...element, action_id: stringIn(element, 'action_id') || ids.generated() };
}

/** Every option of an element, groups flattened. */
export function optionsOf(holder: JsonObject): readonly JsonObject[] {
  const grouped = objectsIn(holder, 'option_groups').flatMap((group) => objectsIn(group, 'options'));
  return [...objectsIn(holder, 'options'), ...grouped];
}
