import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { afterTest } from '../support/databases.js';

/** The acknowledgement of an envelope. */
interface Ack {
  readonly envelope_id: string;
  readonly payload: unknown;
}

/** Slack's side of Socket Mode, which can send anything. */
export interface Line {
  readonly url: string;
  readonly acks: readonly Ack[];
  /** Sends a frame unchanged on the newest socket. */
  phrase(frame: string | Buffer): void;
  /** The acknowledgement of an envelope that was sent; rejects when there is none in time. */
  acked(id: string): Promise<Ack>;
  /** Terminates the socket. */
  drop(): void;
  /** Waits until `count` sockets have been opened in all. */
  opened(count: number): Promise<void>;
}

/** Slack's time limit for an acknowledgement. */
const ackBudgetMs = 3_000;
const hello = { type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } };

export async function openLine(): Promise<Line> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const sockets: WebSocket[] = [];
  const acks: Ack[] = [];
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => acks.push(JSON.parse(String(data))));
    socket.send(JSON.stringify(hello));
  });
  afterTest(async () => {
    for (const socket of sockets) socket.terminate();
    server.close();
  });
  const newest = () => sockets.at(-1) ?? fail();
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    acks,
    phrase: (frame) => newest().send(frame),
    acked: (id) =>
      vi.waitFor(() => acks.find(({ envelope_id }) => envelope_id === id) ?? fail(`${id} is not acknowledged`), {
        timeout: ackBudgetMs,
        interval: 5,
      }),
    drop: () => newest().terminate(),
    opened: (count) => vi.waitUntil(() => sockets.length >= count, { timeout: 60_000, interval: 50 }).then(() => {}),
  };
}

function fail(why = 'no socket was opened'): never {
  throw new Error(why);
}
