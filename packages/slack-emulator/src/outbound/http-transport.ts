import { type RequestOptions, request } from 'node:http';
import { InvalidActionError } from '../invalid-action.js';
import type { TrafficLog } from '../traffic-log.js';
import type { DeliveryResponse, Transport } from './delivery.js';
import { type SignedRequest, signRequest, tamper } from './signed-request.js';

interface HttpTransportDeps {
  readonly requestUrl: () => string | undefined;
  readonly signingSecret: string;
  /** Wall clock in milliseconds, for the signature's timestamp. */
  readonly now: () => number;
  readonly traffic: TrafficLog;
}

/** Sends each delivery as a signed request to the bot's request URL. */
export function createHttpTransport(deps: HttpTransportDeps): Transport {
  const sent: SignedRequest[] = [];
  const post = (signed: SignedRequest, signal?: AbortSignal): Promise<DeliveryResponse> => {
    sent.push(signed);
    return sendRequest(deps, signed, signal);
  };
  return {
    send: (delivery, signal) => post(signRequest(delivery, deps.signingSecret, deps.now()), signal),
    resend: (redelivery) => {
      const signed = sent.findLast((each) => redelivery.kind === undefined || each.kind === redelivery.kind);
      if (signed === undefined)
        throw new InvalidActionError(`nothing was sent yet: ${redelivery.kind ?? 'of any kind'}`);
      return sendRequest(deps, tamper(signed, deps.signingSecret, redelivery));
    },
  };
}

async function sendRequest(
  deps: HttpTransportDeps,
  signed: SignedRequest,
  signal?: AbortSignal,
): Promise<DeliveryResponse> {
  const requestUrl = deps.requestUrl();
  if (requestUrl === undefined) return { got: 'nothing', why: 'no request URL is set' };
  const { headers, body, kind } = signed;
  const entry = { direction: 'to-bot', via: 'http', name: kind, request: { headers, body } } as const;
  const id = deps.traffic.started(entry);
  try {
    const response = await httpPost(requestUrl, signed, signal);
    deps.traffic.finished(id, { response });
    const noRetry = response.headers['x-slack-no-retry'] === '1';
    return { got: 'answer', status: response.status, body: response.body, noRetry };
  } catch (error) {
    const timedOut = signal?.aborted === true;
    const why = timedOut ? 'timeout' : String(error instanceof Error ? error.message : error);
    deps.traffic.finished(id, { failure: why });
    return timedOut ? { got: 'timeout' } : { got: 'nothing', why };
  }
}

interface BotResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One connection per request (no keep-alive), so that nothing is left open when either side stops. */
function httpPost(requestUrl: string, signed: SignedRequest, signal: AbortSignal | undefined): Promise<BotResponse> {
  const headers = { ...signed.headers, 'content-length': String(Buffer.byteLength(signed.body)) };
  const options: RequestOptions = { method: 'POST', headers, agent: false };
  if (signal !== undefined) options.signal = signal;
  return new Promise((resolve, reject) => {
    const call = request(requestUrl, options, (response) => {
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
    call.end(signed.body);
  });
}
