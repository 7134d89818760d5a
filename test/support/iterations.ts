/** Whether random tests run in full: `npm run faults`. Otherwise they are bounded, so that `npm test` stays short. */
const isWhole = process.env['FAULTS'] === 'whole';

/** How often a random test repeats: `whole` times with `npm run faults`, else `bounded` times. */
export function iterations({ bounded, whole }: { readonly bounded: number; readonly whole: number }): number {
  return isWhole ? whole : bounded;
}
