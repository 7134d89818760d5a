import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Schedule } from '../clock.js';
import { type DisconnectReason, disconnectMessage, helloMessage } from './envelope.js';

/** The WebSockets that a bot in Socket Mode holds open. */
export interface SocketPool {
  /** A single-use ticket for a new connection, for apps.connections.open. */
  ticket(): string;
  /** Whether the bot has ever connected: from then on nothing is sent over HTTP. */
  wasEverUsed(): boolean;
  connect(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The next socket, round robin; undefined if there is none. */
  next(): WebSocket | undefined;
  /** Disconnects every socket, with Slack's `disconnect` message unless abrupt. Returns how many there were. */
  disconnect(options: DisconnectOptions): number;
  /** Closes every socket; waits at most `closeTimeoutMs` for the closing handshake. */
  close(): Promise<void>;
}

interface DisconnectOptions {
  readonly reason?: DisconnectReason | undefined;
  readonly abrupt?: boolean | undefined;
}

interface SocketPoolDeps {
  readonly appId: string;
  readonly schedule: Schedule;
  readonly onMessage: (text: string) => void;
}

/** How long a socket stays open after the `disconnect` message. */
const refreshGraceMs = 10_000;

/** How long `close` waits for the closing handshake, in real milliseconds. */
const closeTimeoutMs = 300;

export function createSocketPool(deps: SocketPoolDeps): SocketPool {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  let open: readonly WebSocket[] = [];
  let used = false;
  let nextIndex = 0;
  const accept = (socket: WebSocket): void => {
    used = true;
    open = [...open, socket];
    socket.on('message', (data) => deps.onMessage(String(data)));
    socket.on('close', () => {
      open = open.filter((each) => each !== socket);
    });
    socket.send(JSON.stringify(helloMessage(deps.appId, open.length)));
  };
  return {
    ticket: () => {
      const ticket = randomUUID();
      tickets.add(ticket);
      return ticket;
    },
    wasEverUsed: () => used,
    connect: (request, socket, head) => {
      const ticket = new URL(request.url ?? '/', 'ws://127.0.0.1').searchParams.get('ticket') ?? '';
      if (tickets.delete(ticket)) server.handleUpgrade(request, socket, head, accept);
      else socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    },
    next: () => {
      nextIndex += 1;
      return open[nextIndex % Math.max(1, open.length)];
    },
    disconnect: (options) => {
      const ending = open;
      if (options.reason !== 'warning') open = [];
      for (const socket of ending) disconnectSocket(deps, socket, options);
      return ending.length;
    },
    close: async () => {
      await Promise.all([...server.clients].map(closeSocket));
      server.close();
    },
  };
}

/** Closes with a handshake; terminates the socket if the bot does not complete it in time. */
function closeSocket(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timeout = setTimeout(() => socket.terminate(), closeTimeoutMs);
    socket.once('close', () => {
      clearTimeout(timeout);
      resolve();
    });
    socket.close(1001);
  });
}

function disconnectSocket(deps: SocketPoolDeps, socket: WebSocket, options: DisconnectOptions): void {
  if (options.abrupt === true) {
    socket.terminate();
    return;
  }
  const reason = options.reason ?? 'refresh_requested';
  socket.send(JSON.stringify(disconnectMessage(reason)));
  if (reason !== 'warning') deps.schedule(refreshGraceMs, () => socket.close(1000));
}
