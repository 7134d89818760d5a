import type { Actor, ChangeService, Outcome } from './change.js';

/** How a step through the corridor ended. `operation`: none where nothing of the list was meant. */
interface HandledChange {
  readonly source: Actor['source'];
  readonly operation: string;
  readonly step: Outcome['step'] | 'failed';
}

/** The same corridor; `seen` hears how every step through it ends. */
export function withMetrics(changes: ChangeService, seen: (ended: HandledChange) => void): ChangeService {
  const watch =
    <Asked>(verb: (actor: Actor, asked: Asked) => Promise<Outcome>) =>
    async (actor: Actor, asked: Asked): Promise<Outcome> => {
      try {
        const outcome = await verb(actor, asked);
        seen({ source: actor.source, operation: outcome.operation?.name ?? 'none', step: outcome.step });
        return outcome;
      } catch (error) {
        seen({ source: actor.source, operation: 'none', step: 'failed' });
        throw error;
      }
    };
  return {
    open: watch(changes.open),
    propose: watch(changes.propose),
    confirm: watch(changes.confirm),
    approve: watch(changes.approve),
    decline: watch(changes.decline),
    get: changes.get,
  };
}
