import { data as iso4217 } from 'currency-codes';

/**
 * An amount in minor units of a currency, such as cents: a whole number; a string of digits where a JSON number would not
 * be exact any more (above 2^53 - 1).
 */
export type MinorUnits = number | string;

const digitsByCode = new Map(iso4217.map(({ code, digits }) => [code, digits]));

/** Metals, funds and test codes: ISO 4217 gives them no minor unit, so no price can be in them. */
const withoutMinorUnit = new Set('XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' '));

/** Whether prices can be in this currency: ISO 4217 has it, with a minor unit. */
export function isCurrency(code: string): boolean {
  return digitsByCode.has(code) && !withoutMinorUnit.has(code);
}

/**
 * How many minor digits a currency has, by ISO 4217: never by `Intl`, since versions of Node.js disagree about some. Two
 * for a code that ISO 4217 does not have (any more).
 */
export function minorDigits(currency: string): number {
  return digitsByCode.get(currency) ?? 2;
}

/** The amount as it is stored and sent. */
export function toMinorUnits(amount: bigint): MinorUnits {
  return amount > Number.MAX_SAFE_INTEGER || amount < Number.MIN_SAFE_INTEGER ? String(amount) : Number(amount);
}

/** The sum of amounts in one currency. */
export function sumOf(amounts: readonly MinorUnits[]): MinorUnits {
  return toMinorUnits(amounts.reduce<bigint>((sum, amount) => sum + BigInt(amount), 0n));
}

/** An amount as a plain decimal of the major unit: 44999 cents are "449.99". */
export function decimalOf(minor: MinorUnits, currency: string): string {
  const digits = minorDigits(currency);
  const amount = BigInt(minor);
  const units = String(amount < 0n ? -amount : amount).padStart(digits + 1, '0');
  const sign = amount < 0n ? '-' : '';
  return digits === 0 ? `${sign}${units}` : `${sign}${units.slice(0, -digits)}.${units.slice(-digits)}`;
}
