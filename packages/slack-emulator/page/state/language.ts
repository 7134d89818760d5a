const scripts = [
  ['ko', /\p{Script=Hangul}/u],
  ['zh', /\p{Script=Han}/u],
] as const;

/** Minimum share of letters in a script for a text to count as that language. */
const minShare = 0.15;

/**
 * Language of a text, for its `lang` attribute (fonts, line breaking, screen readers). A single Korean name does not
 * make an English sentence Korean.
 */
export function languageOf(text: string): 'en' | 'ko' | 'zh' {
  const letters = text.match(/\p{L}/gu) ?? [];
  const found = scripts.find(([, script]) => {
    const inScript = letters.filter((letter) => script.test(letter)).length;
    return inScript > 0 && inScript / letters.length >= minShare;
  });
  return found?.[0] ?? 'en';
}
