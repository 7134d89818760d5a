/** A file size: 812 bytes, 43 kB. */
export function sizeText(bytes: number, locale: string): string {
  const [unit, size, unitDisplay] = units.find(([, min]) => bytes >= min) ?? byteUnit;
  const format = { style: 'unit', unit, unitDisplay, maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(locale, format).format(bytes / size);
}

const units = [
  ['megabyte', 1_000_000, 'short'],
  ['kilobyte', 1000, 'short'],
] as const;

/** `long`, because `short` has no plural: 812 byte. */
const byteUnit = ['byte', 1, 'long'] as const;
