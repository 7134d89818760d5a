import type { Language } from './language.js';

/** One name in every language: how data (the catalogue) names its plans, items and limits. */
export type Label = Readonly<Record<Language, string>>;

/** An amount in minor units (cents) of an ISO 4217 currency. Never a float. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/**
 * Something to be said, not yet in any language. Plain data: it can be stored, compared and sent, and is put into
 * words by the interpreter only when it is known who reads it.
 */
export interface Phrase {
  readonly key: string;
  readonly values?: Readonly<Record<string, Value>>;
}

/** What can be put into words: a phrase, a label, or a string that is a name and the same in every language. */
export type Text = Phrase | Label | string;
export type Value = Text | number | Money | readonly Text[];

/** The kinds of hole a text may have: `{{name}}` takes a Text, `{{count, number}}` a number, and so on. */
interface Kinds {
  number: number;
  money: Money;
  /** An instant, ISO 8601 in UTC: shown with date and time in the reader's time zone. */
  instant: string;
  /** A calendar day, YYYY-MM-DD, shown as it is: it belongs to the billing time zone already. */
  day: string;
  /** A calendar month, YYYY-MM. */
  month: string;
  list: readonly Text[];
  /** Who did something: a user's id, or the name of what acted without a person. */
  person: string;
}

type Hole<H extends string> = H extends `${infer Name}, ${infer Kind}`
  ? Kind extends keyof Kinds
    ? { readonly [N in Name]: Kinds[Kind] }
    : { readonly [N in Name]: never }
  : { readonly [N in H]: Text };

type Merged<T> = { [K in keyof T]: T[K] };
type HolesOf<S> = S extends `${string}{{${infer H}}}${infer Rest}` ? Hole<H> & HolesOf<Rest> : unknown;

/** A text, or two where the language counts: the plural is chosen by the hole `{{count, number}}`. */
type Entry = string | { readonly one: string; readonly other: string };
type Holes<E> = Merged<HolesOf<E extends { readonly other: infer Other } ? Other : E>>;
type Entries = Readonly<Record<string, Entry>>;

/** The translation must fill exactly the holes of the English text; otherwise its type says which are expected. */
type Faithful<En extends Entries, Other extends Entries> = {
  readonly [K in keyof Other]: K extends keyof En
    ? [keyof Holes<Other[K]>, keyof Holes<En[K]>] extends [keyof Holes<En[K]>, keyof Holes<Other[K]>]
      ? Entry
      : { readonly expectedHoles: keyof Holes<En[K]> }
    : never;
};

type Values<E> = keyof Holes<E> extends never ? [] : [values: Holes<E>];

/** The texts of one room or operation, in every language, and the way to say them. */
export interface Phrases<En extends Entries = Entries> {
  readonly name: string;
  readonly texts: Readonly<Record<Language, Entries>>;
  /** A phrase of this book. A missing key, or a hole left open or filled with the wrong kind, does not compile. */
  phrase<K extends keyof En & string>(key: K, ...values: Values<En[K]>): Phrase;
}

/**
 * A phrase book. English gives the keys and holes; a translation that lacks a key, adds one, or has other holes does
 * not compile. `name` must be unique in the product: it is the first part of every key.
 */
export function definePhrases<
  const En extends Entries,
  const Ko extends Readonly<Record<keyof En, Entry>>,
  const Zh extends Readonly<Record<keyof En, Entry>>,
>(
  name: string,
  texts: { readonly en: En; readonly ko: Ko & Faithful<En, Ko>; readonly zh: Zh & Faithful<En, Zh> },
): Phrases<En> {
  return {
    name,
    texts,
    phrase: (key, ...[values]) => ({
      key: `${name}.${key}`,
      ...(values && { values: values as Readonly<Record<string, Value>> }),
    }),
  };
}
