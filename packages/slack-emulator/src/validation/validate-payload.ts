import { isList, isObject, type JsonObject, objectsIn, stringIn } from '../json.js';
import { type Surface, surfaces } from './blocks.js';
import { constraintProblems, firstInputIndex } from './constraints.js';
import { limits } from './limit-values.js';
import { menuOption, optionGroup, plain } from './objects.js';
import { flag, list, object, type Schema, string, typed } from './schema.js';
import { failedConstraint, type Problem, type Value, validate } from './schema-problems.js';

/** Problems that Slack would report for these blocks on this surface; empty if they are valid. */
export function validateBlocks(blocks: Value, surface: Surface, pointer: string): readonly Problem[] {
  const problems = validate(surfaces[surface], blocks, pointer);
  if (problems.length > 0 || !isList(blocks)) return problems;
  return constraintProblems(blocks.filter(isObject), pointer);
}

const common = {
  private_metadata: string({ max: limits.privateMetadata }),
  callback_id: string({ max: limits.id }),
  external_id: string({ max: limits.id }),
};

const viewSchema: Schema = typed({
  modal: object(
    { title: plain(limits.viewTitle), blocks: surfaces.modal },
    {
      ...common,
      close: plain(limits.viewButton),
      submit: plain(limits.viewButton),
      clear_on_close: flag,
      notify_on_close: flag,
    },
  ),
  home: object({ blocks: surfaces.home }, common),
});

/** Problems that Slack would report for this view; pointers start at /view. */
export function validateView(view: Value): readonly Problem[] {
  const problems = validate(viewSchema, view, '/view');
  if (problems.length > 0 || !isObject(view)) return problems;
  return [...constraintProblems(objectsIn(view, 'blocks'), '/view/blocks'), ...submitProblems(view)];
}

function submitProblems(view: JsonObject): readonly Problem[] {
  const input = firstInputIndex(view['blocks']);
  if (stringIn(view, 'type') !== 'modal' || input < 0 || view['submit'] !== undefined) return [];
  return [failedConstraint(`/view/blocks/${input}/input`, 'must define `submit` to use an `input` block in modals')];
}

const optionsResponse = object(
  {},
  {
    options: list(menuOption, { max: limits.options }),
    option_groups: list(optionGroup, { max: limits.optionGroups }),
  },
);

/** Problems of a response to an options request. */
export function validateOptions(response: Value): readonly Problem[] {
  const problems = validate(optionsResponse, response, '');
  if (problems.length > 0 || !isObject(response)) return problems;
  const defined = ['options', 'option_groups'].filter((key) => response[key] !== undefined).length;
  return defined === 1 ? [] : [failedConstraint('', 'must define either `options` or `option_groups`')];
}

/** A problem as in `errors` of a response. */
export function problemText(problem: Problem): string {
  return `${problem.message} [json-pointer:${problem.pointer}]`;
}

/** A problem as in `response_metadata.messages`. */
export function problemLogLine(problem: Problem): string {
  return `[ERROR] ${problemText(problem)}`;
}
