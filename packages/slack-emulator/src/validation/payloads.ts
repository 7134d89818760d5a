import { isList, isObject, type JsonObject, objectsIn, stringIn } from '../json.js';
import { type Surface, surfaces } from './blocks.js';
import { firstInput, structureProblems } from './constraints.js';
import { limits } from './limits.js';
import { menuOption, optionGroup, plain } from './objects.js';
import { flag, list, object, type Rule, string, typed } from './schema.js';
import { check, failed, type Problem, type Value } from './validate.js';

/** What Slack would say to these blocks on this surface; nothing when it would take them. */
export function blocksProblems(blocks: Value, surface: Surface, pointer: string): readonly Problem[] {
  const wrong = check(surfaces[surface], blocks, pointer);
  if (wrong.length > 0 || !isList(blocks)) return wrong;
  return structureProblems(blocks.filter(isObject), pointer);
}

const common = {
  private_metadata: string({ max: limits.privateMetadata }),
  callback_id: string({ max: limits.id }),
  external_id: string({ max: limits.id }),
};

const viewRules: Rule = typed({
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

/** What Slack would say to this view; pointers start at /view. */
export function viewProblems(view: Value): readonly Problem[] {
  const wrong = check(viewRules, view, '/view');
  if (wrong.length > 0 || !isObject(view)) return wrong;
  return [...structureProblems(objectsIn(view, 'blocks'), '/view/blocks'), ...submitProblems(view)];
}

function submitProblems(view: JsonObject): readonly Problem[] {
  const input = firstInput(view['blocks']);
  if (stringIn(view, 'type') !== 'modal' || input < 0 || view['submit'] !== undefined) return [];
  return [failed(`/view/blocks/${input}/input`, 'must define `submit` to use an `input` block in modals')];
}

const optionsAnswer = object(
  {},
  {
    options: list(menuOption, { max: limits.options }),
    option_groups: list(optionGroup, { max: limits.optionGroups }),
  },
);

/** What Slack would say to the options answered for an external select. */
export function optionsProblems(answer: Value): readonly Problem[] {
  const wrong = check(optionsAnswer, answer, '');
  if (wrong.length > 0 || !isObject(answer)) return wrong;
  const given = ['options', 'option_groups'].filter((key) => answer[key] !== undefined).length;
  return given === 1 ? [] : [failed('', 'must define either `options` or `option_groups`')];
}

/** Slack's sentence for a problem, as in `errors`. */
export function sentence(problem: Problem): string {
  return `${problem.message} [json-pointer:${problem.pointer}]`;
}

/** The same, as in `response_metadata.messages`. */
export function logLine(problem: Problem): string {
  return `[ERROR] ${sentence(problem)}`;
}
