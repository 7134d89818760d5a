import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Schedule } from '../clock.js';
import { type DisconnectReason, disconnectMessage, helloMessage } from './envelope.js';

/** The sockets that a bot in Socket Mode holds open. */
export interface SocketPool {
  /** A one-time ticket for a new socket: what apps.connections.open hands out. */
  ticket(): string;
  /** Whether the bot ever connected this way: from then on nothing goes out by HTTP. */
  wasEverUsed(): boolean;
  connect(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The next socket in turn. */
  next(): WebSocket | undefined;
  /** Ends every socket, announced by Slack's message unless abrupt; says how many there were. */
  disconnect(options: DisconnectOptions): number;
  /** Says goodbye to whoever is still there, and waits only a moment for the answer. */
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

/** How long a socket lives on after Slack asked for its refresh. */
const refreshGraceMs = 10_000;

/** How long the end of the workspace waits for a socket's goodbye, in real milliseconds. */
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

/** A handshake that is under way may end; one that nobody answers is cut off. */
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
