import {
  flagIn,
  isList,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  objectsIn,
  sameJson,
  stringIn,
} from '../json.js';
import { elementsOf, type LocatedElement, optionsOf } from '../user-driver/blocks.js';
import { limits } from './limit-values.js';
import { failedConstraint, type Problem } from './schema-problems.js';

/** Problems across fields and blocks that a schema cannot express, such as duplicate ids. */
export function constraintProblems(blocks: readonly JsonObject[], pointer: string): readonly Problem[] {
  return [
    ...blocks.flatMap((block, index) => blockProblems(block, `${pointer}/${index}`)),
    ...duplicateBlockIds(blocks, pointer),
    ...tooManyTables(blocks, pointer),
    ...tooLongTables(blocks, pointer),
    ...tooMuchMarkdown(blocks, pointer),
    ...duplicateFocus(blocks, pointer),
  ];
}

function blockProblems(block: JsonObject, pointer: string): readonly Problem[] {
  const type = stringIn(block, 'type');
  const own: Problem[] = [];
  if (type === 'section' && block['text'] === undefined && block['fields'] === undefined) {
    own.push(failedConstraint(`${pointer}/type`, 'must define either `text` or `fields`'));
  }
  if (type === 'image') own.push(...imageProblems(block, pointer));
  const elements = heldElements(block, pointer);
  return [
    ...own,
    ...elements.flatMap(([element, at]) => elementProblems(element, at)),
    ...duplicateActionIds(elements),
  ];
}

type ElementAt = readonly [element: JsonObject, pointer: string];

function heldElements(block: JsonObject, pointer: string): readonly ElementAt[] {
  const single = ['accessory', 'element'].flatMap((key): ElementAt[] => {
    const elements = objectIn(block, key);
    return elements === undefined ? [] : [[elements, `${pointer}/${key}`]];
  });
  const listed = objectsIn(block, 'elements').map(
    (elements, index): ElementAt => [elements, `${pointer}/elements/${index}`],
  );
  return stringIn(block, 'type') === 'rich_text' ? [] : [...single, ...listed];
}

function elementProblems(element: JsonObject, pointer: string): readonly Problem[] {
  const type = stringIn(element, 'type') ?? '';
  if (type === 'image') return imageProblems(element, pointer);
  if (type === 'number_input') return rangeProblems(element, pointer);
  if (type === 'plain_text_input') return lengthProblems(element, pointer);
  const isMenu = type === 'static_select' || type === 'multi_static_select';
  const defined = (element['options'] === undefined ? 0 : 1) + (element['option_groups'] === undefined ? 0 : 1);
  if (isMenu && defined !== 1) return [failedConstraint(pointer, 'must define either `options` or `option_groups`')];
  return isMenu || type === 'radio_buttons' || type === 'checkboxes' ? initialProblems(element, pointer) : [];
}

function initialProblems(element: JsonObject, pointer: string): readonly Problem[] {
  const options = optionsOf(element);
  const offered = (one: JsonObject): boolean => options.some((option) => sameJson(option, one));
  const single = objectIn(element, 'initial_option');
  const several = objectsIn(element, 'initial_options');
  const message = 'must be one of the provided options';
  if (single !== undefined && !offered(single)) return [failedConstraint(`${pointer}/initial_option`, message)];
  if (!several.every(offered)) return [failedConstraint(`${pointer}/initial_options`, message)];
  return [];
}

function imageProblems(image: JsonObject, pointer: string): readonly Problem[] {
  const url = stringIn(image, 'image_url');
  const file = objectIn(image, 'slack_file');
  if ((url === undefined) === (file === undefined)) {
    return [failedConstraint(pointer, 'must define either `image_url` or `slack_file`')];
  }
  if (url !== undefined && !isPublicUrl(url))
    return [failedConstraint(`${pointer}/image_url`, 'downloading image failed')];
  if (file !== undefined && (file['id'] === undefined) === (file['url'] === undefined)) {
    return [failedConstraint(`${pointer}/slack_file`, 'invalid slack file')];
  }
  return [];
}

/** Slack fetches images itself, so localhost and private networks never work. */
function isPublicUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const privateHost = /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.|\[)/;
  return (protocol === 'https:' || protocol === 'http:') && !privateHost.test(hostname) && hostname.includes('.');
}

function rangeProblems(element: JsonObject, pointer: string): readonly Problem[] {
  const bad = ['min_value', 'max_value', 'initial_value'].filter((key) => {
    const text = stringIn(element, key);
    return text !== undefined && (text.trim() === '' || Number.isNaN(Number(text)));
  });
  if (bad.length > 0) return bad.map((key) => failedConstraint(`${pointer}/${key}`, 'must provide a number'));
  const { min_value: min, max_value: max } = element;
  const reversed = min !== undefined && max !== undefined && Number(min) > Number(max);
  return reversed ? [failedConstraint(`${pointer}/min_value`, 'must be less than or equal to `max_value`')] : [];
}

function lengthProblems(element: JsonObject, pointer: string): readonly Problem[] {
  const { min_length: min, max_length: max } = element;
  const reversed = typeof min === 'number' && typeof max === 'number' && min > max;
  return reversed ? [failedConstraint(`${pointer}/min_length`, 'must be less than or equal to `max_length`')] : [];
}

function duplicateActionIds(elements: readonly ElementAt[]): readonly Problem[] {
  return repeated(elements.map(([element, at]) => [stringIn(element, 'action_id'), `${at}/action_id`])).map(
    ([id, at]) => failedConstraint(at, `\`action_id\` "${id}" already exists for another interactive element`),
  );
}

function duplicateBlockIds(blocks: readonly JsonObject[], pointer: string): readonly Problem[] {
  const ids = blocks.map((block, index) => [stringIn(block, 'block_id'), `${pointer}/${index}/block_id`] as const);
  return repeated(ids).map(([id, at]) => failedConstraint(at, `\`block_id\` "${id}" already exists for another block`));
}

function repeated(ids: readonly (readonly [string | undefined, string])[]): readonly (readonly [string, string])[] {
  const seen = new Set<string>();
  return ids.flatMap(([id, at]) => {
    if (id === undefined || id === '') return [];
    if (seen.has(id)) return [[id, at] as const];
    seen.add(id);
    return [];
  });
}

function tooManyTables(blocks: readonly JsonObject[], pointer: string): readonly Problem[] {
  const tables = blocks.flatMap((block, index) => (stringIn(block, 'type') === 'table' ? [index] : []));
  return tables.slice(1).map((index) => failedConstraint(`${pointer}/${index}`, 'only_one_table_allowed'));
}

function tooLongTables(blocks: readonly JsonObject[], pointer: string): readonly Problem[] {
  return blocks.flatMap((block, index) => {
    const isTooLong = stringIn(block, 'type') === 'table' && textLength(block['rows']) > limits.tableText;
    const message = `must be less than ${limits.tableText + 1} characters`;
    return isTooLong ? [failedConstraint(`${pointer}/${index}/rows`, message)] : [];
  });
}

/** The characters of all texts in a value. */
function textLength(value: Json | undefined): number {
  if (isList(value)) return value.reduce((sum: number, item) => sum + textLength(item), 0);
  if (!isObject(value)) return 0;
  const own = [...(stringIn(value, 'text') ?? '')].length;
  return own + textLength(value['elements']);
}

function tooMuchMarkdown(blocks: readonly JsonObject[], pointer: string): readonly Problem[] {
  const all = blocks.filter((block) => stringIn(block, 'type') === 'markdown');
  const length = all.reduce((sum, block) => sum + [...(stringIn(block, 'text') ?? '')].length, 0);
  return all.length > 1 && length > limits.markdown
    ? [failedConstraint(pointer, `must be less than ${limits.markdown + 1} characters in all markdown blocks`)]
    : [];
}

function duplicateFocus(blocks: readonly JsonObject[], pointer: string): readonly Problem[] {
  const focused = elementsOf(blocks).filter((located: LocatedElement) => flagIn(located.element, 'focus_on_load'));
  return focused.length > 1 ? [failedConstraint(pointer, 'only one element can have `focus_on_load` set to true')] : [];
}

/** Index of the first input block; -1 if there is none. */
export function firstInputIndex(blocks: unknown): number {
  return isList(blocks)
    ? blocks.findIndex(
        (block) => typeof block === 'object' && block !== null && 'type' in block && block.type === 'input',
      )
    : -1;
}
