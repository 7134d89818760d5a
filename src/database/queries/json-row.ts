/**
 * A row that came as JSON (`to_jsonb`), as Prisma would have given it: names in camel case, and the named columns,
 * which are instants, as dates.
 */
export function fromJsonRow<T>(row: Readonly<Record<string, unknown>>, instants: readonly (keyof T & string)[]): T {
  const dates: readonly string[] = instants;
  const columns = Object.entries(row).map(([column, value]) => {
    const name = column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [name, typeof value === 'string' && dates.includes(name) ? new Date(value) : value];
  });
  return Object.fromEntries(columns) as T;
}
