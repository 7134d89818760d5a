/** How many rows one statement of a sweep touches at most: locks are short, and memory stays flat. */
export const batchSize = 1_000;

/** The same for a statement that only inserts: it blocks nobody, and finding the rows again for each batch is costly. */
export const insertBatchSize = 50_000;

/**
 * Runs a statement that returns how many rows it touched, at most `maxRows`, until there are none left. Returns how many
 * rows it touched in all.
 */
export async function inBatches(runBatch: () => Promise<number>, maxRows = batchSize): Promise<number> {
  let total = 0;
  for (;;) {
    const touched = await runBatch();
    total += touched;
    if (touched < maxRows) return total;
  }
}
