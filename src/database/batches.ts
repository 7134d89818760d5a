/** How many rows one statement of a sweep changes at most, so that locks are short and memory use is limited. */
export const batchSize = 1_000;

/** The same for a statement that only inserts: it blocks no other, and finding the rows is costly for each batch. */
export const insertBatchSize = 50_000;

/**
 * Runs a statement that returns how many rows it changed, at most `maxRows`, until there are no more. Returns the
 * total.
 */
export async function inBatches(runBatch: () => Promise<number>, maxRows = batchSize): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await runBatch();
    total += count;
    if (count < maxRows) return total;
  }
}
