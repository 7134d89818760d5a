import { randomInt } from 'node:crypto';
import { Api } from 'tls-sig-api-v2';
import { z } from 'zod';
import type { TencentCredentials } from '../config/tencent-credentials.js';
import { domains } from './domains.js';
import { errorOfCode, type TencentError } from './errors.js';
import { type Clock, createRateLimiter } from './rate-limiter.js';

/** The credentials of an app, and its data center on record. */
export interface VendorApp extends TencentCredentials {
  readonly dataCenter: string;
}

/** A call of the vendor's REST API, and the schema of its response. */
export interface TencentRequest<T> {
  /** Service and command: the path after /v4/. */
  readonly command: string;
  readonly body: object;
  readonly answer: z.ZodType<T>;
}

export type TencentAnswer<T> = { readonly value: T } | { readonly problem: TencentError };

/** Calls the API for an app. `rateKey` names a limit of one call per second that is shared by all apps. */
export type TencentCall = <T>(
  app: VendorApp,
  request: TencentRequest<T>,
  rateKey?: string,
) => Promise<TencentAnswer<T>>;

/** The vendor allows one call per second; a little longer, because latencies vary. */
const intervalMs = 1_100;
const maxAttempts = 3;
const maxWaitMs = 60_000;

/**
 * Calls the vendor's REST API, at most once per `intervalMs` for each app and each rate key. Each attempt has a timeout.
 * Transient errors are retried up to `maxAttempts`, after 1 and 2 seconds or Retry-After if that is longer. Errors are
 * returned, not thrown. Source: the vendor's "RESTful API Overview".
 */
export function createTencentClient(clock: Clock, timeoutMs: number): TencentCall {
  const waitForTurn = createRateLimiter(clock, intervalMs);
  return async (app, request, rateKey) => {
    const domain = domains.get(app.dataCenter);
    if (domain === undefined) return { problem: unknownDomain(app) };
    for (let attempt = 1; ; attempt += 1) {
      await waitForTurn(`app ${app.sdkAppId}`, ...(rateKey === undefined ? [] : [rateKey]));
      const result = await sendRequest(app, request, { domain, timeoutMs, now: clock.now() });
      if ('value' in result) return result;
      const { problem, retryAfterMs } = result;
      const waitMs = Math.max(1_000 * 2 ** (attempt - 1), retryAfterMs);
      if (!isTransient(problem) || attempt === maxAttempts || waitMs > maxWaitMs) return { problem };
      await clock.sleep(waitMs);
    }
  };
}

const isTransient = ({ kind }: TencentError) => kind === 'busy' || kind === 'unreachable';

function unknownDomain({ sdkAppId, dataCenter }: VendorApp): TencentError {
  const sentence = `No domain of the vendor is known for the data center "${dataCenter}".`;
  return { kind: 'wrong-domain', sdkAppId, errorCode: null, sentence };
}

interface RequestOptions {
  readonly domain: string;
  readonly timeoutMs: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** `retryAfterMs` is 0 if the vendor did not send Retry-After. */
type TencentResult<T> = { readonly value: T } | { readonly problem: TencentError; readonly retryAfterMs: number };

/** Every request has its own signature. */
const signatureTtlSeconds = 3_600;

const statusSchema = z.object({
  ErrorCode: z.int(),
  ErrorInfo: z.string().catch(''),
  ActionStatus: z.string().catch('OK'),
});

/** Sends one request. Never throws; no result contains the key or a signature. */
async function sendRequest<T>(
  key: TencentCredentials,
  request: TencentRequest<T>,
  options: RequestOptions,
): Promise<TencentResult<T>> {
  const { domain } = options;
  const signature = new Api(key.sdkAppId, key.secretKey).genUserSig(key.identifier, signatureTtlSeconds);
  const problem = (kind: TencentError['kind'], sentence: string, retryAfterMs = 0) => ({
    problem: { kind, sdkAppId: key.sdkAppId, errorCode: null, sentence },
    retryAfterMs,
  });

  const reply = await post(urlOf(key, { signature, command: request.command, domain }), request.body, options);
  if ('failure' in reply) return problem('unreachable', `${domain} cannot be reached: ${reply.failure}.`);
  const { code, text, retryAfterMs } = reply;
  if (code === 429 || code >= 500) return problem('busy', `${domain} answers HTTP ${code}.`, retryAfterMs);
  if (code !== 200) return problem('refused', `${domain} answers HTTP ${code}.`);

  const json = parseJson(text);
  const status = statusSchema.safeParse(json);
  if (!status.success) return problem('unreadable', `${domain} does not answer with the vendor's JSON.`);
  const { ErrorCode, ErrorInfo, ActionStatus } = status.data;
  if (ErrorCode !== 0 || ActionStatus === 'FAIL') {
    const info = ErrorInfo.replaceAll(signature, '…').replaceAll(key.secretKey, '…').slice(0, 200);
    return { problem: errorOfCode(key.sdkAppId, ErrorCode, info), retryAfterMs };
  }
  const answer = request.answer.safeParse(json);
  if (answer.success) return { value: answer.data };
  const where = answer.error.issues[0]?.path.join('.');
  return problem('unreadable', `The answer of ${request.command} is not as the vendor documents it: see ${where}.`);
}

interface UrlParts {
  readonly domain: string;
  readonly command: string;
  readonly signature: string;
}

function urlOf({ sdkAppId, identifier }: TencentCredentials, { domain, command, signature }: UrlParts): URL {
  const url = new URL(`https://${domain}/v4/${command}`);
  url.search = new URLSearchParams({
    sdkappid: String(sdkAppId),
    identifier,
    usersig: signature,
    random: String(randomInt(2 ** 32)),
    contenttype: 'json',
  }).toString();
  return url;
}

type HttpReply =
  | { readonly code: number; readonly text: string; readonly retryAfterMs: number }
  | { readonly failure: string };

async function post(url: URL, body: object, { timeoutMs, now }: RequestOptions): Promise<HttpReply> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // The URL contains a signature: it must not be sent anywhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), now);
    return { code: response.status, text: await response.text(), retryAfterMs };
  } catch (problem) {
    return { failure: describeFailure(problem, timeoutMs) };
  }
}

/** Retry-After, seconds or a date, in milliseconds from now; 0 if absent or invalid. */
function parseRetryAfter(header: string | null, now: number): number {
  if (header === null) return 0;
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : 0;
}

/** Why there is no response, by the error code only: error messages may contain the URL. */
function describeFailure(problem: unknown, timeoutMs: number): string {
  if (!(problem instanceof Error)) return 'no reason is known';
  if (problem.name === 'TimeoutError') return `no answer within ${timeoutMs / 1_000} seconds`;
  return codeOf(problem.cause) ?? codeOf(problem) ?? 'the connection failed';
}

function codeOf(problem: unknown): string | undefined {
  const code = problem instanceof Error && 'code' in problem ? problem.code : undefined;
  return typeof code === 'string' && /^\w+$/.test(code) ? code : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
