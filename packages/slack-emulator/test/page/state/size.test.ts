import { expect, test } from 'vitest';
import { sizeText } from '../../../page/state/size.js';

test.each([
  [1, 'en-US', '1 byte'],
  [373, 'en-US', '373 bytes'],
  [42_600, 'en-US', '43 kB'],
  [1_200_000, 'en-US', '1 MB'],
  [373, 'ko-KR', '373바이트'],
  [373, 'zh-CN', '373字节'],
])('sizeText: %i in %s', (bytes, locale, text) => expect(sizeText(bytes, locale)).toBe(text));
