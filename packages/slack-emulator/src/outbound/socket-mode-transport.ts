import type { WebSocket } from 'ws';
import type { Schedule } from '../clock.js';
import { InvalidActionError } from '../invalid-action.js';
import { isObject, type JsonObject, parseJson, stringIn } from '../json.js';
import type { TrafficLog } from '../traffic-log.js';
import type { DeliveryResponse, Transport } from './delivery.js';
import { createEnvelope, type Envelope } from './envelope.js';
import { createSocketPool, type SocketPool } from './socket-pool.js';

interface SocketModeDeps {
  readonly appId: string;
  readonly schedule: Schedule;
  readonly traffic: TrafficLog;
}

type PendingAcks = Map<string, (response: DeliveryResponse) => void>;

/** Sends each delivery as an envelope over one of the bot's sockets (round robin) and waits for the acknowledgement. */
export function createSocketModeTransport(deps: SocketModeDeps): Transport & { readonly pool: SocketPool } {
  const pendingAcks: PendingAcks = new Map();
  const sent: Envelope[] = [];
  const { appId, schedule } = deps;
  const pool = createSocketPool({ appId, schedule, onMessage: (text) => resolveAck(pendingAcks, text) });
  const sendEnvelope = (envelope: Envelope, signal?: AbortSignal): Promise<DeliveryResponse> => {
    const socket = pool.next();
    if (socket === undefined) return Promise.resolve({ got: 'nothing', why: 'no socket is connected' });
    return sendAndAwaitAck({ deps, pendingAcks }, { socket, envelope, signal });
  };
  return {
    pool,
    send: (delivery, signal) => {
      const envelope = createEnvelope(delivery);
      sent.push(envelope);
      return sendEnvelope(envelope, signal);
    },
    resend: (redelivery) => {
      if (redelivery.spoil !== undefined) throw new InvalidActionError('a socket has no signature to spoil');
      const envelope = sent.findLast((each) => redelivery.kind === undefined || each.kind === redelivery.kind);
      if (envelope === undefined)
        throw new InvalidActionError(`nothing was sent yet: ${redelivery.kind ?? 'of any kind'}`);
      return sendEnvelope(envelope);
    },
  };
}

interface ExchangeDeps {
  readonly deps: SocketModeDeps;
  readonly pendingAcks: PendingAcks;
}

interface EnvelopeSend {
  readonly socket: WebSocket;
  readonly envelope: Envelope;
  readonly signal: AbortSignal | undefined;
}

/** Resolves on acknowledgement, when the socket closes, or when the signal aborts (timeout). */
function sendAndAwaitAck(
  { deps, pendingAcks }: ExchangeDeps,
  { socket, envelope, signal }: EnvelopeSend,
): Promise<DeliveryResponse> {
  const body = JSON.stringify(envelope.json);
  const request = { headers: {}, body };
  const id = deps.traffic.started({ direction: 'to-bot', via: 'socket', name: envelope.kind, request });
  return new Promise((resolve) => {
    const finish = (response: DeliveryResponse): void => {
      pendingAcks.delete(envelope.id);
      socket.off('close', onClose);
      signal?.removeEventListener('abort', onAbort);
      deps.traffic.finished(id, trafficEnd(response));
      resolve(response);
    };
    const onClose = (): void => finish({ got: 'nothing', why: 'the socket closed' });
    const onAbort = (): void => finish({ got: 'timeout' });
    pendingAcks.set(envelope.id, finish);
    socket.on('close', onClose);
    signal?.addEventListener('abort', onAbort);
    socket.send(body);
  });
}

function trafficEnd(response: DeliveryResponse) {
  if (response.got !== 'answer') return { failure: response.got === 'timeout' ? 'timeout' : response.why };
  return { response: { status: response.status, headers: {}, body: response.body } };
}

/** Resolves the pending envelope that this message acknowledges. Messages that acknowledge none are ignored. */
function resolveAck(pendingAcks: PendingAcks, text: string): void {
  const ack = parseJson(text);
  if (!isObject(ack)) return;
  pendingAcks.get(stringIn(ack, 'envelope_id') ?? '')?.({
    got: 'answer',
    status: 200,
    body: ackBody(ack),
    noRetry: false,
  });
}

function ackBody(ack: JsonObject): string {
  const { payload } = ack;
  if (payload === undefined || payload === null || payload === '') return '';
  if (isObject(payload) && Object.keys(payload).length === 0) return '';
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}
