/** Schema of a part of a payload, as data; interpreted by `validate.ts`. */
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

/** A pattern for strings, with Slack's message when a string does not match. */
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

/** An object with exactly these fields; like Slack, unknown fields are a problem. */
export function object(required: Fields, optional: Fields = {}): Schema {
  return { is: 'object', required, optional };
}

/** A union discriminated by `type`; the schemas describe the other fields. */
export function typed(of: Readonly<Record<string, Schema>>): Schema {
  return { is: 'typed', of };
}

/** The union of some types of a table. */
export function only(table: Readonly<Record<string, Schema>>, types: readonly string[]): Schema {
  return typed(Object.fromEntries(Object.entries(table).filter(([type]) => types.includes(type))));
}

export function lazy(of: () => Schema): Schema {
  return { is: 'lazy', of };
}
