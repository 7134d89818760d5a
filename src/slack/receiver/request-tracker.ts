import type { AckFn, ReceiverEvent } from '@slack/bolt';
import { watched } from '../../changes/watched.js';
import { type Log, requestIdOf } from '../../observability/log.js';
import type { Meters } from '../../observability/meters.js';
import type { Context, Facts } from '../context.js';
import { openInFlight } from './in-flight.js';

/** One request of Slack's, from its arrival until nothing of it is left to do. */
export interface Visit {
  /** Stands in every line of the log that is about it. */
  readonly id: string;
  note(facts: Facts): void;
}

export interface Visits {
  /** Has a request handled and acknowledged, and sees it to its end. */
  attend(event: ReceiverEvent, handle: (event: ReceiverEvent) => Promise<void>): Promise<void>;
  /** Resolves when every request that has come in is acknowledged. */
  answered(): Promise<void>;
  /** Resolves when nothing is left to do of any of them. */
  finished(): Promise<void>;
}

/** Keeps account of Slack's requests: one line of log for each, the times in which they were acknowledged. */
export function openVisits({ log, meters }: { readonly log: Log; readonly meters: Meters }): Visits {
  const [unanswered, unfinished] = [openInFlight(), openInFlight()];
  return {
    attend(event, handle) {
      const begun = performance.now();
      const sinceBegun = () => Math.round(performance.now() - begun);
      const about = arrival(event);
      const facts: Facts = {};
      let ackMs: number | undefined;
      const visit: Visit = { id: about.requestId, note: (more) => void Object.assign(facts, more) };
      const { ack, acknowledged } = oneAnswer(event, () => {
        ackMs = sinceBegun();
        meters.acknowledged(about.kind, ackMs / 1000);
      });
      const handled = handle(Object.assign(event, { ack, customProperties: { ...event.customProperties, visit } }))
        .catch((error: unknown) => {
          visit.note({ step: 'failed' });
          throw error;
        })
        .finally(() => {
          if (facts.step === 'failed') meters.failed('slack');
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
function oneAnswer({ ack: answer }: ReceiverEvent, answering: () => void) {
  let done = () => {};
  const acknowledged = new Promise<void>((resolve) => {
    done = resolve;
  });
  const ack: AckFn<unknown> = async (response) => {
    answering();
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
export function contextFor(context: Context, bolt: object): Context {
  const { visit } = bolt as { visit?: Visit };
  if (!visit) return context;
  let log: Log | undefined;
  return {
    ...context,
    // Most visits have nothing to say in it.
    get log() {
      log ??= context.log.child({ requestId: visit.id });
      return log;
    },
    corridor: watched(context.corridor, ({ operation, step }) => visit.note({ operation, step })),
    note: visit.note,
  };
}
