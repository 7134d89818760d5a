import { z } from 'zod';

export type Schema = z.ZodType;
export type Fields = Readonly<Record<string, Schema>>;
type ObjectSchema = z.ZodObject;

/** A pattern for strings, with Slack's message when a string does not match. */
interface StringFormat {
  readonly pattern: RegExp;
  readonly message: string;
}

type Bounds = { readonly min?: number; readonly max?: number };

export const flag: Schema = z.boolean('must be a boolean');
export const number: Schema = z.number('must provide a number');

/** Lengths count characters, where zod counts UTF-16 code units. */
export function string({ min = 0, max = Infinity, format }: Bounds & { readonly format?: StringFormat } = {}): Schema {
  return z.string('must provide a string').check(({ value, issues }) => {
    const length = [...value].length;
    const fail = (message: string) => issues.push({ code: 'custom', message, input: value });
    if (length < min) fail(`must be more than ${min - 1} characters`);
    else if (length > max) fail(`must be less than ${max + 1} characters`);
    else if (format && !format.pattern.test(value)) fail(format.message);
  });
}

export function integer({ min = -Infinity, max = Infinity }: Bounds = {}): Schema {
  return z.int('must provide an integer').min(min, `must be greater than ${min}`).max(max, `must be less than ${max}`);
}

export function oneOf(...of: readonly (string | number)[]): Schema {
  return z.literal(of, 'must be a valid enum value');
}

/** The items of a list of a wrong length are not looked at. */
export function list(of: Schema, { min = 0, max = Infinity }: Bounds = {}): Schema {
  const bounded = z.array(z.unknown(), 'must provide an array').check(({ value, issues }) => {
    const fail = (message: string) => issues.push({ code: 'custom', message, input: value });
    if (value.length < min) fail(`must provide at least ${min} items`);
    if (value.length > max) fail(`no more than ${max} items allowed`);
  });
  return bounded.pipe(z.array(of));
}

/** An object with exactly these fields; like Slack, unknown fields are a problem. */
export function object(required: Fields, optional: Fields = {}): ObjectSchema {
  return z.strictObject({ ...required, ...z.object(optional).partial().shape }, 'must provide an object');
}

/** A union discriminated by `type`; the schemas describe the other fields. */
export function typed(of: Readonly<Record<string, ObjectSchema>>): Schema {
  const schemas = Object.entries(of).map(([type, fields]) => fields.extend({ type: z.literal(type) }));
  return z.discriminatedUnion(
    'type',
    schemas as unknown as [ObjectSchema, ...ObjectSchema[]],
    'must provide an object',
  );
}

/** The union of some types of a table. */
export function only(table: Readonly<Record<string, ObjectSchema>>, types: readonly string[]): Schema {
  return typed(Object.fromEntries(Object.entries(table).filter(([type]) => types.includes(type))));
}

export function lazy(of: () => Schema): Schema {
  return z.lazy(of);
}
