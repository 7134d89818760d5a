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
  return 10n ** BigInt(decimals - digitsOf(currency));
}

function digitsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2; // Not a currency: `readCatalogue` reports it.
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
