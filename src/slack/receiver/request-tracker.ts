import type { AckFn, ReceiverEvent } from '@slack/bolt';
import { withMetrics } from '../../changes/watched.js';
import { type Logger, requestIdOf } from '../../observability/log.js';
import type { Metrics } from '../../observability/meters.js';
import type { RequestOutcome, SlackContext } from '../context.js';
import { createInFlight } from './in-flight.js';

/** One request of Slack's, from its arrival until nothing of it is left to do. */
export interface RequestScope {
  /** Stands in every line of the log that is about it. */
  readonly id: string;
  note(facts: RequestOutcome): void;
}

export interface RequestTracker {
  /** Has a request handled and acknowledged, and sees it to its end. */
  track(event: ReceiverEvent, handle: (event: ReceiverEvent) => Promise<void>): Promise<void>;
  /** Resolves when every request that has come in is acknowledged. */
  answered(): Promise<void>;
  /** Resolves when nothing is left to do of any of them. */
  finished(): Promise<void>;
}

/** Keeps account of Slack's requests: one line of log for each, the times in which they were acknowledged. */
export function createRequestTracker({
  log,
  metrics,
}: {
  readonly log: Logger;
  readonly metrics: Metrics;
}): RequestTracker {
  const [unanswered, unfinished] = [createInFlight(), createInFlight()];
  return {
    track(event, handle) {
      const begun = performance.now();
      const sinceBegun = () => Math.round(performance.now() - begun);
      const about = arrival(event);
      const facts: RequestOutcome = {};
      let ackMs: number | undefined;
      const scope: RequestScope = { id: about.requestId, note: (more) => void Object.assign(facts, more) };
      const { ack, acknowledged } = oneAnswer(event, () => {
        ackMs = sinceBegun();
        metrics.acknowledged(about.kind, ackMs / 1000);
      });
      const handled = handle(
        Object.assign(event, { ack, customProperties: { ...event.customProperties, scope } }),
      )
        .catch((error: unknown) => {
          scope.note({ step: 'failed' });
          throw error;
        })
        .finally(() => {
          if (facts.step === 'failed') metrics.failed('slack');
          log.info({ ...about, ...facts, ms: sinceBegun(), ackMs }, 'handled');
        });
      unanswered.track(Promise.race([acknowledged, handled.catch(() => undefined)]));
      return unfinished.track(handled);
    },
    answered: unanswered.none,
    finished: unfinished.none,
  };
}

/** The event's way to acknowledge, and when that has been done. */
function oneAnswer({ ack: answer }: ReceiverEvent, withGuaranteedAck: () => void) {
  let done = () => {};
  const acknowledged = new Promise<void>((resolve) => {
    done = resolve;
  });
  const ack: AckFn<unknown> = async (response) => {
    withGuaranteedAck();
    await answer(response).finally(done);
  };
  return { ack, acknowledged };
}

/** What a request shows of itself at the door: its kind, and who sent it. */
function arrival({ body, customProperties }: ReceiverEvent) {
  const { user_id, user, event, event_id, type } = body as Body;
  const actor = user_id ?? user?.id ?? (typeof event?.user === 'string' ? event.user : undefined);
  const requestId = requestIdOf((customProperties as { envelope?: string } | undefined)?.envelope ?? event_id);
  return { kind: body['command'] ? 'command' : (kinds.get(type ?? '') ?? 'other'), actor, requestId };
}

interface Body {
  readonly type?: string;
  readonly user_id?: string;
  readonly user?: { readonly id?: string };
  readonly event?: { readonly user?: unknown };
  readonly event_id?: string;
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['block_actions', 'press'],
  ['block_suggestion', 'query'],
  ['event_callback', 'event'],
  ['shortcut', 'shortcut'],
  ['view_closed', 'close'],
  ['view_submission', 'submission'],
]);

/** The context of one visit: its log bears the visit's id, and the visit hears where it leads to. */
export function contextFor(context: SlackContext, bolt: object): SlackContext {
  const { scope } = bolt as { scope?: RequestScope };
  if (!scope) return context;
  let log: Logger | undefined;
  return {
    ...context,
    // Most visits have nothing to say in it.
    get log() {
      log ??= context.log.child({ requestId: scope.id });
      return log;
    },
    changes: withMetrics(context.changes, ({ operation, step }) => scope.note({ operation, step })),
    note: scope.note,
  };
}
