import { assembler, isTerminate, rollback, splitResponse, sync } from './pg-protocol.js';

/**
 * Seats many connections at one database session.
 *
 * PGlite is a single session: whoever speaks, it is the same conversation. So a connection that has begun a query or
 * a transaction keeps the floor until the session reports that it is idle again, and the others wait in line. Sending
 * messages in the order they arrive instead (as @electric-sql/pglite-socket does) lets one connection's Parse slip in
 * between another's Parse and Bind, and hands the wrong rows to the wrong caller.
 */
export function shareSession(execute: Execute): (listener: Listener) => ClientHandle {
  const session: Session = { execute, seated: new Set(), queue: [], active: undefined, serving: false };
  return (listener) => connect(session, listener);
}

/** Has the session answer one message in full. Never called twice at once. */
type Execute = (message: Uint8Array) => Promise<Buffer>;

/** What a connection gets back. */
export interface Listener {
  answer(bytes: Uint8Array): void;
  onClose(error?: Error): void;
}

export interface ClientHandle {
  /** Takes bytes as they come, whole messages or not. */
  receive(bytes: Uint8Array): void;
  /** Says that nothing more will come; an open transaction is rolled back. */
  leave(): void;
}

interface Connection {
  readonly listener: Listener;
  readonly inbox: (Uint8Array | typeof endMarker)[];
  leaving: boolean;
}

interface Session {
  readonly execute: Execute;
  readonly seated: Set<Connection>;
  /** Who has something to say, in the order in which they began to wait. */
  readonly queue: Connection[];
  /** Who is in the middle of something. */
  active: Connection | undefined;
  serving: boolean;
}

/** The last entry of an inbox. */
const endMarker = Symbol('farewell');

function connect(session: Session, listener: Listener): ClientHandle {
  const connection: Connection = { listener, inbox: [], leaving: false };
  const assemble = assembler();
  session.seated.add(connection);
  return {
    receive(bytes) {
      if (connection.leaving) return;
      for (const message of assemble(bytes)) {
        if (isTerminate(message)) end(connection);
        else connection.inbox.push(message);
      }
      wait(session, connection);
    },
    leave() {
      end(connection);
      wait(session, connection);
    },
  };
}

function end(connection: Connection): void {
  if (connection.leaving) return;
  connection.leaving = true;
  connection.inbox.push(endMarker);
}

function wait(session: Session, connection: Connection): void {
  const { active, queue } = session;
  if (connection !== active && connection.inbox.length > 0 && !queue.includes(connection)) queue.push(connection);
  if (session.serving || nobody(session)) return;
  session.serving = true;
  // In a turn of its own: otherwise callers that only ever wait for this database would starve the event loop.
  setImmediate(serve, session);
}

function nobody({ active, queue }: Session): boolean {
  return active === undefined ? queue.length === 0 : active.inbox.length === 0;
}

/** Serves whoever has the floor, or else is first in line, for as long as that one keeps the floor. */
async function serve(session: Session): Promise<void> {
  const connection = session.active ?? session.queue.shift();
  if (connection === undefined) return;
  do {
    const message = connection.inbox.shift();
    if (message === undefined) break;
    const keeps =
      message === endMarker ? await disconnect(session, connection) : await execute(session, connection, message);
    session.active = keeps ? connection : undefined;
  } while (session.active !== undefined);
  session.serving = false;
  wait(session, connection);
}

/** True while the connection keeps the floor. */
async function execute(session: Session, connection: Connection, message: Uint8Array): Promise<boolean> {
  try {
    const { own, news, idle } = splitResponse(await session.execute(message));
    connection.listener.answer(own);
    for (const bytes of news) for (const { listener } of session.seated) listener.answer(bytes);
    return !idle;
  } catch (error) {
    connection.leaving = true;
    connection.inbox.splice(0, Number.POSITIVE_INFINITY, endMarker);
    connection.listener.onClose(error instanceof Error ? error : new Error(String(error)));
    return true;
  }
}

/** Leaves the session clean for the others, whatever this one was in the middle of. */
async function disconnect(session: Session, connection: Connection): Promise<false> {
  session.seated.delete(connection);
  if (connection === session.active) {
    await session.execute(sync);
    await session.execute(rollback);
  }
  connection.listener.onClose();
  return false;
}
