import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { After } from '../clock.js';
import { disconnectMessage, hello, type Reason } from './envelope.js';

/** The sockets that a bot in Socket Mode holds open. */
export interface SocketPool {
  /** A one-time ticket for a new socket: what apps.connections.open hands out. */
  ticket(): string;
  /** Whether the bot ever connected this way: from then on nothing goes out by HTTP. */
  inUse(): boolean;
  connect(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The next socket in turn. */
  next(): WebSocket | undefined;
  /** Ends every socket, announced by Slack's message unless abrupt; says how many there were. */
  disconnect(ask: Ending): number;
  /** Says goodbye to whoever is still there, and waits only a moment for the answer. */
  close(): Promise<void>;
}

interface Ending {
  readonly reason?: Reason | undefined;
  readonly abrupt?: boolean | undefined;
}

interface Setup {
  readonly appId: string;
  readonly after: After;
  readonly heard: (text: string) => void;
}

/** How long a socket lives on after Slack asked for its refresh. */
const grace = 10_000;

/** How long the end of the workspace waits for a socket's goodbye, in real milliseconds. */
const farewell = 300;

export function socketPool(setup: Setup): SocketPool {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  let open: readonly WebSocket[] = [];
  let used = false;
  let turn = 0;
  const welcome = (socket: WebSocket): void => {
    used = true;
    open = [...open, socket];
    socket.on('message', (data) => setup.heard(String(data)));
    socket.on('close', () => {
      open = open.filter((each) => each !== socket);
    });
    socket.send(JSON.stringify(hello(setup.appId, open.length)));
  };
  return {
    ticket: () => {
      const ticket = randomUUID();
      tickets.add(ticket);
      return ticket;
    },
    inUse: () => used,
    connect: (request, socket, head) => {
      const ticket = new URL(request.url ?? '/', 'ws://127.0.0.1').searchParams.get('ticket') ?? '';
      if (tickets.delete(ticket)) server.handleUpgrade(request, socket, head, welcome);
      else socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    },
    next: () => {
      turn += 1;
      return open[turn % Math.max(1, open.length)];
    },
    disconnect: (ask) => {
      const ending = open;
      if (ask.reason !== 'warning') open = [];
      for (const socket of ending) end(setup, socket, ask);
      return ending.length;
    },
    close: async () => {
      await Promise.all([...server.clients].map(part));
      server.close();
    },
  };
}

/** A handshake that is under way may end; one that nobody answers is cut off. */
function part(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => socket.terminate(), farewell);
    socket.once('close', () => {
      clearTimeout(cut);
      resolve();
    });
    socket.close(1001);
  });
}

function end(setup: Setup, socket: WebSocket, ask: Ending): void {
  if (ask.abrupt === true) {
    socket.terminate();
    return;
  }
  const reason = ask.reason ?? 'refresh_requested';
  socket.send(JSON.stringify(disconnectMessage(reason)));
  if (reason !== 'warning') setup.after(grace, () => socket.close(1000));
}
