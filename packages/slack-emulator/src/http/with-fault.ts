import type { House } from '../context.js';
import type { Fault } from '../faults.js';
import { pause } from '../outbound/deliver.js';
import { json, type Outgoing, type Result, reset, silence } from './http.js';

/** Does the work and answers, unless something was to go wrong here. */
export async function unlessFault(house: House, name: string, work: () => Outgoing): Promise<Result> {
  const fault = house.faults.take(name);
  if (fault === undefined) return work();
  const done = fault.when === 'after' ? work() : undefined;
  if (fault.delayMs !== undefined) await pause(house.after, fault.delayMs);
  return spoiled(fault) ?? done ?? work();
}

/** What comes in place of the answer; nothing when the fault is only a delay. */
function spoiled(fault: Fault): Result | undefined {
  if (fault.hang === true) return silence;
  if (fault.reset === true) return reset;
  if (fault.malformed === true) return { status: fault.status ?? 200, body: '<html>temporarily unavailable' };
  if (fault.retryAfter !== undefined) {
    const wait = { 'retry-after': String(fault.retryAfter) };
    return json({ ok: false, error: fault.error ?? 'ratelimited' }, fault.status ?? 429, wait);
  }
  if (fault.error !== undefined) return json({ ok: false, error: fault.error }, fault.status ?? 200);
  return fault.status === undefined ? undefined : { status: fault.status, body: '' };
}
