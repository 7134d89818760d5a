import type { IncomingMessage, ServerResponse } from 'node:http';

/** An HTTP request with its body read. */
export interface IncomingRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface OutgoingResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Result: reset the connection instead of responding. */
export const resetConnection = 'reset';
/** Result: keep the connection open and never respond. */
export const noResponse = 'silence';
export type HttpResult = OutgoingResponse | typeof resetConnection | typeof noResponse;

/** Largest request body, uploads included. Larger requests fail with HTTP 500. */
const maxBodyBytes = 20 * 1024 * 1024;

export async function readIncoming(request: IncomingMessage): Promise<IncomingRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > maxBodyBytes) throw new Error(`request of more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const headers = Object.entries(request.headers).map(([key, value]): [string, string] => [key, String(value)]);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}

export function writeResult(response: ServerResponse, result: HttpResult): void {
  if (result === resetConnection) {
    response.socket?.destroy();
    return;
  }
  if (result === noResponse) return;
  response.writeHead(result.status, { 'content-type': 'text/plain; charset=utf-8', ...result.headers });
  response.end(result.body);
}

export function jsonResponse(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): OutgoingResponse {
  const type = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(value) };
}

export function textResponse(body: string, status = 200): OutgoingResponse {
  return { status, body };
}
