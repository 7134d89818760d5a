import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { WorkspaceContext } from '../context.js';
import {
  type HttpResult,
  type IncomingRequest,
  jsonResponse,
  readIncoming,
  textResponse,
  writeResult,
} from './http.js';
import { fileRoute, uploadRoute } from './routes/files.js';
import type { PageHandler } from './routes/page.js';
import { responseUrlRoute } from './routes/response-url.js';
import { webApiRoute } from './routes/web-api.js';

type ControlRoute = (incoming: IncomingRequest, response: ServerResponse) => Promise<HttpResult | 'streaming'>;

interface ServerDeps {
  readonly ctx: WorkspaceContext;
  readonly control: ControlRoute;
  readonly socket: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Serves every path outside the workspace's own; undefined: such paths are 404. */
  readonly page: PageHandler | undefined;
}

/** The HTTP server for the Web API, response URLs, uploads, files, the control API and the page. */
export function createServer(deps: ServerDeps): Server {
  const server = createHttpServer((request, response) => {
    handle(deps, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (!response.headersSent) writeResult(response, textResponse(`sandbox failure: ${message}`, 500));
    });
  });
  server.on('upgrade', deps.socket);
  return server;
}

async function handle(deps: ServerDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isLocalRequest(deps.ctx, request.headers)) {
    writeResult(response, jsonResponse({ error: 'the sandbox answers only to itself' }, 403));
    return;
  }
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const isWorkspacePath = ['/api/', '/hooks/', '/upload/v1/', '/files/', '/_sandbox/'].some((prefix) =>
    path.startsWith(prefix),
  );
  if (!isWorkspacePath) {
    if (deps.page === undefined) writeResult(response, textResponse('not found', 404));
    else deps.page(request, response);
    return;
  }
  const incoming = await readIncoming(request);
  const result = await route(deps, incoming, response);
  if (result !== 'streaming') writeResult(response, result);
}

/** Rejects foreign Host and Origin headers, so that no website can reach the workspace (DNS rebinding, CSRF). */
function isLocalRequest(ctx: WorkspaceContext, { host, origin }: IncomingHttpHeaders): boolean {
  const { port } = new URL(ctx.url());
  const names = [`127.0.0.1:${port}`, `localhost:${port}`];
  const ownPage = origin === undefined || names.some((name) => origin === `http://${name}`);
  return names.includes(host ?? '') && ownPage;
}

async function route(
  deps: ServerDeps,
  incoming: IncomingRequest,
  response: ServerResponse,
): Promise<HttpResult | 'streaming'> {
  const { path } = incoming;
  if (path.startsWith('/_sandbox/')) return deps.control(incoming, response);
  if (path.startsWith('/hooks/')) return responseUrlRoute(deps.ctx, incoming);
  if (path.startsWith('/upload/v1/')) return uploadRoute(deps.ctx, incoming);
  return path.startsWith('/files/') ? fileRoute(deps.ctx, incoming) : webApiRoute(deps.ctx, incoming);
}

/** Listens on 127.0.0.1; resolves to the port. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Stops listening and closes every connection. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
