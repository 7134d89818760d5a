import { z } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isUnavailable } from '../database/errors.js';
import { type Logger, logFailure } from '../observability/log.js';
import { requestIdHeader } from './request-log.js';

/** All kinds of problems. The name is the end of the problem's `type` and must not change. */
const problemKinds = {
  'invalid-request': { status: 400, title: 'The request is not valid.' },
  'malformed-json': { status: 400, title: 'The body is not JSON.' },
  unauthorized: { status: 401, title: 'A valid bearer token is needed.' },
  forbidden: { status: 403, title: 'This is not accepted.' },
  'not-found': { status: 404, title: 'There is nothing here.' },
  'unknown-app': { status: 404, title: 'There is no such app.' },
  'method-not-allowed': { status: 405, title: 'This method is not possible here.' },
  conflict: { status: 409, title: 'This does not go with what is on record.' },
  'retired-app': { status: 410, title: 'This app is retired: it is out of care here.' },
  'too-large': { status: 413, title: 'The body is larger than 4 MiB.' },
  'unsupported-media-type': { status: 415, title: 'The body must be application/json.' },
  refused: { status: 422, title: 'The rules do not allow this.' },
  'too-many-requests': { status: 429, title: 'Too many invalid tokens came from this address.' },
  internal: { status: 500, title: 'Something went wrong here.' },
  unavailable: { status: 503, title: 'This cannot be answered at the moment.' },
} as const satisfies Record<string, { status: ContentfulStatusCode; title: string }>;

export type ProblemKind = keyof typeof problemKinds;

/** One error: in the body, by JSON pointer, or in a parameter, by name. */
type FieldError =
  | { readonly pointer: string; readonly detail: string }
  | { readonly parameter: string; readonly detail: string };

interface ProblemDetails {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** The reference number of the failure in the log. */
  readonly reference?: string;
  /** For `check`: the problem can be read as a negative verdict. */
  readonly allowed?: false;
  readonly errorCode?: string;
  readonly limit?: null;
  readonly remedy?: 'none';
}

/** Thrown by a route; the response is `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: ProblemKind;
  readonly details: ProblemDetails;
  readonly headers: Readonly<Record<string, string>>;
  constructor(kind: ProblemKind, details: ProblemDetails = {}, headers: Readonly<Record<string, string>> = {}) {
    super(details.detail ?? problemKinds[kind].title);
    this.kind = kind;
    this.details = details;
    this.headers = headers;
  }
}

const description = `RFC 9457. One of ${Object.keys(problemKinds)
  .map((kind) => `\`urn:imapp:problem:${kind}\``)
  .join(', ')}.`;

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

/** The problem responses of a route, for the OpenAPI document. */
export function problems(...of: readonly ProblemKind[]) {
  const content = { 'application/problem+json': { schema: problemSchema } };
  return Object.fromEntries(
    of.map((kind) => {
      const { status, title } = problemKinds[kind];
      return [status, { description: title, content }];
    }),
  );
}

/** When a client may ask again that got `unavailable`, in seconds. */
const retryAfterSeconds = '5';

/**
 * The response to a failed request. An unexpected error is logged, and the response has only its reference number. It is
 * `unavailable` while the database cannot do its work.
 */
export function problemResponse(
  error: unknown,
  { log, requestId }: { readonly log: Logger; readonly requestId: string },
): Response {
  if (error instanceof Problem) return toResponse(error, requestId);
  if (error instanceof HTTPException) return toResponse(new Problem(kindOf(error.status)), requestId);
  const kind = isUnavailable(error) ? 'unavailable' : 'internal';
  return toResponse(new Problem(kind, { reference: logFailure(log.child({ requestId }), error) }), requestId);
}

/** For errors thrown by Hono itself. */
function kindOf(status: number): ProblemKind {
  if (status === 413) return 'too-large';
  if (status === 415) return 'unsupported-media-type';
  return status >= 500 ? 'unavailable' : 'malformed-json';
}

function toResponse({ kind, details, headers }: Problem, requestId: string): Response {
  const { status, title } = problemKinds[kind];
  const body = JSON.stringify({ type: `urn:imapp:problem:${kind}`, title, status, ...details, requestId });
  const ownHeaders = {
    'content-type': 'application/problem+json',
    [requestIdHeader]: requestId,
    ...(kind === 'unavailable' && { 'retry-after': retryAfterSeconds }),
  };
  return new Response(body, { status, headers: { ...headers, ...ownHeaders } });
}

const maxFieldErrors = 20;

/** The errors of the schema's validation, as a problem. */
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
