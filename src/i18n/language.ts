/** The supported languages. The first one is the default. */
export const languages = ['en', 'ko', 'zh'] as const;
export type Language = (typeof languages)[number];

/** The language of a locale such as `ko-KR` or `zh-TW`; `fallback` if it is not supported. */
export function languageOf(locale: string | undefined, fallback: Language): Language {
  const code = locale?.toLowerCase().split(/[-_]/)[0];
  return languages.find((language) => language === code) ?? fallback;
}
