import type { WebSocket } from 'ws';
import type { After } from '../clock.js';
import { Misuse } from '../invalid-action.js';
import { isObject, type JsonObject, parseJson, stringIn } from '../json.js';
import type { WireLog } from '../traffic-log.js';
import type { Answer, Carrier } from './delivery.js';
import { type Envelope, envelopeFor } from './envelope.js';
import { type SocketPool, socketPool } from './socket-pool.js';

interface Setup {
  readonly appId: string;
  readonly after: After;
  readonly wire: WireLog;
}

type Waiting = Map<string, (answer: Answer) => void>;

/** Sends each parcel in an envelope over one of the bot's sockets, in turn, and waits for its acknowledgement. */
export function socketCarrier(setup: Setup): Carrier & { readonly pool: SocketPool } {
  const waiting: Waiting = new Map();
  const sent: Envelope[] = [];
  const { appId, after } = setup;
  const pool = socketPool({ appId, after, heard: (text) => settle(waiting, text) });
  const post = (envelope: Envelope, signal?: AbortSignal): Promise<Answer> => {
    const socket = pool.next();
    if (socket === undefined) return Promise.resolve({ got: 'nothing', why: 'no socket is connected' });
    return exchange({ setup, waiting }, { socket, envelope, signal });
  };
  return {
    pool,
    carry: (parcel, signal) => {
      const envelope = envelopeFor(parcel);
      sent.push(envelope);
      return post(envelope, signal);
    },
    again: (ask) => {
      if (ask.spoil !== undefined) throw new Misuse('a socket has no signature to spoil');
      const envelope = sent.findLast((each) => ask.kind === undefined || each.kind === ask.kind);
      if (envelope === undefined) throw new Misuse(`nothing was sent yet: ${ask.kind ?? 'of any kind'}`);
      return post(envelope);
    },
  };
}

interface Desk {
  readonly setup: Setup;
  readonly waiting: Waiting;
}

interface Trip {
  readonly socket: WebSocket;
  readonly envelope: Envelope;
  readonly signal: AbortSignal | undefined;
}

/** Ends with the acknowledgement, the socket's end, or the end of patience. */
function exchange({ setup, waiting }: Desk, { socket, envelope, signal }: Trip): Promise<Answer> {
  const body = JSON.stringify(envelope.json);
  const request = { headers: {}, body };
  const id = setup.wire.started({ direction: 'to-bot', via: 'socket', name: envelope.kind, request });
  return new Promise((resolve) => {
    const finish = (answer: Answer): void => {
      waiting.delete(envelope.id);
      socket.off('close', lost);
      signal?.removeEventListener('abort', late);
      setup.wire.finished(id, noted(answer));
      resolve(answer);
    };
    const lost = (): void => finish({ got: 'nothing', why: 'the socket closed' });
    const late = (): void => finish({ got: 'timeout' });
    waiting.set(envelope.id, finish);
    socket.on('close', lost);
    signal?.addEventListener('abort', late);
    socket.send(body);
  });
}

function noted(answer: Answer) {
  if (answer.got !== 'answer') return { failure: answer.got === 'timeout' ? 'timeout' : answer.why };
  return { response: { status: answer.status, headers: {}, body: answer.body } };
}

/** An acknowledgement: its payload is the answer's body, an empty one no body at all. */
function settle(waiting: Waiting, text: string): void {
  const ack = parseJson(text);
  if (!isObject(ack)) return;
  waiting.get(stringIn(ack, 'envelope_id') ?? '')?.({ got: 'answer', status: 200, body: bodyOf(ack), noRetry: false });
}

function bodyOf(ack: JsonObject): string {
  const { payload } = ack;
  if (payload === undefined || payload === null || payload === '') return '';
  if (isObject(payload) && Object.keys(payload).length === 0) return '';
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}
