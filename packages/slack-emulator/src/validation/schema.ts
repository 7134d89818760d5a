/** What a piece of a payload must look like, as data; `check.ts` reads it. */
export type Schema =
  | { readonly is: 'string'; readonly min?: number; readonly max?: number; readonly format?: StringFormat }
  | { readonly is: 'boolean' }
  | { readonly is: 'integer'; readonly min?: number; readonly max?: number }
  | { readonly is: 'number' }
  | { readonly is: 'enum'; readonly of: readonly (string | number)[] }
  | { readonly is: 'list'; readonly of: Schema; readonly min?: number; readonly max?: number }
  | { readonly is: 'object'; readonly required: Fields; readonly optional: Fields }
  | { readonly is: 'typed'; readonly of: Readonly<Record<string, Schema>> }
  | { readonly is: 'lazy'; readonly of: () => Schema };

export type Fields = Readonly<Record<string, Schema>>;

/** A form that a string must have, with Slack's sentence when it has not. */
interface StringFormat {
  readonly pattern: RegExp;
  readonly message: string;
}

type Bounds = { readonly min?: number; readonly max?: number };

export const flag: Schema = { is: 'boolean' };
export const number: Schema = { is: 'number' };

export function string(bounds: Bounds & { readonly format?: StringFormat } = {}): Schema {
  return { is: 'string', ...bounds };
}

export function integer(bounds: Bounds = {}): Schema {
  return { is: 'integer', ...bounds };
}

export function oneOf(...of: readonly (string | number)[]): Schema {
  return { is: 'enum', of };
}

export function list(of: Schema, bounds: Bounds = {}): Schema {
  return { is: 'list', of, ...bounds };
}

/** An object with exactly these fields: an unknown one is refused, as Slack does. */
export function object(required: Fields, optional: Fields = {}): Schema {
  return { is: 'object', required, optional };
}

/** An object told apart by its `type`; the rules describe the other fields. */
export function typed(of: Readonly<Record<string, Schema>>): Schema {
  return { is: 'typed', of };
}

/** The rules of some types out of a table of all. */
export function only(table: Readonly<Record<string, Schema>>, types: readonly string[]): Schema {
  return typed(Object.fromEntries(Object.entries(table).filter(([type]) => types.includes(type))));
}

export function lazy(of: () => Schema): Schema {
  return { is: 'lazy', of };
}
