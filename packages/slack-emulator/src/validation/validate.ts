import { isList, isObject, type Json } from '../json.js';
import type { Rule } from './schema.js';

/** One thing wrong with a payload: where, and Slack's sentence for it. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
  readonly code: 'missing_field' | 'invalid_type' | 'failed_constraint';
}

export type Value = Json | undefined;

/** Everything in the value that breaks the rule, in reading order. */
export function check(rule: Rule, value: Value, pointer: string): readonly Problem[] {
  switch (rule.is) {
    case 'string':
      return typeof value === 'string'
        ? checkString(rule, value, pointer)
        : [wrongType(pointer, 'must provide a string')];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [wrongType(pointer, 'must be a boolean')];
    case 'integer':
      return checkInteger(rule, value, pointer);
    case 'number':
      return typeof value === 'number' ? [] : [wrongType(pointer, 'must provide a number')];
    case 'enum':
      return rule.of.some((allowed) => allowed === value) ? [] : [failed(pointer, 'must be a valid enum value')];
    case 'list':
      return checkList(rule, value, pointer);
    case 'object':
      return checkObject(rule, value, pointer);
    case 'typed':
      return checkTyped(rule, value, pointer);
    case 'lazy':
      return check(rule.of(), value, pointer);
  }
}

type Of<Kind extends Rule['is']> = Extract<Rule, { is: Kind }>;

function checkString(rule: Of<'string'>, value: string, pointer: string): readonly Problem[] {
  const length = [...value].length;
  if (rule.min !== undefined && length < rule.min) {
    return [failed(pointer, `must be more than ${rule.min - 1} characters`)];
  }
  if (rule.max !== undefined && length > rule.max) {
    return [failed(pointer, `must be less than ${rule.max + 1} characters`)];
  }
  return rule.like === undefined || rule.like.pattern.test(value) ? [] : [failed(pointer, rule.like.otherwise)];
}

function checkInteger(rule: Of<'integer'>, value: Value, pointer: string): readonly Problem[] {
  if (typeof value !== 'number' || !Number.isInteger(value)) return [wrongType(pointer, 'must provide an integer')];
  if (rule.min !== undefined && value < rule.min) return [failed(pointer, `must be greater than ${rule.min}`)];
  if (rule.max !== undefined && value > rule.max) return [failed(pointer, `must be less than ${rule.max}`)];
  return [];
}

function checkList(rule: Of<'list'>, value: Value, pointer: string): readonly Problem[] {
  if (!isList(value)) return [wrongType(pointer, 'must provide an array')];
  if (rule.min !== undefined && value.length < rule.min) {
    return [failed(pointer, `must provide at least ${rule.min} items`)];
  }
  if (rule.max !== undefined && value.length > rule.max) {
    return [failed(pointer, `no more than ${rule.max} items allowed`)];
  }
  return value.flatMap((item, index) => check(rule.of, item, `${pointer}/${index}`));
}

function checkObject(rule: Of<'object'>, value: Value, pointer: string): readonly Problem[] {
  if (!isObject(value)) return [wrongType(pointer, 'must provide an object')];
  const missing = Object.keys(rule.required)
    .filter((name) => value[name] === undefined)
    .map((name): Problem => ({ pointer, message: `missing required field: ${name}`, code: 'missing_field' }));
  const fields = { ...rule.required, ...rule.optional };
  const wrong = Object.entries(value).flatMap(([name, held]) => {
    if (held === undefined) return [];
    const field = fields[name];
    return field === undefined
      ? [failed(pointer, `invalid additional property: ${name}`)]
      : check(field, held, `${pointer}/${escaped(name)}`);
  });
  return [...missing, ...wrong];
}

function checkTyped(rule: Of<'typed'>, value: Value, pointer: string): readonly Problem[] {
  if (!isObject(value)) return [wrongType(pointer, 'must provide an object')];
  const { type, ...rest } = value;
  if (type === undefined) return [{ pointer, message: 'missing required field: type', code: 'missing_field' }];
  const matching = typeof type === 'string' ? rule.of[type] : undefined;
  return matching === undefined
    ? [failed(`${pointer}/type`, `unsupported type: ${String(type)}`)]
    : check(matching, rest, pointer);
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function failed(pointer: string, message: string): Problem {
  return { pointer, message, code: 'failed_constraint' };
}

function wrongType(pointer: string, message: string): Problem {
  return { pointer, message, code: 'invalid_type' };
}
