import { describe, expect, test } from 'vitest';
import { createTokenLookup } from '../../../src/api/auth.js';

const [short, long] = ['a-secret-of-sixteen', 'x'.repeat(501)];
const callerOf = createTokenLookup([
  { name: 'gateway', secret: short },
  { name: 'billing', secret: `${short}-and-more` },
  { name: 'endless', secret: long },
]);

describe('who calls', () => {
  test.each([
    ['gateway', `Bearer ${short}`],
    ['gateway', `bearer ${short}`],
    ['billing', `Bearer ${short}-and-more`],
  ])('is %s with its own secret', (name, authorization) => expect(callerOf(authorization)).toBe(name));

  test.each([
    ['nothing', undefined],
    ['no secret', 'Bearer '],
    ['the beginning of a secret', `Bearer ${short.slice(0, -1)}`],
    ['more than a secret', `Bearer ${short}-`],
    ['a secret and a zero', `Bearer ${short}\0`],
    ['as much as can be given of one that is too long', `Bearer ${long.slice(0, 500)}`],
    ['another scheme', `Basic ${short}`],
  ])('is nobody with %s', (_, authorization) => expect(callerOf(authorization)).toBeNull());

  test('does not depend on who called before', () => {
    expect(callerOf(`Bearer ${short}-and-more`)).toBe('billing');
    expect(callerOf(`Bearer ${short}`)).toBe('gateway');
  });
});
