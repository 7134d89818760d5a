import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { operations } from '../../../src/operations/index.js';
import { translated } from '../../fixtures/operation-context.js';

describe('the registry of operations', () => {
  test('has an operation for every folder', () => {
    const folders = readdirSync(new URL('../../../src/operations', import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(operations.map(({ name }) => name).sort()).toEqual(folders.sort());
  });

  test.each(operations)('$name keeps the contract of operations', (operation) => {
    const { name, phrases, text, usage } = operation;
    expect(phrases.name).toBe(name);
    expect(usage).toMatch(new RegExp(`^/imapp ${name}( |$)`));
    expect(usage.includes('<app>')).toBe(operation.subject === 'app');
    for (const title of Object.values(translated(text.title))) expect([...title].length).toBeLessThanOrEqual(24);
    for (const label of Object.values(translated(text.label))) expect([...label].length).toBeLessThanOrEqual(75);
    for (const summary of Object.values(translated(text.summary))) expect(summary).toMatch(/[.。]$/);
    expect([text.title.key, text.label.key, text.summary.key]).toEqual(
      ['title', 'label', 'summary'].map((key) => `${name}.${key}`),
    );
    expect(text.undo === undefined).toBe(operation.readOnly);
  });
});
