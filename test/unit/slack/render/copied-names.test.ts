import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldName } from '../../../../src/domain/app-name.js';
import { createTranslator } from '../../../../src/i18n/translator.js';
import { normalizeText } from '../../../../src/operations/text-input.js';
import { translatorForUser } from '../../../../src/slack/render/translator.js';

const { mrkdwn, plain } = translatorForUser(createTranslator([]), 'en', 'UTC');

/** What the clipboard has of a text in mrkdwn. */
const copied = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

test.each(['prod__eu', '__prod__', '*x* `y` ~z~', 'im:cn:prod', 'a & b <c>', 'متجر_1', ':rocket: _shop_'])(
  'the name %j, copied from a text of the bot, is still that name',
  (name) => {
    expect(foldName(copied(mrkdwn(name)))).toBe(foldName(name));
  },
);

test('so is any name', () => {
  const names = fc
    .string({
      unit: fc.oneof(fc.constantFrom(..."*_`~:<>&'-—", 'rocket', 'ﺐ', '가', '🚀'), fc.string({ maxLength: 1 })),
    })
    .map(normalizeText)
    .filter((name) => name !== '');
  fc.assert(
    fc.property(names, (name) => {
      expect(foldName(copied(mrkdwn(name)))).toBe(foldName(name));
      expect(foldName(plain(name))).toBe(foldName(name));
    }),
  );
});
