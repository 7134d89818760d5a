import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Takes a request whole: how the host serves the page and what belongs to it. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => void;

interface PageOptions {
  /** The bot's clock, which the page shows. */
  readonly now: () => number;
  /** Where the built page lies; beside the compiled sandbox when left out. */
  readonly folder?: string;
}

/** Nothing but the page's own files: no script or style in the markup, no other origin, no frame around it. */
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

/** Serves the built page, and the time by the bot's clock at /clock. Only files that were there at the start exist. */
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
    // Everything but the page itself bears a hash of its content in its name.
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
