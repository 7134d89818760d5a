import { type RequestOptions, request } from 'node:http';
import { Misuse } from '../invalid-action.js';
import type { WireLog } from '../traffic-log.js';
import type { Answer, Carrier } from './delivery.js';
import { type Letter, letterFor, spoiled } from './signed-request.js';

interface Setup {
  readonly target: () => string | undefined;
  readonly secret: string;
  /** The wall clock: requests are signed by it. */
  readonly now: () => number;
  readonly wire: WireLog;
}

/** Sends each parcel as one signed request to the bot's request URL. */
export function httpCarrier(setup: Setup): Carrier {
  const sent: Letter[] = [];
  const post = (letter: Letter, signal?: AbortSignal): Promise<Answer> => {
    sent.push(letter);
    return postLetter(setup, letter, signal);
  };
  return {
    carry: (parcel, signal) => post(letterFor(parcel, setup.secret, setup.now()), signal),
    again: (ask) => {
      const letter = sent.findLast((each) => ask.kind === undefined || each.kind === ask.kind);
      if (letter === undefined) throw new Misuse(`nothing was sent yet: ${ask.kind ?? 'of any kind'}`);
      return postLetter(setup, spoiled(letter, setup.secret, ask));
    },
  };
}

async function postLetter(setup: Setup, letter: Letter, signal?: AbortSignal): Promise<Answer> {
  const target = setup.target();
  if (target === undefined) return { got: 'nothing', why: 'no request URL is set' };
  const { headers, body, kind } = letter;
  const entry = { direction: 'to-bot', via: 'http', name: kind, request: { headers, body } } as const;
  const id = setup.wire.started(entry);
  try {
    const reply = await send(target, letter, signal);
    setup.wire.finished(id, { response: reply });
    const noRetry = reply.headers['x-slack-no-retry'] === '1';
    return { got: 'answer', status: reply.status, body: reply.body, noRetry };
  } catch (error) {
    const late = signal?.aborted === true;
    const why = late ? 'timeout' : String(error instanceof Error ? error.message : error);
    setup.wire.finished(id, { failure: why });
    return late ? { got: 'timeout' } : { got: 'nothing', why };
  }
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One connection per request, closed after it: nothing lingers when either side stops. */
function send(target: string, letter: Letter, signal: AbortSignal | undefined): Promise<Reply> {
  const headers = { ...letter.headers, 'content-length': String(Buffer.byteLength(letter.body)) };
  const options: RequestOptions = { method: 'POST', headers, agent: false };
  if (signal !== undefined) options.signal = signal;
  return new Promise((resolve, reject) => {
    const call = request(target, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const fields = Object.entries(response.headers).map(([key, value]): [string, string] => [key, String(value)]);
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(fields), body });
      });
    });
    call.on('error', reject);
    call.end(letter.body);
  });
}
