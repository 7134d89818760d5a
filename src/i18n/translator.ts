import i18next, { type FormatterModule, type i18n as I18n } from 'i18next';
import { DateTime } from 'luxon';
import { decimalOf, minorDigits } from './currency.js';
import { withParticles } from './korean-particles.js';
import { type Language, languages } from './language.js';
import type { Label, Money, Phrase, Phrases, Text } from './phrase.js';

/** How strings, instants, actors and channels are written in the output, such as Slack mrkdwn. */
export interface OutputFormat {
  /** Escapes a string. */
  text(text: string): string;
  /** `at` is ISO 8601 in UTC. */
  instant(at: string, language: Language): string;
  person(id: string): string;
  channel(id: string): string;
}

/** Renders a text in one language and output format. Throws if the key of a phrase is unknown. */
export type Translate = (text: Text) => string;
export type Translator = (language: Language, format: OutputFormat) => Translate;

/** Plain text: nothing is escaped; instants are in `timeZone`, which is named, with 24 hours. */
export function plain(timeZone: string): OutputFormat {
  return {
    text: (text) => text,
    person: (id) => id,
    channel: (id) => id,
    instant(at, language) {
      const local = DateTime.fromISO(at, { zone: timeZone, locale: language });
      const time = local.toLocaleString({ ...DateTime.DATETIME_MED, hourCycle: 'h23' });
      return `${time} ${local.offsetNameShort}`;
    },
  };
}

/** A translator for these phrases. Throws if two have the same name. */
export function createTranslator(allPhrases: readonly Phrases[]): Translator {
  const names = allPhrases.map(({ name }) => name);
  const duplicate = names.find((name, i) => names.indexOf(name) !== i);
  if (duplicate !== undefined) throw new Error(`Two sets of phrases are named "${duplicate}".`);

  const i18n = createI18n(allPhrases);
  const keys = new Set(allPhrases.flatMap(({ name, texts }) => Object.keys(texts.en).map((key) => `${name}.${key}`)));
  return (language, format) => {
    const list = new Intl.ListFormat(language, { type: 'conjunction' });
    const render = ({ key, values }: Phrase) => {
      if (!keys.has(key)) throw new Error(`There is no phrase "${key}".`);
      const options = { ...renderNested(values ?? {}, translate, list), lng: language, formatValue, nest: false };
      const text = i18n.t(key, options);
      return language === 'ko' ? withParticles(text) : text;
    };
    const renderConstant = memoize((key) => render({ key }));
    const translate: Translate = (text) => {
      if (typeof text === 'string') return format.text(text);
      if (!isPhrase(text)) return format.text(text[language]);
      return text.values ? render(text) : renderConstant(text.key);
    };
    const formatValue = createValueFormatter(translate, language, format);
    return translate;
  };
}

/** A value that is rendered already. */
interface Rendered {
  readonly rendered: string;
}

/** Renders the phrases among the values first: i18next is not re-entrant. */
function renderNested(
  values: NonNullable<Phrase['values']>,
  translate: Translate,
  list: Intl.ListFormat,
): Record<string, unknown> {
  const render = (value: unknown): unknown => {
    if (Array.isArray(value)) return { rendered: list.format(value.map(translate)) } satisfies Rendered;
    return typeof value === 'object' && value !== null && 'key' in value
      ? ({ rendered: translate(value as Phrase) } satisfies Rendered)
      : value;
  };
  return Object.fromEntries(Object.entries(values).map(([hole, value]) => [hole, render(value)]));
}

function isPhrase(text: Phrase | Label): text is Phrase {
  return 'key' in text;
}

type FormatValue = (value: unknown, kind: string | undefined) => string;

/** Formats the value of a hole by its kind. `HoleKinds` in `phrase.ts` has the kinds, checked by the compiler. */
function createValueFormatter(translate: Translate, language: Language, format: OutputFormat): FormatValue {
  const date = (value: unknown, options: Intl.DateTimeFormatOptions) =>
    DateTime.fromISO(String(value), { zone: 'utc', locale: language }).toLocaleString(options);
  const number = new Intl.NumberFormat(language);
  const currencyFormat = memoize((currency) => {
    const digits = minorDigits(currency);
    const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(language, { style: 'currency', currency, ...fraction });
  });
  const formatters: Record<string, (value: unknown) => string> = {
    number: (value) => number.format(Number(value)),
    money: (value) => formatMoney(value as Money, currencyFormat),
    instant: (value) => format.instant(String(value), language),
    day: (value) => date(value, DateTime.DATE_MED),
    month: (value) => date(value, { year: 'numeric', month: 'long' }),
    person: (value) => format.person(String(value)),
    channel: (value) => format.channel(String(value)),
  };
  return (value, kind) => {
    if (typeof value === 'object' && value !== null && 'rendered' in value) return (value as Rendered).rendered;
    return (kind === undefined ? undefined : formatters[kind])?.(value) ?? translate(value as Text);
  };
}

/** An amount with its currency in the language's notation, exact to the minor unit. */
function formatMoney({ minor, currency }: Money, currencyFormat: (currency: string) => Intl.NumberFormat): string {
  // A string is formatted exactly, at any size.
  return currencyFormat(currency).format(decimalOf(minor, currency) as `${number}`);
}

/** Computes the result for each key once. The number of phrases and currencies is bounded. */
function memoize<T>(compute: (key: string) => T): (key: string) => T {
  const results = new Map<string, T>();
  return (key) => {
    const result = results.get(key) ?? compute(key);
    results.set(key, result);
    return result;
  };
}

/** Passes every hole to the `formatValue` of the call, which knows the output format. */
const formatter: FormatterModule = {
  type: 'formatter',
  init() {},
  add() {},
  addCached() {},
  format: (value, kind, _language, options) =>
    (options as unknown as { formatValue: FormatValue }).formatValue(value, kind),
};

function createI18n(allPhrases: readonly Phrases[]): I18n {
  const resources = Object.fromEntries(
    languages.map((language) => [
      language,
      { translation: Object.assign({}, ...allPhrases.map((phrases) => resourcesOf(phrases, language))) },
    ]),
  );
  const instance = i18next.createInstance().use(formatter);
  void instance.init({
    resources,
    lng: languages[0],
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false, alwaysFormat: true },
  });
  return instance;
}

/** The texts by full key; plural forms have the suffixes by which i18next selects them. */
function resourcesOf({ name, texts }: Phrases, language: Language): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts[language]).flatMap(([key, entry]) =>
      typeof entry === 'string'
        ? [[`${name}.${key}`, entry]]
        : Object.entries(entry).map(([plural, text]) => [`${name}.${key}_${plural}`, text]),
    ),
  );
}
