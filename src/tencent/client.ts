import { randomInt } from 'node:crypto';
import { Api } from 'tls-sig-api-v2';
import { z } from 'zod';
import type { TencentCredentials } from '../config/tencent-credentials.js';
import { errorOfCode, type TencentError } from './errors.js';

/** A call of the vendor's REST API, and how its answer is read. */
export interface Request<T> {
  /** Service and command, as in the path after /v4/. */
  readonly command: string;
  readonly body: object;
  readonly answer: z.ZodType<T>;
}

/** Where to ask, for how long at most, and what time it is; in milliseconds. */
export interface RequestOptions {
  readonly domain: string;
  readonly timeout: number;
  readonly now: number;
}

/** An answer; or a problem, with how long the vendor asks to be left alone, in milliseconds. */
export type TencentResult<T> = { readonly value: T } | { readonly problem: TencentError; readonly retryAfter: number };

/** How long a signature lasts, in seconds. Every call has one of its own. */
const signatureLasts = 3_600;

const status = z.object({
  ErrorCode: z.int(),
  ErrorInfo: z.string().catch(''),
  ActionStatus: z.string().catch('OK'),
});

/** Asks once. Whatever a network or a vendor can do to it is a value, and no value holds the key or a signature. */
export async function sendRequest<T>(
  key: TencentCredentials,
  request: Request<T>,
  line: RequestOptions,
): Promise<TencentResult<T>> {
  const signature = new Api(key.sdkAppId, key.secretKey).genUserSig(key.identifier, signatureLasts);
  const problem = (kind: TencentError['kind'], sentence: string, retryAfter = 0) => ({
    problem: { kind, sdkAppId: key.sdkAppId, errorCode: null, sentence },
    retryAfter,
  });

  const reply = await post(
    urlOf(key, { signature, command: request.command, domain: line.domain }),
    request.body,
    line,
  );
  if ('silence' in reply) return problem('unreachable', `${line.domain} cannot be reached: ${reply.silence}.`);
  const { code, text, retryAfter } = reply;
  if (code === 429 || code >= 500) return problem('busy', `${line.domain} answers HTTP ${code}.`, retryAfter);
  if (code !== 200) return problem('refused', `${line.domain} answers HTTP ${code}.`);

  const json = jsonIn(text);
  const said = status.safeParse(json);
  if (!said.success) return problem('unreadable', `${line.domain} does not answer with the vendor's JSON.`);
  const { ErrorCode, ErrorInfo, ActionStatus } = said.data;
  if (ErrorCode !== 0 || ActionStatus === 'FAIL') {
    const info = ErrorInfo.replaceAll(signature, '…').replaceAll(key.secretKey, '…').slice(0, 200);
    return { problem: errorOfCode(key.sdkAppId, ErrorCode, info), retryAfter };
  }
  const read = request.answer.safeParse(json);
  if (read.success) return { value: read.data };
  const where = read.error.issues[0]?.path.join('.');
  return problem('unreadable', `The answer of ${request.command} is not as the vendor documents it: see ${where}.`);
}

interface Signed {
  readonly domain: string;
  readonly command: string;
  readonly signature: string;
}

function urlOf({ sdkAppId, identifier }: TencentCredentials, { domain, command, signature }: Signed): URL {
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

type Reply =
  | { readonly code: number; readonly text: string; readonly retryAfter: number }
  | { readonly silence: string };

async function post(url: URL, body: object, { timeout, now }: RequestOptions): Promise<Reply> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // The address holds a signature: it goes nowhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    const retryAfter = waitAskedFor(response.headers.get('retry-after'), now);
    return { code: response.status, text: await response.text(), retryAfter };
  } catch (problem) {
    return { silence: silenceOf(problem, timeout) };
  }
}

/** The header Retry-After, seconds or a date, as milliseconds from now. */
function waitAskedFor(header: string | null, now: number): number {
  if (header === null) return 0;
  const wait = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : 0;
}

/** Why there is no answer, by the code of the network alone: what it says in words may hold the address. */
function silenceOf(problem: unknown, timeout: number): string {
  if (!(problem instanceof Error)) return 'no reason is known';
  if (problem.name === 'TimeoutError') return `no answer within ${timeout / 1_000} seconds`;
  return codeOf(problem.cause) ?? codeOf(problem) ?? 'the connection failed';
}

function codeOf(problem: unknown): string | undefined {
  const code = problem instanceof Error && 'code' in problem ? problem.code : undefined;
  return typeof code === 'string' && /^\w+$/.test(code) ? code : undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
