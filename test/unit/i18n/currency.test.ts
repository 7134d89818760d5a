import { describe, expect, test } from 'vitest';
import { decimalOf, isCurrency, minorDigits, sumOf, toMinorUnits } from '../../../src/i18n/currency.js';

describe('minor digits', () => {
  // ISO 4217, list one, of 2024-06-25. Versions of Node.js give 0 for those of the first row.
  test.each([
    ['HUF IDR COP PKR RSD AFN ALL IRR KPW LAK LBP MGA MMK SOS SYP YER', 2],
    ['USD EUR CNY INR SGD', 2],
    ['KRW JPY VND CLP XAF', 0],
    ['KWD BHD IQD TND', 3],
    ['CLF UYW', 4],
    ['ZZZ HRK', 2],
  ])('of %s: %i', (codes, digits) => {
    for (const code of codes.split(' ')) expect([code, minorDigits(code)]).toEqual([code, digits]);
  });

  test.each(['ZZZ', 'usd', '', '$', 'XCG', 'XAU', 'XXX', 'XDR'])('prices cannot be in %j', (code) =>
    expect(isCurrency(code)).toBe(false),
  );
  test.each(['USD', 'HUF', 'XOF', 'KRW'])('prices can be in %s', (code) => expect(isCurrency(code)).toBe(true));
});

describe('amounts', () => {
  test.each([
    [0, 'USD', '0.00'],
    [5, 'USD', '0.05'],
    [-5, 'USD', '-0.05'],
    [44_999, 'USD', '449.99'],
    [44_999, 'KRW', '44999'],
    [44_999, 'KWD', '44.999'],
    ['9007199254740991000000', 'USD', '90071992547409910000.00'],
  ])('%s minor units of %s are %s', (minor, currency, decimal) => expect(decimalOf(minor, currency)).toBe(decimal));

  test('they are numbers as far as numbers are exact, then strings of digits', () => {
    expect(toMinorUnits(2n ** 53n - 1n)).toBe(9_007_199_254_740_991);
    expect(toMinorUnits(2n ** 53n)).toBe('9007199254740992');
    expect(sumOf([1, '9007199254740992', 2])).toBe('9007199254740995');
    expect(sumOf([])).toBe(0);
  });
});
