import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from './observability/log.js';

export interface Server {
  readonly port: number;
  /**
   * From now on, responses close their connection, so that clients with keep-alive connect to another process and are not
   * cut off in the middle of a request.
   */
  drain(): void;
  /** Accepts no more connections; resolves when all requests received are answered. */
  close(): Promise<void>;
  /** Closes all remaining connections at once. */
  destroyConnections(): void;
}

interface ServerOptions extends Timeouts {
  readonly port: number;
  readonly host: string;
  readonly log: Pick<Logger, 'error'>;
}

interface Timeouts {
  /** How long a connection is kept without a request. Longer than a load balancer in front keeps it. */
  readonly keepAliveSeconds: number;
  /** How long a request may take until all of it has arrived. */
  readonly requestTimeoutSeconds: number;
}

/** Node.js looks for what is overdue only so often. */
const connectionsCheckingInterval = 1_000;

function timeoutOptions({ keepAliveSeconds, requestTimeoutSeconds }: Timeouts) {
  const requestTimeout = requestTimeoutSeconds * 1000;
  const keepAliveTimeout = keepAliveSeconds * 1000;
  return { keepAliveTimeout, requestTimeout, headersTimeout: requestTimeout, connectionsCheckingInterval };
}

/**
 * Starts listening. `routes` is by path, with `/v1/*` for the API; other paths get 404. A failure of a handler is logged
 * and answered with 500.
 */
export async function startServer(
  { port, host, log, ...timeouts }: ServerOptions,
  routes: Readonly<Record<string, RequestListener>>,
): Promise<Server> {
  const unanswered = new Set<ServerResponse>();
  const connections = new Set<Socket>();
  let draining = false;
  const server = createServer(timeoutOptions(timeouts), (request, response) => {
    unanswered.add(response.once('close', () => unanswered.delete(response)));
    if (draining) response.shouldKeepAlive = false;
    const path = (request.url ?? '').split('?')[0] ?? '';
    const route = routes[path.startsWith('/v1/') ? '/v1/*' : path];
    if (route)
      handleRequest(route, request, response).catch((error: unknown) =>
        log.error({ err: error, path }, 'HTTP handler failed'),
      );
    else response.writeHead(404).end();
  });
  server.on('connection', (socket) => connections.add(socket.once('close', () => connections.delete(socket))));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address();
  const drain = () => {
    draining = true;
    for (const response of unanswered) response.shouldKeepAlive = false;
  };
  return {
    port: typeof address === 'object' && address ? address.port : port,
    drain,
    close() {
      drain();
      // Node.js counts connections that were opened without a request as busy.
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()).closeIdleConnections());
    },
    destroyConnections: () => server.closeAllConnections(),
  };
}

/** Awaits handlers that are asynchronous, so that their failures are noticed. */
async function handleRequest(
  route: RequestListener,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await route(request, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
    throw error;
  }
}
