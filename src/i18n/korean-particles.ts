/** Both forms of each particle, as the texts write it: after a final consonant, and after a vowel. */
const forms: Readonly<Record<string, readonly [afterConsonant: string, afterVowel: string]>> = {
  '은(는)': ['은', '는'],
  '이(가)': ['이', '가'],
  '을(를)': ['을', '를'],
  '와(과)': ['과', '와'],
  '(으)로': ['으로', '로'],
};

/**
 * The last character of a word, what may follow it (a bracket such as an id, closing marks), and a particle in both forms.
 */
const pattern =
  /([\p{L}\p{N}])([*_”’"']{0,3}(?: ?[(（][^()（）]{1,60}[)）])?[*_)）”’"']{0,3})(은\(는\)|이\(가\)|을\(를\)|와\(과\)|\(으\)로)/gu;

/** The last sound in a bracket. */
const inBracket = /([가-힣0-9])[)）][*_)）”’"']*$/;

/** Digits whose Korean name ends in a consonant, and those whose name ends in ㄹ. */
const consonantDigits = new Set(['0', '1', '3', '6', '7', '8']);
const rieulDigits = new Set(['1', '7', '8']);

/** Unicode orders syllables by their final: 28 per vowel, the first without a final consonant, the ninth with ㄹ. */
const firstSyllable = 0xac00;
const finalsPerVowel = 28;
const rieulIndex = 8;

/**
 * The text with each particle in the form that fits the word before it; a bracket counts only after a word of other
 * letters. If it is not known how the word sounds, both forms stay.
 */
export function withParticles(korean: string): string {
  return korean.replaceAll(pattern, (_, last: string, marks: string, particle: string) => {
    const sound = isKnownSound(last) ? last : (inBracket.exec(marks)?.[1] ?? '');
    if (sound === '') return last + marks + particle;
    const [afterConsonant, afterVowel] = forms[particle] ?? [particle, particle];
    // 로 follows ㄹ as it follows a vowel.
    const takesVowelForm = !hasFinal(sound) || (particle === '(으)로' && endsInRieul(sound));
    return last + marks + (takesVowelForm ? afterVowel : afterConsonant);
  });
}

const isKnownSound = (character: string) => /[가-힣0-9]/.test(character);

function finalIndex(syllable: string): number {
  return (syllable.charCodeAt(0) - firstSyllable) % finalsPerVowel;
}

function hasFinal(sound: string): boolean {
  return sound >= '가' ? finalIndex(sound) > 0 : consonantDigits.has(sound);
}

function endsInRieul(sound: string): boolean {
  return sound >= '가' ? finalIndex(sound) === rieulIndex : rieulDigits.has(sound);
}
