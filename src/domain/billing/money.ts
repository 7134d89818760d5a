import { type MinorUnits, minorDigits, toMinorUnits } from '../../i18n/currency.js';

/**
 * A price in millionths of the currency's major unit. Sums and fractions of prices are exact until they are rounded to
 * an amount of money, in whole minor units (cents).
 */
export type Price = bigint;

const decimals = 6;

/** The price for a decimal such as "449.99". */
export function toPrice(decimal: string): Price {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

/** One minor unit of the currency as a price: a hundredth of a dollar, a whole yen or won. */
export function perMinor(currency: string): Price {
  return 10n ** BigInt(decimals - minorDigits(currency));
}

/** The quotient as an amount of money, rounded to a whole minor unit, half up. Neither may be negative. */
export function roundedHalfUp(dividend: bigint, divisor: bigint): MinorUnits {
  return toMinorUnits((2n * dividend + divisor) / (2n * divisor));
}
