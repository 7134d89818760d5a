import type { House } from '../context.js';
import type { Exchange } from '../traffic-log.js';
import { type Incoming, type Result, reset, silence } from './http.js';

interface Entry {
  readonly via: Exchange['via'];
  readonly name: string;
  readonly incoming: Incoming;
  readonly body: string;
}

/** Writes down what the bot asked and what it was answered. */
export async function logged(house: House, entry: Entry, answer: () => Promise<Result>): Promise<Result> {
  const { via, name, incoming, body } = entry;
  const request = { headers: incoming.headers, body };
  const id = house.wire.started({ direction: 'from-bot', via, name, request });
  const result = await answer();
  if (result === reset || result === silence) {
    const failure = result === reset ? 'connection reset' : 'no answer';
    house.wire.finished(id, { failure });
  } else {
    const shown = typeof result.body === 'string' ? result.body : `(${result.body.length} bytes)`;
    const response = { status: result.status, headers: result.headers ?? {}, body: shown };
    house.wire.finished(id, { response });
  }
  return result;
}
