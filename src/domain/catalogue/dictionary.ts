export type Dictionary<T> = Readonly<Record<string, T>>;

/** Entries by id. Without a prototype, since ids come from user input: `constructor` must not be found. */
export function dictionary<T, U>(entries: Dictionary<T>, map: (entry: T, id: string) => U): Dictionary<U> {
  const result: Record<string, U> = Object.create(null);
  for (const [id, entry] of Object.entries(entries)) result[id] = map(entry, id);
  return result;
}
