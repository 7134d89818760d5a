import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from './observability/log.js';

/** The one port for everything. */
export interface Server {
  readonly port: number;
  /**
   * From now on answers close the connection that they go out on: whoever keeps connections opens the next one somewhere
   * else, and is not cut off in the middle of a request when this ends.
   */
  drain(): void;
  /** Takes no more connections; resolves when whatever had come in is answered. */
  close(): Promise<void>;
  /** Breaks off whatever is still connected. */
  destroyConnections(): void;
}

/**
 * Listens. `routes` are by path, and all of the API's at one place; what is not among them is not found. Should one of
 * them fail, it is logged and answered with 500.
 */
export async function startServer(
  { port, host, log }: { readonly port: number; readonly host: string; readonly log: Pick<Logger, 'error'> },
  routes: Readonly<Record<string, RequestListener>>,
): Promise<Server> {
  const unanswered = new Set<ServerResponse>();
  const connections = new Set<Socket>();
  let leaving = false;
  const server = createServer((request, response) => {
    unanswered.add(response.once('close', () => unanswered.delete(response)));
    if (leaving) response.shouldKeepAlive = false;
    const path = (request.url ?? '').split('?')[0] ?? '';
    const route = routes[path.startsWith('/v1/') ? '/v1/*' : path];
    if (route)
      answer(route, request, response).catch((error: unknown) =>
        log.error({ err: error, path }, 'HTTP handler failed'),
      );
    else response.writeHead(404).end();
  });
  server.on('connection', (socket) => connections.add(socket.once('close', () => connections.delete(socket))));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address();
  const drain = () => {
    leaving = true;
    for (const response of unanswered) response.shouldKeepAlive = false;
  };
  return {
    port: typeof address === 'object' && address ? address.port : port,
    drain,
    close() {
      drain();
      // Those that were only opened ahead of time count as busy.
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()).closeIdleConnections());
    },
    destroyConnections: () => server.closeAllConnections(),
  };
}

/** Some of the listeners answer by and by: then nobody else would hear that they failed. */
async function answer(route: RequestListener, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(request, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
    throw error;
  }
}
