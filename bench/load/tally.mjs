import { performance } from 'node:perf_hooks';
import { spread } from '../harness/send.mjs';
import { kinds } from './mix.mjs';

/** Slack waits so long, for an acknowledgement as for the use of a trigger. */
const limitMs = 3_000;

/** Counts what came of the arrivals of one level, by kind. */
export function openTally() {
  const acknowledged = new Map([...kinds, 'any'].map((kind) => [kind, []]));
  const told = new Map(kinds.map((kind) => [kind, []]));
  const waiting = new Map();
  const errors = new Map();
  const wentWrong = (what) => errors.set(what, (errors.get(what) ?? 0) + 1);
  return {
    took({ kind, ms, wrong }) {
      if (wrong === null) acknowledged.get(kind).push(ms);
      else wentWrong(`${kind}: ${wrong}`);
    },
    /** Something is to come after the acknowledgement; and there it is. */
    expect: (id, arrival) => waiting.set(id, arrival),
    came(id) {
      const arrival = waiting.get(id);
      if (!arrival) return;
      waiting.delete(id);
      told.get(arrival.kind).push(performance.now() - arrival.due);
    },
    wentWrong,
    missing: () => waiting.size,
    read() {
      for (const { kind } of waiting.values()) wentWrong(`${kind}: nothing came after the acknowledgement`);
      const rows = kinds.map((kind) => {
        const [acks, later] = [acknowledged.get(kind), told.get(kind)];
        const late = acks.filter((ms) => ms > limitMs).length + later.filter((ms) => ms > limitMs).length;
        const answer = later.length > 0 ? spread(later) : null;
        return { kind, count: acks.length, acknowledged: spread(acks), answered: answer, late };
      });
      return { rows, errors: Object.fromEntries(errors) };
    },
  };
}
