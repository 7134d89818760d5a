/** Both forms of a particle, as texts write them: after a final consonant, and after none. */
const forms: Readonly<Record<string, readonly [after: string, none: string]>> = {
  '은(는)': ['은', '는'],
  '이(가)': ['이', '가'],
  '을(를)': ['을', '를'],
  '와(과)': ['과', '와'],
  '(으)로': ['으로', '로'],
};

/** A syllable or digit, what may stand between it and the particle, and the particle in both forms. */
const open = /([가-힣0-9])([*_)”’"']{0,3})(은\(는\)|이\(가\)|을\(를\)|와\(과\)|\(으\)로)/g;

const withFinal = new Set(['0', '1', '3', '6', '7', '8']);
const withRieul = new Set(['1', '7', '8']);
const firstSyllable = 0xac00;
const finals = 28;
const rieul = 8;

/** Korean with each particle in the form that the sound before it asks for. After other letters both forms stay. */
export function withParticles(korean: string): string {
  return korean.replaceAll(open, (_, sound: string, between: string, particle: string) => {
    const [after, none] = forms[particle] ?? [particle, particle];
    const short = particle === '(으)로' && endsInRieul(sound);
    return sound + between + (hasFinal(sound) && !short ? after : none);
  });
}

function finalOf(sound: string): number {
  return (sound.charCodeAt(0) - firstSyllable) % finals;
}

function hasFinal(sound: string): boolean {
  return sound >= '가' ? finalOf(sound) > 0 : withFinal.has(sound);
}

function endsInRieul(sound: string): boolean {
  return sound >= '가' ? finalOf(sound) === rieul : withRieul.has(sound);
}
