import type { Schedule } from '../clock.js';
import type { Fault, Faults } from '../faults.js';
import { ackTimeoutMs, type Deliver, type Delivery, type DeliveryResponse, type Transport } from './delivery.js';

interface DeliverDeps {
  readonly transport: () => Transport | undefined;
  readonly schedule: Schedule;
  readonly faults: Faults;
  readonly closing: AbortSignal;
}

/** Sends over the current transport, subject to faults. A response after `ackTimeoutMs` is ignored. */
export function createDeliver(deps: DeliverDeps): Deliver {
  return async (delivery) => {
    const fault = deps.faults.take(delivery.kind);
    if (fault?.delayMs !== undefined) await delay(deps.schedule, fault.delayMs);
    const lostResponse = lostResponseOf(fault);
    if (lostResponse !== undefined && fault?.when !== 'after') {
      if (lostResponse.got === 'timeout') await delay(deps.schedule, ackTimeoutMs);
      return lostResponse;
    }
    const transport = deps.transport();
    if (transport === undefined) return { got: 'nothing', why: 'the bot is not connected' };
    return withFault(fault, await sendWithTimeout(deps, transport, delivery));
  };
}

function withFault(fault: Fault | undefined, response: DeliveryResponse): DeliveryResponse {
  const status = fault?.status;
  const faulty: DeliveryResponse =
    status === undefined ? response : { got: 'answer', status, body: '', noRetry: false };
  return lostResponseOf(fault) ?? faulty;
}

/** The outcome if the fault suppresses the response; undefined if it does not. */
function lostResponseOf(fault: Fault | undefined): DeliveryResponse | undefined {
  if (fault?.hang === true) return { got: 'timeout' };
  return fault?.reset === true ? { got: 'nothing', why: 'connection reset' } : undefined;
}

async function sendWithTimeout(deps: DeliverDeps, transport: Transport, delivery: Delivery): Promise<DeliveryResponse> {
  const control = new AbortController();
  const abort = (): void => control.abort();
  deps.closing.addEventListener('abort', abort);
  const cancel = deps.schedule(ackTimeoutMs, abort);
  try {
    return await transport.send(delivery, control.signal);
  } finally {
    cancel();
    deps.closing.removeEventListener('abort', abort);
  }
}

export function delay(schedule: Schedule, ms: number): Promise<void> {
  return new Promise((resolve) => {
    schedule(ms, resolve);
  });
}
