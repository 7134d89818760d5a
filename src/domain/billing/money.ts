/**
 * A price in millionths of the currency's major unit, exact. Sums and shares of prices stay exact until they become an
 * amount of money, which is in whole minor units (cents).
 */
export type Price = bigint;

const decimals = 6;

/** The price that a decimal such as "449.99" writes. */
export function toPrice(decimal: string): Price {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

/** So much of a price is one minor unit of the currency: a hundredth of a dollar, a whole yen or won. */
export function perMinor(currency: string): Price {
  return 10n ** BigInt(decimals - digitsOf(currency));
}

function digitsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2; // no currency at all: whoever reads the catalogue has been told so
  }
}

/** An amount in minor units as a plain decimal of the major unit: 44999 cents are "449.99". */
export function decimalOf(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const units = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? units : `${units.slice(0, -digits)}.${units.slice(-digits)}`;
}

/** The quotient, rounded to a whole number, half up. Neither may be negative. */
export function roundedHalfUp(dividend: bigint, divisor: bigint): number {
  return Number((2n * dividend + divisor) / (2n * divisor));
}
