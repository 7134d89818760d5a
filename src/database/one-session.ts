/**
 * Seats many connections at one database session.
 *
 * PGlite is a single session: whoever speaks, it is the same conversation. So a connection that has begun a query or
 * a transaction keeps the floor until the session reports that it is idle again, and the others wait in line. Sending
 * messages in the order they arrive instead (as @electric-sql/pglite-socket does) lets one connection's Parse slip in
 * between another's Parse and Bind, and hands the wrong rows to the wrong caller.
 */
export type Execute = (message: Uint8Array) => Promise<Buffer>;

/** What a connection gets back. */
export interface Listener {
  answer(bytes: Uint8Array): void;
  closed(error?: Error): void;
}

export interface Seat {
  /** Takes bytes as they come, whole messages or not. */
  receive(bytes: Uint8Array): void;
  /** Says that nothing more will come; an open transaction is rolled back. */
  leave(): void;
}

interface Connection {
  readonly listener: Listener;
  readonly inbox: (Uint8Array | typeof farewell)[];
  /** The beginning of a message whose end is still to come. */
  rest: Buffer;
  greeted: boolean;
  gone: boolean;
}

const farewell = Symbol('farewell');
const code = { notification: 0x41, readyForQuery: 0x5a, terminate: 0x58 };
const idle = 0x49;
const sync = Buffer.from([0x53, 0, 0, 0, 4]);
const rollback = Buffer.from('Q\0\0\0\x0dROLLBACK\0', 'latin1');

/** Hands out seats at the session behind `execute`, which is never called twice at once. */
export function shareSession(execute: Execute): (listener: Listener) => Seat {
  const seated = new Set<Connection>();
  const line: Connection[] = [];
  let floor: Connection | undefined;
  let serving = false;

  function wait(connection: Connection): void {
    if (connection !== floor && connection.inbox.length > 0 && !line.includes(connection)) line.push(connection);
    if (!serving && (floor === undefined ? line.length > 0 : floor.inbox.length > 0)) {
      serving = true;
      // In a turn of its own: otherwise callers that only ever wait for this database would starve the event loop.
      setImmediate(serve);
    }
  }

  async function serve(): Promise<void> {
    const connection = floor ?? line.shift();
    const message = connection?.inbox.shift();
    if (connection !== undefined && message !== undefined) {
      const held = message === farewell ? await dismiss(connection) : await speak(connection, message);
      floor = held ? connection : undefined;
      if (held && connection.inbox.length > 0) return serve();
    }
    serving = false;
    if (connection !== undefined) wait(connection);
    const first = line[0];
    if (first !== undefined) wait(first);
  }

  /** True while the connection keeps the floor. */
  async function speak(connection: Connection, message: Uint8Array): Promise<boolean> {
    try {
      const answer = await execute(message);
      const { own, news, status } = sort(answer);
      connection.listener.answer(own);
      for (const bytes of news) for (const other of seated) other.listener.answer(bytes);
      return status !== idle;
    } catch (error) {
      connection.inbox.length = 0;
      bid(connection);
      connection.listener.closed(error instanceof Error ? error : new Error(String(error)));
      return true;
    }
  }

  /** Leaves the session clean for the others, whatever this one was in the middle of. */
  async function dismiss(connection: Connection): Promise<boolean> {
    seated.delete(connection);
    if (connection === floor) {
      await execute(sync);
      await execute(rollback);
    }
    connection.listener.closed();
    return false;
  }

  function bid(connection: Connection): void {
    if (connection.gone) return;
    connection.gone = true;
    connection.inbox.push(farewell);
  }

  return function sit(listener) {
    const connection: Connection = { listener, inbox: [], rest: Buffer.alloc(0), greeted: false, gone: false };
    seated.add(connection);
    return {
      receive(bytes) {
        if (connection.gone) return;
        for (const message of whole(connection, bytes)) {
          if (message[0] === code.terminate && connection.greeted) bid(connection);
          else connection.inbox.push(message);
          connection.greeted = true;
        }
        wait(connection);
      },
      leave() {
        bid(connection);
        wait(connection);
      },
    };
  };
}

/** The whole messages that have come by now; the first one of a connection has no type byte. */
function* whole(connection: Connection, bytes: Uint8Array): Generator<Buffer> {
  connection.rest = Buffer.concat([connection.rest, bytes]);
  for (;;) {
    const typed = connection.greeted ? 1 : 0;
    if (connection.rest.length < typed + 4) return;
    const length = typed + connection.rest.readInt32BE(typed);
    if (connection.rest.length < length) return;
    const message = connection.rest.subarray(0, length);
    connection.rest = connection.rest.subarray(length);
    yield message;
  }
}

/** Parts an answer into what is the asker's own and what is news for everyone who listens. */
function sort(answer: Buffer): { own: Buffer; news: Buffer[]; status: number | undefined } {
  const own: Buffer[] = [];
  const news: Buffer[] = [];
  let status: number | undefined;
  for (let at = 0; at < answer.length; ) {
    const end = at + 1 + answer.readInt32BE(at + 1);
    const message = answer.subarray(at, end);
    if (message[0] === code.notification) news.push(message);
    else own.push(message);
    if (message[0] === code.readyForQuery) status = message[5];
    at = end;
  }
  return { own: news.length === 0 ? answer : Buffer.concat(own), news, status };
}
