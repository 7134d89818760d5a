/** The languages this product speaks; the first is what an unknown locale falls back to unless configured. */
export const languages = ['en', 'ko', 'zh'] as const;
export type Language = (typeof languages)[number];

/** The language for a locale such as `ko-KR` or `zh-TW`; `fallback` for one that we do not speak. */
export function languageOf(locale: string | undefined, fallback: Language): Language {
  const wanted = locale?.toLowerCase().split(/[-_]/)[0];
  return languages.find((language) => language === wanted) ?? fallback;
}
