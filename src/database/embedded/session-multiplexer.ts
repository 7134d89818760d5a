import { createMessageParser, isTerminate, rollback, splitResponse, sync } from './pg-protocol.js';

/**
 * Shares one database session between many connections.
 *
 * PGlite has a single session: all connections are the same conversation to it. So a connection that has begun a query
 * or a transaction stays active until the session reports that it is idle again, and the others wait in a queue.
 * Passing messages on in the order of their arrival (as @electric-sql/pglite-socket does) lets one connection's Parse
 * slip in between another's Parse and Bind, so that rows go to the wrong connection.
 */
export function shareSession(execute: Execute): (listener: Listener) => ClientHandle {
  const session: Session = { execute, connections: new Set(), queue: [], active: undefined, isServing: false };
  return (listener) => connect(session, listener);
}

/** Sends one message to the session and returns the complete response. Calls never overlap. */
type Execute = (message: Uint8Array) => Promise<Buffer>;

/** Receives what the session sends to one connection. */
export interface Listener {
  onData(bytes: Uint8Array): void;
  onClose(error?: Error): void;
}

export interface ClientHandle {
  /** Takes bytes of the protocol; they need not be whole messages. */
  write(bytes: Uint8Array): void;
  /** Nothing more will be written. An open transaction is rolled back. */
  end(): void;
}

interface Connection {
  readonly listener: Listener;
  readonly inbox: (Uint8Array | typeof endMarker)[];
  hasEnded: boolean;
}

interface Session {
  readonly execute: Execute;
  readonly connections: Set<Connection>;
  /** Connections with messages to execute, first come, first served. */
  readonly queue: Connection[];
  /** The connection with an open query or transaction. */
  active: Connection | undefined;
  isServing: boolean;
}

/** The last entry of an inbox. */
const endMarker = Symbol('end');

function connect(session: Session, listener: Listener): ClientHandle {
  const connection: Connection = { listener, inbox: [], hasEnded: false };
  const parse = createMessageParser();
  session.connections.add(connection);
  return {
    write(bytes) {
      if (connection.hasEnded) return;
      for (const message of parse(bytes)) {
        if (isTerminate(message)) end(connection);
        else connection.inbox.push(message);
      }
      schedule(session, connection);
    },
    end() {
      end(connection);
      schedule(session, connection);
    },
  };
}

function end(connection: Connection): void {
  if (connection.hasEnded) return;
  connection.hasEnded = true;
  connection.inbox.push(endMarker);
}

/** Queues a connection that has messages, and starts to serve when there is something to do. */
function schedule(session: Session, connection: Connection): void {
  const { active, queue } = session;
  if (connection !== active && connection.inbox.length > 0 && !queue.includes(connection)) queue.push(connection);
  if (session.isServing || !hasWork(session)) return;
  session.isServing = true;
  // In the next turn of the event loop: callers that await only this database would starve everything else.
  setImmediate(serve, session);
}

function hasWork({ active, queue }: Session): boolean {
  return active === undefined ? queue.length > 0 : active.inbox.length > 0;
}

/** Serves the active connection, or else the first in the queue, for as long as it stays active. */
async function serve(session: Session): Promise<void> {
  const connection = session.active ?? session.queue.shift();
  if (connection === undefined) return;
  do {
    const message = connection.inbox.shift();
    if (message === undefined) break;
    const staysActive =
      message === endMarker ? await disconnect(session, connection) : await execute(session, connection, message);
    session.active = staysActive ? connection : undefined;
  } while (session.active !== undefined);
  session.isServing = false;
  schedule(session, connection);
}

/** Returns whether the connection stays active. */
async function execute(session: Session, connection: Connection, message: Uint8Array): Promise<boolean> {
  try {
    const { response, notifications, idle } = splitResponse(await session.execute(message));
    connection.listener.onData(response);
    for (const bytes of notifications) for (const { listener } of session.connections) listener.onData(bytes);
    return !idle;
  } catch (error) {
    connection.hasEnded = true;
    connection.inbox.splice(0, Number.POSITIVE_INFINITY, endMarker);
    connection.listener.onClose(error instanceof Error ? error : new Error(String(error)));
    return true;
  }
}

/** Ends an open query or transaction of the connection, so that the session is idle for the others. */
async function disconnect(session: Session, connection: Connection): Promise<false> {
  session.connections.delete(connection);
  if (connection === session.active) {
    await session.execute(sync);
    await session.execute(rollback);
  }
  connection.listener.onClose();
  return false;
}
