import type { MinorUnits } from './currency.js';
import type { Language } from './language.js';

/** A name in every language, as the catalogue has them for plans, items and metrics. */
export type Label = Readonly<Record<Language, string>>;

/** An amount of an ISO 4217 currency. */
export interface Money {
  readonly minor: MinorUnits;
  readonly currency: string;
}

/**
 * A text that is not yet in a language: a key with values. It is plain data that can be stored, compared and sent. A
 * translator renders it in the language of the reader.
 */
export interface Phrase {
  readonly key: string;
  readonly values?: Readonly<Record<string, Value>>;
}

/** What a translator can render: a phrase, a label, or a string that is the same in every language. */
export type Text = Phrase | Label | string;
export type Value = Text | number | Money | readonly Text[];

/** The kinds of holes in a text: `{{name}}` takes a Text, `{{count, number}}` a number, and so on. */
interface HoleKinds {
  number: number;
  money: Money;
  /** An instant, ISO 8601 in UTC; shown with date and time in the reader's time zone. */
  instant: string;
  /** A date, YYYY-MM-DD, of the billing time zone; shown unchanged. */
  day: string;
  /** A calendar month, YYYY-MM. */
  month: string;
  list: readonly Text[];
  /** An actor: the id of a user, or the name of a system actor. */
  person: string;
  /** The id of a Slack channel. */
  channel: string;
}

type Hole<H extends string> = H extends `${infer Name}, ${infer Kind}`
  ? Kind extends keyof HoleKinds
    ? { readonly [N in Name]: HoleKinds[Kind] }
    : { readonly [N in Name]: never }
  : { readonly [N in H]: Text };

type Simplify<T> = { [K in keyof T]: T[K] };
type HolesOf<S> = S extends `${string}{{${infer H}}}${infer Rest}` ? Hole<H> & HolesOf<Rest> : unknown;

/** A text; or one per plural form, chosen by the hole `{{count, number}}`. */
type Entry = string | { readonly one: string; readonly other: string };
type Holes<E> = Simplify<HolesOf<E extends { readonly other: infer Other } ? Other : E>>;
type Entries = Readonly<Record<string, Entry>>;

/** The translation must have exactly the holes of the English text; otherwise its type names the expected ones. */
type WithSameHoles<En extends Entries, Other extends Entries> = {
  readonly [K in keyof Other]: K extends keyof En
    ? [keyof Holes<Other[K]>, keyof Holes<En[K]>] extends [keyof Holes<En[K]>, keyof Holes<Other[K]>]
      ? Entry
      : { readonly expectedHoles: keyof Holes<En[K]> }
    : never;
};

type Values<E> = keyof Holes<E> extends never ? [] : [values: Holes<E>];

/** The texts of a module or an operation in every language, with the function that makes phrases of them. */
export interface Phrases<En extends Entries = Entries> {
  readonly name: string;
  readonly texts: Readonly<Record<Language, Entries>>;
  /** A phrase of these texts. An unknown key, a missing value or one of the wrong kind does not compile. */
  phrase<K extends keyof En & string>(key: K, ...values: Values<En[K]>): Phrase;
}

/**
 * Defines texts in every language. English determines the keys and holes; a translation with a missing or additional
 * key, or with other holes, does not compile. `name` is the first part of every key and must be unique.
 */
export function definePhrases<
  const En extends Entries,
  const Ko extends Readonly<Record<keyof En, Entry>>,
  const Zh extends Readonly<Record<keyof En, Entry>>,
>(
  name: string,
  texts: { readonly en: En; readonly ko: Ko & WithSameHoles<En, Ko>; readonly zh: Zh & WithSameHoles<En, Zh> },
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
