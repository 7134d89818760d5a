/** PostgreSQL's wire protocol, as far as needed to tell its messages apart; message bodies are not read. */

const messageType = { notification: 0x41, readyForQuery: 0x5a, terminate: 0x58 };
const idleStatus = 0x49;

/** Sync: ends a query of several messages (Parse, Bind …), whatever its state. */
export const sync = Buffer.from([0x53, 0, 0, 0, 4]);

export const rollback = Buffer.from('Q\0\0\0\x0dROLLBACK\0', 'latin1');

/** Takes bytes as they arrive, and returns the messages that are complete by then. */
type MessageParser = (bytes: Uint8Array) => Buffer[];

/** Parses what a client sends: its first message has no type byte before its length, every other one has. */
export function createMessageParser(): MessageParser {
  let rest = Buffer.alloc(0);
  let typeBytes = 0;
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    const messages: Buffer[] = [];
    while (rest.length >= typeBytes + 4) {
      const length = typeBytes + rest.readInt32BE(typeBytes);
      if (rest.length < length) break;
      messages.push(rest.subarray(0, length));
      rest = rest.subarray(length);
      typeBytes = 1;
    }
    return messages;
  };
}

export function isTerminate(message: Uint8Array): boolean {
  return message[0] === messageType.terminate;
}

/** The messages of the server after one message of a client. */
interface SplitResponse {
  /** For the client whose message it was. */
  readonly response: Buffer;
  /** For every client: results of LISTEN. */
  readonly notifications: readonly Buffer[];
  /** True if no query and no transaction is open afterwards. */
  readonly idle: boolean;
}

export function splitResponse(bytes: Buffer): SplitResponse {
  const others: Buffer[] = [];
  const notifications: Buffer[] = [];
  let idle = false;
  for (let start = 0; start < bytes.length; ) {
    const end = start + 1 + bytes.readInt32BE(start + 1);
    const message = bytes.subarray(start, end);
    (message[0] === messageType.notification ? notifications : others).push(message);
    if (message[0] === messageType.readyForQuery) idle = message[5] === idleStatus;
    start = end;
  }
  return { response: notifications.length === 0 ? bytes : Buffer.concat(others), notifications, idle };
}
