import { expect, test } from 'vitest';
import { parseCsv, previewRows } from '../../../page/state/csv.js';

test.each<[text: string, rows: string[][]]>([
  ['', []],
  [
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    '\ufeffa,b\n1,',
    [
      ['a', 'b'],
      ['1', ''],
    ],
  ],
  [
    '"x ""y"", z",2\n"two\nlines",3',
    [
      ['x "y", z', '2'],
      ['two\nlines', '3'],
    ],
  ],
  ['"never closed,1\n2', [['"never closed', '1'], ['2']]],
  ['a"b,"c"d\n\n1', [['a"b', 'cd'], [''], ['1']]],
  [
    ',\n,',
    [
      ['', ''],
      ['', ''],
    ],
  ],
])('parseCsv: %j', (text, rows) => expect(parseCsv(text)).toEqual(rows));

test('previewRows: the first rows, and how many are left out', () => {
  expect(previewRows('h\n1\n2\n3\n', 2)).toEqual({ head: ['h'], rows: [['1'], ['2']], more: 1 });
  expect(previewRows('h', 2)).toEqual({ head: ['h'], rows: [], more: 0 });
});

test('parseCsv takes linear time', () => {
  const began = performance.now();
  for (const text of ['"'.repeat(200_001), `"${'a'.repeat(500_000)}`, '""'.repeat(200_000)]) parseCsv(text);
  expect(performance.now() - began).toBeLessThan(2000);
});
