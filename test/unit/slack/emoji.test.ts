import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { emojiGlyph } from '../../../packages/slack-emulator/page/mrkdwn/emoji.js';

test('emoji shortcodes in phrases: the page of the emulator shows each', () => {
  const src = fileURLToPath(new URL('../../../src/', import.meta.url));
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('phrases.ts'));
  const shortcodes = files
    .flatMap((path) => [...readFileSync(src + path, 'utf8').matchAll(/(?<![\w:]):([a-z][a-z_]+):/g)])
    .map(([, name = '']) => name);
  expect(shortcodes.length).toBeGreaterThan(20);
  expect(shortcodes.filter((name) => emojiGlyph(name) === undefined)).toEqual([]);
});
