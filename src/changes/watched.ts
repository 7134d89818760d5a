import type { Asker, Corridor, Outcome } from './change.js';

/** How a step through the corridor ended. `operation`: none where nothing of the list was meant. */
interface Ended {
  readonly door: Asker['door'];
  readonly operation: string;
  readonly step: Outcome['step'] | 'failed';
}

/** The same corridor; `seen` hears how every step through it ends. */
export function watched(corridor: Corridor, seen: (ended: Ended) => void): Corridor {
  const watch =
    <Asked>(verb: (asker: Asker, asked: Asked) => Promise<Outcome>) =>
    async (asker: Asker, asked: Asked): Promise<Outcome> => {
      try {
        const outcome = await verb(asker, asked);
        seen({ door: asker.door, operation: outcome.operation?.name ?? 'none', step: outcome.step });
        return outcome;
      } catch (error) {
        seen({ door: asker.door, operation: 'none', step: 'failed' });
        throw error;
      }
    };
  return {
    open: watch(corridor.open),
    propose: watch(corridor.propose),
    confirm: watch(corridor.confirm),
    approve: watch(corridor.approve),
    decline: watch(corridor.decline),
    look: corridor.look,
  };
}
