import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createClockTrust } from '../../../src/observability/clock-trust.js';

const dayMs = 86_400_000;
const start = Date.parse('2026-11-21T03:00:00.000Z');

/** A process that starts at `clock`: the true time passes with `pass`, the clock of the process also jumps. */
function process({ clock = start } = {}) {
  let elapsed = 0;
  let ahead = clock - start;
  const logged: string[] = [];
  let jumps = 0;
  const log = pino({}, { write: (line) => void logged.push(JSON.parse(line).msg) });
  const truth = () => new Date(start + elapsed);
  const trust = createClockTrust({
    now: () => new Date(start + ahead + elapsed),
    log,
    onJump: () => jumps++,
    elapsedMs: () => elapsed,
  });
  return {
    trust,
    truth,
    logged,
    jumps: () => jumps,
    pass(ms: number) {
      elapsed += ms;
    },
    jump(ms: number) {
      ahead += ms;
    },
  };
}

test('a clock is trusted only when somebody else has confirmed it', () => {
  const { trust, truth } = process();
  expect(trust.now()).toBeNull();
  expect(trust.problem()).toBe('clock: neither Slack nor the database server has confirmed it yet');
  trust.heard('database', truth());
  expect(trust.now()).toEqual(truth());
  expect(trust.problem()).toBeNull();
});

test.each([dayMs, -dayMs])('a clock that is wrong by %i ms at the start is never trusted', (ms) => {
  const { trust, truth, pass, jumps } = process({ clock: start + ms });
  trust.heard('slack', truth());
  expect(trust.now()).toBeNull();
  expect(trust.problem()).toBe(`clock: 86400 s ${ms > 0 ? 'ahead of' : 'behind'} that of slack`);
  pass(100 * dayMs);
  expect(trust.now()).toBeNull();
  expect(jumps()).toBe(0);
});

test('a jump shows at once, is counted and logged, and is over when the clock is right again', () => {
  const { trust, truth, jump, pass, jumps, logged } = process();
  trust.heard('slack', truth());
  trust.now();
  jump(100 * dayMs);
  expect(trust.now()).toBeNull();
  pass(1_000);
  expect(trust.now()).toBeNull();
  jump(-100 * dayMs);
  expect(trust.now()).toEqual(truth());
  expect(jumps()).toBe(1);
  expect(logged).toEqual([
    'the clock is wrong: nothing is purged, closed or expired until it is right',
    'the clock is right again',
  ]);
});

test('time that passes is no jump, however long nobody asks', () => {
  const { trust, truth, pass, jumps } = process();
  trust.heard('slack', truth());
  trust.now();
  pass(400 * dayMs);
  expect(trust.now()).toEqual(truth());
  expect(jumps()).toBe(0);
});

test('what the database says does not count against what Slack says', () => {
  const { trust, truth } = process({ clock: start + dayMs });
  trust.heard('slack', truth());
  trust.heard('database', new Date(truth().getTime() + dayMs));
  expect(trust.now()).toBeNull();
});

test('a time is given only if it is less than a minute off', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -120_000, max: 120_000 }), { maxLength: 8 }), (jumps) => {
      const { trust, truth, jump, pass } = process();
      trust.heard('slack', truth());
      for (const ms of jumps) {
        jump(ms);
        pass(Math.abs(ms));
        const now = trust.now();
        if (now && Math.abs(now.getTime() - truth().getTime()) > 60_000) return false;
      }
      return true;
    }),
  );
});
