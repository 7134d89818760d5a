import { z } from 'zod';

/** How many connections a process opens at most, unless it is set. */
export const defaultMaxConnections = 22;
/** The fewest with which everything works, and more than any process can use. */
export const connectionRange = { min: 8, max: 500 };

/** A connection URL for a server. Its problems never quote it, since it may hold a password. */
export const databaseUrl = z
  .string()
  .trim()
  .superRefine((url, context) => {
    const problem = problemOf(url);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  })
  .transform(withoutSchema);

/** The only schema that has our tables. Every connection is set to it. */
const ourSchema = 'public';

function problemOf(url: string): string | undefined {
  const parameters = parametersOf(url);
  if (parameters === undefined) return 'takes a postgresql:// URL: postgresql://user:password@host:5432/database';
  const schema = parameters.get('schema');
  if (schema !== null && schema !== ourSchema) {
    return 'has ?schema=…: imapp keeps its tables in the schema "public"; leave it out, and give imapp a database of its own';
  }
  if (/search_path/i.test(parameters.get('options') ?? '')) {
    return 'sets a search_path in its options: imapp keeps its tables in the schema "public"; leave it out, and give imapp a database of its own';
  }
  for (const name of ['statement_timeout', 'query_timeout']) {
    if (!/^\d*$/.test(parameters.get(name) ?? '')) return `takes a number of milliseconds for ${name}`;
  }
  return undefined;
}

/** The parameters of a URL; undefined if it is none of PostgreSQL. */
function parametersOf(url: string): URLSearchParams | undefined {
  // Without a host the database is reached through a socket: postgresql://user@/database?host=/run/postgresql
  const parsed = tryParse(url) ?? tryParse(url.replace('@/', '@socket/'));
  return parsed !== undefined && /^postgres(ql)?:$/.test(parsed.protocol) ? parsed.searchParams : undefined;
}

function tryParse(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}

/** Prisma's parameter for the schema, which no other program knows. */
function withoutSchema(url: string): string {
  return url.replace(/([?&])schema=public(?:&|$)/, '$1').replace(/[?&]$/, '');
}
