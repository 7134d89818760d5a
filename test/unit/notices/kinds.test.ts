import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { notices } from '../../../src/notices/kinds.js';

test('every folder is a kind of notice, and every kind has its folder', () => {
  const folders = readdirSync(new URL('../../../src/notices/kinds/', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(notices.map(({ kind }) => kind).sort()).toEqual(folders.sort());
});
