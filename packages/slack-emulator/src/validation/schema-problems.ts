import type { z } from 'zod';
import { isObject, type Json } from '../json.js';
import type { Schema } from './schema.js';

/** A validation problem: JSON pointer, and Slack's message and code. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
  readonly code: 'missing_field' | 'invalid_type' | 'failed_constraint';
}

export type Value = Json | undefined;

/** All problems of a value. */
export function validate(schema: Schema, value: Value, pointer: string): readonly Problem[] {
  const { error } = schema.safeParse(value, { reportInput: true });
  return (error?.issues ?? []).flatMap((issue) => problemsOf(issue, pointer));
}

function problemsOf(issue: z.core.$ZodIssue, start: string): readonly Problem[] {
  const pointer = [start, ...issue.path.map((key) => escapePointer(String(key)))].join('/');
  const parent = pointer.slice(0, pointer.lastIndexOf('/'));
  const { code, input, message } = issue;
  if (code === 'unrecognized_keys') {
    return issue.keys.map((name) => failedConstraint(pointer, `invalid additional property: ${name}`));
  }
  if (code === 'invalid_union') {
    const type = isObject(input) ? input['type'] : undefined;
    return type === undefined
      ? [missingField(parent, 'type')]
      : [failedConstraint(pointer, `unsupported type: ${typeof type === 'string' ? type : JSON.stringify(type)}`)];
  }
  if (input === undefined && issue.path.length > 0) return [missingField(parent, String(issue.path.at(-1)))];
  return [code === 'invalid_type' ? { pointer, message, code } : failedConstraint(pointer, message)];
}

function missingField(pointer: string, name: string): Problem {
  return { pointer, message: `missing required field: ${name}`, code: 'missing_field' };
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function failedConstraint(pointer: string, message: string): Problem {
  return { pointer, message, code: 'failed_constraint' };
}
