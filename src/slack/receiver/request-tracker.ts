import type { AckFn, ReceiverEvent } from '@slack/bolt';
import { withMetrics } from '../../changes/service.js';
import { type Logger, requestIdOf } from '../../observability/log.js';
import type { Metrics } from '../../observability/metrics.js';
import type { RequestOutcome, SlackContext } from '../context.js';

/** One request from Slack, from its arrival until all of its work is done. */
export interface RequestScope {
  /** The request id, in every log line of the request. */
  readonly id: string;
  recordOutcome(outcome: RequestOutcome): void;
}

export interface RequestTracker {
  /** Runs `handle` with a `requestScope` in Bolt's context; resolves or rejects as `handle` does. */
  track(event: ReceiverEvent, handle: (event: ReceiverEvent) => Promise<void>): Promise<void>;
  /** Resolves when every request received so far is acknowledged. */
  allAcknowledged(): Promise<void>;
  /** Resolves when the work of every request received so far is done. */
  allFinished(): Promise<void>;
}

/** Tracks Slack's requests: one log line for each, and the time until it was acknowledged. */
export function createRequestTracker({
  log,
  metrics,
}: {
  readonly log: Logger;
  readonly metrics: Metrics;
}): RequestTracker {
  const [unacknowledged, unfinished] = [createInFlight(), createInFlight()];
  return {
    track(event, handle) {
      const startedAt = performance.now();
      const elapsedMs = () => Math.round(performance.now() - startedAt);
      const request = describeRequest(event);
      const outcome: RequestOutcome = {};
      let ackMs: number | undefined;
      const requestScope: RequestScope = {
        id: request.requestId,
        recordOutcome: (more) => void Object.assign(outcome, more),
      };
      const { ack, acknowledged } = observeAck(event, () => {
        ackMs = elapsedMs();
        metrics.acknowledged(request.kind, ackMs / 1000);
      });
      const customProperties = { ...event.customProperties, requestScope };
      const handled = handle(Object.assign(event, { ack, customProperties }))
        .catch((error: unknown) => {
          requestScope.recordOutcome({ step: 'failed' });
          throw error;
        })
        .finally(() => {
          if (outcome.step === 'failed') metrics.failed('slack');
          log.info({ ...request, ...outcome, ms: elapsedMs(), ackMs }, 'request handled');
        });
      unacknowledged.add(Promise.race([acknowledged, handled.catch(() => undefined)]));
      unfinished.add(handled);
      return handled;
    },
    allAcknowledged: unacknowledged.allSettled,
    allFinished: unfinished.allSettled,
  };
}

function createInFlight() {
  const pending = new Set<Promise<unknown>>();
  return {
    add(work: Promise<unknown>): void {
      pending.add(work);
      const remove = () => void pending.delete(work);
      work.then(remove, remove);
    },
    /** Also waits for work that is added meanwhile. */
    async allSettled(): Promise<void> {
      while (pending.size > 0) await Promise.allSettled(pending);
    },
  };
}

/** The event's `ack`, calling `onAck` first; and a promise of the moment when the receiver has sent it. */
function observeAck({ ack: ackOfReceiver }: ReceiverEvent, onAck: () => void) {
  let done = () => {};
  const acknowledged = new Promise<void>((resolve) => {
    done = resolve;
  });
  const ack: AckFn<unknown> = async (response) => {
    onAck();
    await ackOfReceiver(response).finally(done);
  };
  return { ack, acknowledged };
}

/** What the log says of a request: its kind, who sent it, and its id. */
function describeRequest({ body, customProperties }: ReceiverEvent) {
  const { user_id, user, event, event_id, type = '' } = body as Body;
  const actor = user_id ?? user?.id ?? (typeof event?.user === 'string' ? event.user : undefined);
  const requestId = requestIdOf((customProperties as { envelope?: string } | undefined)?.envelope ?? event_id);
  return { kind: body['command'] ? 'command' : payloadTypes.has(type) ? type : 'other', actor, requestId };
}

interface Body {
  readonly type?: string;
  readonly user_id?: string;
  readonly user?: { readonly id?: string };
  readonly event?: { readonly user?: unknown };
  readonly event_id?: string;
}

/** The payload types that the bot handles: the values of the metric's label, so no other string gets into it. */
const payloadTypes: ReadonlySet<string> = new Set([
  'block_actions',
  'block_suggestion',
  'event_callback',
  'shortcut',
  'view_closed',
  'view_submission',
]);

/** The context of one request: its log lines have the request's id, and outcomes of changes are recorded in its scope. */
export function contextFor(context: SlackContext, boltContext: object): SlackContext {
  const { requestScope } = boltContext as { requestScope?: RequestScope };
  if (!requestScope) return context;
  let log: Logger | undefined;
  return {
    ...context,
    // Created on first use: most requests log nothing of their own.
    get log() {
      log ??= context.log.child({ requestId: requestScope.id });
      return log;
    },
    changes: withMetrics(context.changes, ({ operation, step }) => requestScope.recordOutcome({ operation, step })),
    recordOutcome: requestScope.recordOutcome,
  };
}
