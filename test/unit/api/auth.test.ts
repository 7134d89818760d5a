import { describe, expect, test } from 'vitest';
import { createTokenLookup } from '../../../src/api/auth.js';

const [short, long] = ['a-secret-of-sixteen', 'x'.repeat(501)];
const findCaller = createTokenLookup([
  { name: 'gateway', secret: short },
  { name: 'billing', secret: `${short}-and-more` },
  { name: 'endless', secret: long },
]);

describe('API tokens', () => {
  test.each([
    ['gateway', `Bearer ${short}`],
    ['gateway', `bearer ${short}`],
    ['billing', `Bearer ${short}-and-more`],
  ])('the secret of %s is accepted', (name, authorization) => expect(findCaller(authorization)).toBe(name));

  test.each([
    ['nothing', undefined],
    ['no secret', 'Bearer '],
    ['the beginning of a secret', `Bearer ${short.slice(0, -1)}`],
    ['more than a secret', `Bearer ${short}-`],
    ['a secret and a zero', `Bearer ${short}\0`],
    ['as much as can be given of one that is too long', `Bearer ${long.slice(0, 500)}`],
    ['another scheme', `Basic ${short}`],
  ])('%s is not accepted', (_, authorization) => expect(findCaller(authorization)).toBeNull());

  test('a lookup does not depend on the one before', () => {
    expect(findCaller(`Bearer ${short}-and-more`)).toBe('billing');
    expect(findCaller(`Bearer ${short}`)).toBe('gateway');
  });
});
