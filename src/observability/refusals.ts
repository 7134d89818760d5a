import type { IncomingMessage } from 'node:http';
import type { ClientAddress } from './client-address.js';
import type { Logger } from './log.js';
import type { Metrics, RefusalReason } from './metrics.js';

const texts: Readonly<Record<RefusalReason, string>> = {
  signature: 'a request to /slack/events is not signed with our signing secret',
  timestamp: 'a request to /slack/events is too old or from the future: compare the clocks',
  bytes: 'a request to /slack/events was broken off: too much at once that is not verified yet',
  token: 'a call of the API has no valid token',
  webhook: 'a call of the vendor webhook is not signed with our token',
};

/** Counts refused requests, and logs them. */
export type ReportRefusal = (reason: RefusalReason, request: IncomingMessage) => void;

/** At most one line per reason in this time; it tells how many there were since the last. */
const logIntervalMs = 60_000;

export function createRefusalReport(deps: {
  readonly log: Pick<Logger, 'warn'>;
  readonly metrics: Pick<Metrics, 'refused'>;
  readonly addressOf: ClientAddress;
  /** Milliseconds that the wall clock cannot change. */
  elapsedMs?(): number;
}): ReportRefusal {
  const { log, metrics, addressOf, elapsedMs = () => performance.now() } = deps;
  const reports = new Map<RefusalReason, { readonly at: number; readonly unreported: number }>();
  return (reason, request) => {
    metrics.refused(reason);
    const { at, unreported } = reports.get(reason) ?? { at: Number.NEGATIVE_INFINITY, unreported: 0 };
    const now = elapsedMs();
    if (now - at < logIntervalMs) return void reports.set(reason, { at, unreported: unreported + 1 });
    reports.set(reason, { at: now, unreported: 0 });
    log.warn({ reason, client: addressOf(request), count: unreported + 1 }, texts[reason]);
  };
}
