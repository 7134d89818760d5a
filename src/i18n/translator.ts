import i18next, { type FormatterModule, type i18n } from 'i18next';
import { DateTime } from 'luxon';
import { withParticles } from './korean-particles.js';
import { type Language, languages } from './language.js';
import type { Label, Money, Phrase, Phrases, Text } from './phrase.js';

/** How values are written where the words go: what must be escaped, and how an instant is shown. */
export interface OutputFormat {
  text(text: string): string;
  instant(at: string, language: Language): string;
  person(id: string): string;
}

/** Puts a text into words, for one language and medium. Throws on a phrase that is in no book. */
export type Translate = (text: Text) => string;
export type Translator = (language: Language, medium: OutputFormat) => Translate;

/** Plain words: nothing escaped, instants on the 24-hour clock in `timeZone`, with the zone named. */
export function plain(timeZone: string): OutputFormat {
  return {
    text: (text) => text,
    person: (id) => id,
    instant(at, language) {
      const there = DateTime.fromISO(at, { zone: timeZone, locale: language });
      const time = there.toLocaleString({ ...DateTime.DATETIME_MED, hourCycle: 'h23' });
      return `${time} ${there.offsetNameShort}`;
    },
  };
}

/** An interpreter that knows the given books. Throws when two books share a name. */
export function createTranslator(books: readonly Phrases[]): Translator {
  const names = books.map((book) => book.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`Two phrase books are named "${twice}".`);

  const spoken = instance(books);
  const keys = new Set(books.flatMap((book) => Object.keys(book.texts.en).map((key) => `${book.name}.${key}`)));
  return (language, medium) => {
    const list = new Intl.ListFormat(language, { type: 'conjunction' });
    const words = ({ key, values }: Phrase) => {
      if (!keys.has(key)) throw new Error(`No phrase book has "${key}".`);
      const said = spoken.t(key, { ...prepared(values ?? {}, translate, list), lng: language, write, nest: false });
      return language === 'ko' ? withParticles(said) : said;
    };
    const fixed = remembered((key) => words({ key }));
    const translate: Translate = (text) => {
      if (typeof text === 'string') return medium.text(text);
      if (!isPhrase(text)) return medium.text(text[language]);
      return text.values ? words(text) : fixed(text.key);
    };
    const write = writer(translate, language, medium);
    return translate;
  };
}

/** Words that are put together already. */
interface Told {
  readonly told: string;
}

/** Phrases inside a phrase are told before it: i18next must not be entered again while it is at work. */
function prepared(
  values: NonNullable<Phrase['values']>,
  translate: Translate,
  list: Intl.ListFormat,
): Record<string, unknown> {
  const told = (value: unknown): unknown => {
    if (Array.isArray(value)) return { told: list.format(value.map(translate)) } satisfies Told;
    return typeof value === 'object' && value !== null && 'key' in value
      ? ({ told: translate(value as Phrase) } satisfies Told)
      : value;
  };
  return Object.fromEntries(Object.entries(values).map(([hole, value]) => [hole, told(value)]));
}

function isPhrase(text: Phrase | Label): text is Phrase {
  return 'key' in text;
}

type Write = (value: unknown, kind: string | undefined) => string;

/** Writes the value of one hole by its kind. The kinds are those of `phrase.ts`, where the compiler checks them. */
function writer(translate: Translate, language: Language, medium: OutputFormat): Write {
  const day = (value: unknown, format: Intl.DateTimeFormatOptions) =>
    DateTime.fromISO(String(value), { zone: 'utc', locale: language }).toLocaleString(format);
  const number = new Intl.NumberFormat(language);
  const amountsIn = remembered((currency) => new Intl.NumberFormat(language, { style: 'currency', currency }));
  const kinds: Record<string, (value: unknown) => string> = {
    number: (value) => number.format(Number(value)),
    money: (value) => money(value as Money, amountsIn),
    instant: (value) => medium.instant(String(value), language),
    day: (value) => day(value, DateTime.DATE_MED),
    month: (value) => day(value, { year: 'numeric', month: 'long' }),
    person: (value) => medium.person(String(value)),
  };
  return (value, kind) => {
    if (typeof value === 'object' && value !== null && 'told' in value) return (value as Told).told;
    return (kind === undefined ? undefined : kinds[kind])?.(value) ?? translate(value as Text);
  };
}

/** An amount with its currency as the language writes it, exact to the minor unit. */
function money({ minor, currency }: Money, amountsIn: (currency: string) => Intl.NumberFormat): string {
  const format = amountsIn(currency);
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const sign = minor < 0 ? '-' : '';
  const units = String(Math.abs(minor)).padStart(digits + 1, '0');
  const exact = digits === 0 ? `${sign}${units}` : `${sign}${units.slice(0, -digits)}.${units.slice(-digits)}`;
  return format.format(exact as `${number}`);
}

/** Works each out once: there are only so many phrases and currencies, and they are said all the time. */
function remembered<T>(work: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const found = known.get(key) ?? work(key);
    known.set(key, found);
    return found;
  };
}

/** Every hole is written by the `write` that the call brings along: it knows the medium. */
const formatter: FormatterModule = {
  type: 'formatter',
  init() {},
  add() {},
  addCached() {},
  format: (value, kind, _language, options) => (options as unknown as { write: Write }).write(value, kind),
};

function instance(books: readonly Phrases[]): i18n {
  const resources = Object.fromEntries(
    languages.map((language) => [
      language,
      { translation: Object.assign({}, ...books.map((book) => flat(book, language))) },
    ]),
  );
  const spoken = i18next.createInstance().use(formatter);
  void spoken.init({
    resources,
    lng: languages[0],
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false, alwaysFormat: true },
  });
  return spoken;
}

/** The texts of a book under full keys, plurals under the suffixes that i18next chooses by. */
function flat(book: Phrases, language: Language): Record<string, string> {
  return Object.fromEntries(
    Object.entries(book.texts[language]).flatMap(([key, entry]) =>
      typeof entry === 'string'
        ? [[`${book.name}.${key}`, entry]]
        : Object.entries(entry).map(([plural, text]) => [`${book.name}.${key}_${plural}`, text]),
    ),
  );
}
