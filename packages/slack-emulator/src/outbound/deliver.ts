import type { After } from '../clock.js';
import type { Fault, Faults } from '../faults.js';
import { type Answer, type Carrier, type Deliver, type Parcel, patience } from './delivery.js';

interface Setup {
  readonly carrier: () => Carrier | undefined;
  readonly after: After;
  readonly faults: Faults;
  readonly closing: AbortSignal;
}

/** Sends with Slack's patience of three seconds; what comes later is not listened to. */
export function deliverer(setup: Setup): Deliver {
  return async (parcel) => {
    const fault = setup.faults.take(parcel.kind);
    if (fault?.delayMs !== undefined) await pause(setup.after, fault.delayMs);
    const lost = lostAnswer(fault);
    if (lost !== undefined && fault?.when !== 'after') {
      if (lost.got === 'timeout') await pause(setup.after, patience);
      return lost;
    }
    const carrier = setup.carrier();
    if (carrier === undefined) return { got: 'nothing', why: 'the bot is not connected' };
    return spoiled(fault, await withPatience(setup, carrier, parcel));
  };
}

function spoiled(fault: Fault | undefined, answer: Answer): Answer {
  const status = fault?.status;
  const spoiledOne: Answer = status === undefined ? answer : { got: 'answer', status, body: '', noRetry: false };
  return lostAnswer(fault) ?? spoiledOne;
}

/** How it looks when an answer never comes. */
function lostAnswer(fault: Fault | undefined): Answer | undefined {
  if (fault?.hang === true) return { got: 'timeout' };
  return fault?.reset === true ? { got: 'nothing', why: 'connection reset' } : undefined;
}

async function withPatience(setup: Setup, carrier: Carrier, parcel: Parcel): Promise<Answer> {
  const control = new AbortController();
  const giveUp = (): void => control.abort();
  setup.closing.addEventListener('abort', giveUp);
  const cancel = setup.after(patience, giveUp);
  try {
    return await carrier.carry(parcel, control.signal);
  } finally {
    cancel();
    setup.closing.removeEventListener('abort', giveUp);
  }
}

export function pause(after: After, ms: number): Promise<void> {
  return new Promise((resolve) => {
    after(ms, resolve);
  });
}
