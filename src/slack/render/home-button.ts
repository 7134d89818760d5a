import type { Phrase } from '../../i18n/phrase.js';
import { encode, type HomeReference } from '../metadata.js';
import { plainText } from './blocks.js';
import type { MessageTranslator } from './translator.js';

/** A button of the Home tab that changes what it shows: to `to`, or by what its name says. */
export function homeButton(
  { plain }: MessageTranslator,
  name: string,
  { text, to }: { text: Phrase; to?: HomeReference },
) {
  return {
    type: 'button' as const,
    action_id: `home/${name}`,
    text: plainText(plain(text), 75),
    ...(to && { value: encode(to) }),
  };
}
