import { z } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Logger, logFailure } from '../observability/log.js';
import { requestIdHeader } from './request-log.js';

/** Every kind of problem there is. Its name ends its `type`, and never changes. */
const kinds = {
  'invalid-request': { status: 400, title: 'The request is not valid.' },
  'malformed-json': { status: 400, title: 'The body is not JSON.' },
  unauthorized: { status: 401, title: 'A valid bearer token is needed.' },
  forbidden: { status: 403, title: 'This is not accepted.' },
  'not-found': { status: 404, title: 'There is nothing here.' },
  'unknown-app': { status: 404, title: 'There is no such app.' },
  'method-not-allowed': { status: 405, title: 'This method is not possible here.' },
  conflict: { status: 409, title: 'This does not go with what is on record.' },
  'too-large': { status: 413, title: 'The body is larger than 4 MiB.' },
  'unsupported-media-type': { status: 415, title: 'The body must be application/json.' },
  refused: { status: 422, title: 'The rules do not allow this.' },
  internal: { status: 500, title: 'Something went wrong here.' },
  unavailable: { status: 503, title: 'This cannot be answered at the moment.' },
} as const satisfies Record<string, { status: ContentfulStatusCode; title: string }>;

export type Kind = keyof typeof kinds;

/** What is wrong with one part: of the body, by its JSON pointer; or a parameter, by its name. */
type FieldError =
  | { readonly pointer: string; readonly detail: string }
  | { readonly parameter: string; readonly detail: string };

interface More {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Under which number the failure is in the log. */
  readonly reference?: string;
  /** For `check`: whoever reads it as an answer reads a no. */
  readonly allowed?: false;
  readonly errorCode?: string;
  readonly limit?: null;
  readonly remedy?: 'none';
}

/** A request that comes to nothing: thrown by a route, told to the caller as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: Kind;
  readonly more: More;
  readonly headers: Readonly<Record<string, string>>;
  constructor(kind: Kind, more: More = {}, headers: Readonly<Record<string, string>> = {}) {
    super(more.detail ?? kinds[kind].title);
    this.kind = kind;
    this.more = more;
    this.headers = headers;
  }
}

const description = `RFC 9457. One of ${Object.keys(kinds)
  .map((kind) => `\`urn:imapp:problem:${kind}\``)
  .join(', ')}.`;

/** How a problem looks. */
const problemSchema = z
  .looseObject({
    type: z.string().openapi({ description, example: 'urn:imapp:problem:invalid-request' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    errors: z
      .array(z.object({ pointer: z.string().optional(), parameter: z.string().optional(), detail: z.string() }))
      .optional(),
    reference: z.string().optional().openapi({ description: 'Under which number the failure is in the log.' }),
    requestId: z.string().openapi({ description: 'As in `X-Request-Id`.' }),
  })
  .openapi('Problem');

/** The answers of a route that are problems, for the document. */
export function problems(...of: readonly Kind[]) {
  const content = { 'application/problem+json': { schema: problemSchema } };
  return Object.fromEntries(
    of.map((kind) => {
      const { status, title } = kinds[kind];
      return [status, { description: title, content }];
    }),
  );
}

/** Tells the caller what came of a request that failed. What was not foreseen goes into the log, and only there. */
export function problemResponse(
  error: unknown,
  { log, requestId }: { readonly log: Logger; readonly requestId: string },
): Response {
  if (error instanceof Problem) return answer(error, requestId);
  if (error instanceof HTTPException) return answer(new Problem(kindOf(error.status)), requestId);
  return answer(new Problem('internal', { reference: logFailure(log.child({ requestId }), error) }), requestId);
}

/** What the library itself refuses. */
function kindOf(status: number): Kind {
  if (status === 413) return 'too-large';
  if (status === 415) return 'unsupported-media-type';
  return status >= 500 ? 'unavailable' : 'malformed-json';
}

function answer({ kind, more, headers }: Problem, requestId: string): Response {
  const { status, title } = kinds[kind];
  const body = JSON.stringify({ type: `urn:imapp:problem:${kind}`, title, status, ...more, requestId });
  const own = { 'content-type': 'application/problem+json', [requestIdHeader]: requestId };
  return new Response(body, { status, headers: { ...headers, ...own } });
}

const maxFieldErrors = 20;

/** What does not fit the schema, part by part. */
export function invalidRequest({ issues }: Pick<z.ZodError, 'issues'>, target: string): Problem {
  const errors = issues.slice(0, maxFieldErrors).map(({ path, message }): FieldError => {
    if (target !== 'json') return { parameter: path.join('.'), detail: message };
    return { pointer: pointerTo(path), detail: message };
  });
  return new Problem('invalid-request', { errors });
}

/** A JSON pointer (RFC 6901). */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
