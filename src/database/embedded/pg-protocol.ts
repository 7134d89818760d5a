/** PostgreSQL's wire protocol, as far as it must be understood to tell its messages apart; the rest passes unread. */

const code = { notification: 0x41, readyForQuery: 0x5a, terminate: 0x58 };
const idleStatus = 0x49;

/** Ends a query that was begun in several messages, whatever became of it. */
export const sync = Buffer.from([0x53, 0, 0, 0, 4]);

export const rollback = Buffer.from('Q\0\0\0\x0dROLLBACK\0', 'latin1');

/** Takes bytes as they come and gives back the messages that are whole by then. */
type Assembler = (bytes: Uint8Array) => Buffer[];

/** For what a client says: its first message has no letter before its length, every other one has. */
export function assembler(): Assembler {
  let rest = Buffer.alloc(0);
  let letter = 0;
  return function assemble(bytes) {
    rest = Buffer.concat([rest, bytes]);
    const whole: Buffer[] = [];
    while (rest.length >= letter + 4) {
      const length = letter + rest.readInt32BE(letter);
      if (rest.length < length) break;
      whole.push(rest.subarray(0, length));
      rest = rest.subarray(length);
      letter = 1;
    }
    return whole;
  };
}

export function isTerminate(message: Uint8Array): boolean {
  return message[0] === code.terminate;
}

/** An answer of the server, taken apart. */
interface SplitResponse {
  /** What is for the one who asked. */
  readonly own: Buffer;
  /** What is for everyone who listens. */
  readonly news: readonly Buffer[];
  /** True if neither a query nor a transaction is open after it. */
  readonly idle: boolean;
}

export function splitResponse(answer: Buffer): SplitResponse {
  const own: Buffer[] = [];
  const news: Buffer[] = [];
  let idle = false;
  for (let at = 0; at < answer.length; ) {
    const end = at + 1 + answer.readInt32BE(at + 1);
    const message = answer.subarray(at, end);
    (message[0] === code.notification ? news : own).push(message);
    if (message[0] === code.readyForQuery) idle = message[5] === idleStatus;
    at = end;
  }
  return { own: news.length === 0 ? answer : Buffer.concat(own), news, idle };
}
