import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { later } from '../support/databases.js';

/** What came back for an envelope. */
interface Ack {
  readonly envelope_id: string;
  readonly payload: unknown;
}

/** Slack's end of Socket Mode, from which anything at all can be said. */
export interface Line {
  readonly url: string;
  readonly acks: readonly Ack[];
  /** Says a frame, as it stands, on the newest socket. */
  phrase(frame: string | Buffer): void;
  /** The acknowledgement of this envelope, which was said before; rejects when there is none in time. */
  acked(id: string): Promise<Ack>;
  /** Breaks the socket off. */
  drop(): void;
  /** Waits until so many sockets have been opened in all. */
  opened(count: number): Promise<void>;
}

/** Slack waits for three seconds. */
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
  later(async () => {
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
