import { isList, isObject, type Json } from '../json.js';
import type { Schema } from './schema.js';

/** A validation problem: JSON pointer, and Slack's message and code. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
  readonly code: 'missing_field' | 'invalid_type' | 'failed_constraint';
}

export type Value = Json | undefined;

/** All problems of a value, in document order. */
export function validate(schema: Schema, value: Value, pointer: string): readonly Problem[] {
  switch (schema.is) {
    case 'string':
      return typeof value === 'string'
        ? validateString(schema, value, pointer)
        : [invalidType(pointer, 'must provide a string')];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [invalidType(pointer, 'must be a boolean')];
    case 'integer':
      return validateInteger(schema, value, pointer);
    case 'number':
      return typeof value === 'number' ? [] : [invalidType(pointer, 'must provide a number')];
    case 'enum':
      return schema.of.some((allowed) => allowed === value)
        ? []
        : [failedConstraint(pointer, 'must be a valid enum value')];
    case 'list':
      return validateList(schema, value, pointer);
    case 'object':
      return validateObject(schema, value, pointer);
    case 'typed':
      return validateTyped(schema, value, pointer);
    case 'lazy':
      return validate(schema.of(), value, pointer);
  }
}

type Of<Kind extends Schema['is']> = Extract<Schema, { is: Kind }>;

function validateString(schema: Of<'string'>, value: string, pointer: string): readonly Problem[] {
  const length = [...value].length;
  if (schema.min !== undefined && length < schema.min) {
    return [failedConstraint(pointer, `must be more than ${schema.min - 1} characters`)];
  }
  if (schema.max !== undefined && length > schema.max) {
    return [failedConstraint(pointer, `must be less than ${schema.max + 1} characters`)];
  }
  return schema.format === undefined || schema.format.pattern.test(value)
    ? []
    : [failedConstraint(pointer, schema.format.message)];
}

function validateInteger(schema: Of<'integer'>, value: Value, pointer: string): readonly Problem[] {
  if (typeof value !== 'number' || !Number.isInteger(value)) return [invalidType(pointer, 'must provide an integer')];
  if (schema.min !== undefined && value < schema.min)
    return [failedConstraint(pointer, `must be greater than ${schema.min}`)];
  if (schema.max !== undefined && value > schema.max)
    return [failedConstraint(pointer, `must be less than ${schema.max}`)];
  return [];
}

function validateList(schema: Of<'list'>, value: Value, pointer: string): readonly Problem[] {
  if (!isList(value)) return [invalidType(pointer, 'must provide an array')];
  if (schema.min !== undefined && value.length < schema.min) {
    return [failedConstraint(pointer, `must provide at least ${schema.min} items`)];
  }
  if (schema.max !== undefined && value.length > schema.max) {
    return [failedConstraint(pointer, `no more than ${schema.max} items allowed`)];
  }
  return value.flatMap((item, index) => validate(schema.of, item, `${pointer}/${index}`));
}

function validateObject(schema: Of<'object'>, value: Value, pointer: string): readonly Problem[] {
  if (!isObject(value)) return [invalidType(pointer, 'must provide an object')];
  const missing = Object.keys(schema.required)
    .filter((name) => value[name] === undefined)
    .map((name): Problem => ({ pointer, message: `missing required field: ${name}`, code: 'missing_field' }));
  const fields = { ...schema.required, ...schema.optional };
  const wrong = Object.entries(value).flatMap(([name, held]) => {
    if (held === undefined) return [];
    const field = fields[name];
    return field === undefined
      ? [failedConstraint(pointer, `invalid additional property: ${name}`)]
      : validate(field, held, `${pointer}/${escapePointer(name)}`);
  });
  return [...missing, ...wrong];
}

function validateTyped(schema: Of<'typed'>, value: Value, pointer: string): readonly Problem[] {
  if (!isObject(value)) return [invalidType(pointer, 'must provide an object')];
  const { type, ...rest } = value;
  if (type === undefined) return [{ pointer, message: 'missing required field: type', code: 'missing_field' }];
  const matching = typeof type === 'string' ? schema.of[type] : undefined;
  return matching === undefined
    ? [failedConstraint(`${pointer}/type`, `unsupported type: ${String(type)}`)]
    : validate(matching, rest, pointer);
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function failedConstraint(pointer: string, message: string): Problem {
  return { pointer, message, code: 'failed_constraint' };
}

function invalidType(pointer: string, message: string): Problem {
  return { pointer, message, code: 'invalid_type' };
}
