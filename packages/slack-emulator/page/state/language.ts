const scripts = [
  ['ko', /\p{Script=Hangul}/u],
  ['zh', /\p{Script=Han}/u],
] as const;

/** How much of a text must be in a script before the text counts as of that language. */
const minShare = 0.15;

/**
 * The language a text is written in, for its `lang`: fonts, line breaking and screen readers go by it. A Korean name in
 * an English sentence does not make the sentence Korean.
 */
export function languageOf(text: string): 'en' | 'ko' | 'zh' {
  const letters = text.match(/\p{L}/gu) ?? [];
  const found = scripts.find(([, script]) => {
    const inScript = letters.filter((letter) => script.test(letter)).length;
    return inScript > 0 && inScript / letters.length >= minShare;
  });
  return found?.[0] ?? 'en';
}
