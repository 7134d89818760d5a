import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { House } from '../context.js';
import { type Incoming, json, type Result, readIncoming, text, writeResult } from './http.js';
import { fileDoor, uploadDoor } from './routes/files.js';
import type { PageHandler } from './routes/page.js';
import { hookDoor } from './routes/response-url.js';
import { webApiDoor } from './routes/web-api.js';

type ControlDoor = (incoming: Incoming, response: ServerResponse) => Promise<Result | 'streaming'>;

interface Doors {
  readonly house: House;
  readonly control: ControlDoor;
  readonly socket: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Serves the page at / and whatever belongs to it. */
  readonly page: PageHandler | undefined;
}

/** The workspace's one HTTP server. */
export function openDoors(doors: Doors): Server {
  const server = createServer((request, response) => {
    answer(doors, request, response).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      if (!response.headersSent) writeResult(response, text(`sandbox failure: ${why}`, 500));
    });
  });
  server.on('upgrade', doors.socket);
  return server;
}

async function answer(doors: Doors, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isOwn(doors.house, request.headers)) {
    writeResult(response, json({ error: 'the sandbox answers only to itself' }, 403));
    return;
  }
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const ours = ['/api/', '/hooks/', '/upload/v1/', '/files/', '/_sandbox/'].some((prefix) => path.startsWith(prefix));
  if (!ours) {
    if (doors.page === undefined) writeResult(response, text('not found', 404));
    else doors.page(request, response);
    return;
  }
  const incoming = await readIncoming(request);
  const result = await through(doors, incoming, response);
  if (result !== 'streaming') writeResult(response, result);
}

/** Answers to this machine's own name, and only to pages of its own: no website can reach in. */
function isOwn(house: House, { host, origin }: IncomingHttpHeaders): boolean {
  const { port } = new URL(house.url());
  const names = [`127.0.0.1:${port}`, `localhost:${port}`];
  const ownPage = origin === undefined || names.some((name) => origin === `http://${name}`);
  return names.includes(host ?? '') && ownPage;
}

async function through(doors: Doors, incoming: Incoming, response: ServerResponse): Promise<Result | 'streaming'> {
  const { path } = incoming;
  if (path.startsWith('/_sandbox/')) return doors.control(incoming, response);
  if (path.startsWith('/hooks/')) return hookDoor(doors.house, incoming);
  if (path.startsWith('/upload/v1/')) return uploadDoor(doors.house, incoming);
  return path.startsWith('/files/') ? fileDoor(doors.house, incoming) : webApiDoor(doors.house, incoming);
}

/** Listens on this machine only and says on which port. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Stops at once: nothing is left listening or half open. */
export function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
