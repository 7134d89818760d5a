import type { WorkspaceContext } from '../context.js';
import type { Fault } from '../faults.js';
import { delay } from '../outbound/deliver.js';
import { type HttpResult, jsonResponse, noResponse, type OutgoingResponse, resetConnection } from './http.js';

/** Runs `work`, unless a fault is pending for `name`: then the fault decides whether it runs and what is returned. */
export async function withFault(
  ctx: WorkspaceContext,
  name: string,
  work: () => OutgoingResponse,
): Promise<HttpResult> {
  const fault = ctx.faults.take(name);
  if (fault === undefined) return work();
  const done = fault.when === 'after' ? work() : undefined;
  if (fault.delayMs !== undefined) await delay(ctx.schedule, fault.delayMs);
  return faultResult(fault) ?? done ?? work();
}

/** The result that replaces the response; undefined when the fault is only a delay. */
function faultResult(fault: Fault): HttpResult | undefined {
  if (fault.hang === true) return noResponse;
  if (fault.reset === true) return resetConnection;
  if (fault.malformed === true) return { status: fault.status ?? 200, body: '<html>temporarily unavailable' };
  if (fault.retryAfter !== undefined) {
    const headers = { 'retry-after': String(fault.retryAfter) };
    return jsonResponse({ ok: false, error: fault.error ?? 'ratelimited' }, fault.status ?? 429, headers);
  }
  if (fault.error !== undefined) return jsonResponse({ ok: false, error: fault.error }, fault.status ?? 200);
  return fault.status === undefined ? undefined : { status: fault.status, body: '' };
}
