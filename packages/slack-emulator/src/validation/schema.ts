/** What a piece of a payload must look like, as data; `check.ts` reads it. */
export type Rule =
  | { readonly is: 'string'; readonly min?: number; readonly max?: number; readonly like?: Shape }
  | { readonly is: 'boolean' }
  | { readonly is: 'integer'; readonly min?: number; readonly max?: number }
  | { readonly is: 'number' }
  | { readonly is: 'enum'; readonly of: readonly (string | number)[] }
  | { readonly is: 'list'; readonly of: Rule; readonly min?: number; readonly max?: number }
  | { readonly is: 'object'; readonly required: Fields; readonly optional: Fields }
  | { readonly is: 'typed'; readonly of: Readonly<Record<string, Rule>> }
  | { readonly is: 'lazy'; readonly of: () => Rule };

export type Fields = Readonly<Record<string, Rule>>;

/** A form that a string must have, with Slack's sentence when it has not. */
interface Shape {
  readonly pattern: RegExp;
  readonly otherwise: string;
}

type Bounds = { readonly min?: number; readonly max?: number };

export const flag: Rule = { is: 'boolean' };
export const number: Rule = { is: 'number' };

export function string(bounds: Bounds & { readonly like?: Shape } = {}): Rule {
  return { is: 'string', ...bounds };
}

export function integer(bounds: Bounds = {}): Rule {
  return { is: 'integer', ...bounds };
}

export function oneOf(...of: readonly (string | number)[]): Rule {
  return { is: 'enum', of };
}

export function list(of: Rule, bounds: Bounds = {}): Rule {
  return { is: 'list', of, ...bounds };
}

/** An object with exactly these fields: an unknown one is refused, as Slack does. */
export function object(required: Fields, optional: Fields = {}): Rule {
  return { is: 'object', required, optional };
}

/** An object told apart by its `type`; the rules describe the other fields. */
export function typed(of: Readonly<Record<string, Rule>>): Rule {
  return { is: 'typed', of };
}

/** The rules of some types out of a table of all. */
export function only(table: Readonly<Record<string, Rule>>, types: readonly string[]): Rule {
  return typed(Object.fromEntries(Object.entries(table).filter(([type]) => types.includes(type))));
}

export function lazy(of: () => Rule): Rule {
  return { is: 'lazy', of };
}
