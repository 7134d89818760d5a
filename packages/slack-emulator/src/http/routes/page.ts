import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Handles an HTTP request completely, including the response. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => void;

interface PageOptions {
  /** The time the page shows, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Folder of the built page. Default: `page/` beside the compiled code. */
  readonly folder?: string;
}

/** Allows the page's own files only: no inline script or style, no other origin, no framing. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Serves the built page, and `{ now }` at /clock. The list of files is read once, when this is called. */
export function servePage({
  now,
  folder = fileURLToPath(new URL('../../page/', import.meta.url)),
}: PageOptions): PageHandler {
  const files = listFiles(folder);
  return (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const send = createSend(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, '.txt', 'only to be read');
    if (path === '/clock') return send(200, '.json', JSON.stringify({ now: now() }));
    const name = path === '/' ? 'index.html' : path.slice(1);
    if (files.has(name)) return send(200, extname(name), readFileSync(join(folder, name)));
    if (path === '/') return send(503, '.txt', 'The page has not been built: npm run build');
    send(404, '.txt', 'not found');
  };
}

function listFiles(folder: string): ReadonlySet<string> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const names = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
    return new Set(names.map((name) => name.replaceAll(sep, '/')));
  } catch {
    return new Set();
  }
}

function createSend(request: IncomingMessage, response: ServerResponse) {
  return (status: number, extension: string, body: string | Buffer): void => {
    // The names of these files contain a hash of their content.
    const immutable = ['.js', '.css', '.woff2'].includes(extension);
    response.writeHead(status, {
      'content-type': contentTypes[extension] ?? 'text/plain; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-store',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}
