import { flagIn, isObject, type Json, type JsonObject, objectIn, objectsIn, stringIn } from '../json.js';
import type { Ids } from '../state/ids.js';

/** An interactive element, with the fields of its block that matter. */
export interface LocatedElement {
  readonly element: JsonObject;
  readonly blockId: string;
  readonly actionId: string;
  readonly type: string;
  /** In an input block: its value is part of the submission. */
  readonly input: boolean;
  /** Whether acting on it sends `block_actions`: always outside input blocks, inside only with dispatch_action. */
  readonly dispatches: boolean;
  readonly optional: boolean;
  /** The visible label: an input's label, a button's text, or a select's placeholder. */
  readonly label: string;
}

const nonInteractiveTypes = new Set(['image', 'plain_text', 'mrkdwn']);

/** Every interactive element of these blocks, in reading order. */
export function elementsOf(blocks: readonly JsonObject[]): readonly LocatedElement[] {
  return blocks.flatMap((block) => elementsIn(block).flatMap((element) => locate(block, element)));
}

function elementsIn(block: JsonObject): readonly JsonObject[] {
  const single = objectIn(block, 'accessory') ?? objectIn(block, 'element');
  if (single !== undefined) return [single];
  return stringIn(block, 'type') === 'actions' ? objectsIn(block, 'elements') : [];
}

function locate(block: JsonObject, element: JsonObject): readonly LocatedElement[] {
  const type = stringIn(element, 'type') ?? '';
  if (nonInteractiveTypes.has(type)) return [];
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
  const candidates = [objectIn(block, 'label'), objectIn(element, 'text'), objectIn(element, 'placeholder')];
  const found = candidates.find((text) => text !== undefined);
  return found === undefined ? '' : (stringIn(found, 'text') ?? '');
}

/** The blocks with missing block_ids and action_ids generated, as Slack stores them. */
export function withIds(blocks: readonly JsonObject[], ids: Ids): readonly JsonObject[] {
  return blocks.map((block) => {
    const withId: Record<string, Json | undefined> = { ...block };
    withId['block_id'] = stringIn(block, 'block_id') || ids.generated();
    for (const key of ['accessory', 'element']) {
      const element = block[key];
      if (isObject(element)) withId[key] = withActionId(element, ids);
    }
    if (stringIn(block, 'type') === 'actions') {
      withId['elements'] = objectsIn(block, 'elements').map((element) => withActionId(element, ids));
    }
    return withId;
  });
}

function withActionId(element: JsonObject, ids: Ids): JsonObject {
  if (nonInteractiveTypes.has(stringIn(element, 'type') ?? '')) return element;
  return { ...element, action_id: stringIn(element, 'action_id') || ids.generated() };
}

/** All options of an element, including those in groups. */
export function optionsOf(holder: JsonObject): readonly JsonObject[] {
  const grouped = objectsIn(holder, 'option_groups').flatMap((group) => objectsIn(group, 'options'));
  return [...objectsIn(holder, 'options'), ...grouped];
}
