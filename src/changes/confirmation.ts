import { normalizeText } from '../operations/text-input.js';

/**
 * Whether what was typed is the app's name: compared after Unicode NFC, trimming, leaving out what cannot be seen, and making quotes straight, which
 * phones curl by themselves. Case counts.
 */
export function matchesAppName(typed: string, name: string): boolean {
  return tidy(typed) === tidy(name);
}

function tidy(text: string): string {
  return normalizeText(text)
    .replaceAll(/[\u2018\u2019\u201a\u201b\uff07]/g, "'")
    .replaceAll(/[\u201c\u201d\u201e\u201f\uff02]/g, '"');
}
