import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cancellable, createManualClock } from '../src/clock.js';
import { idsFrom, nextTs } from '../src/state/ids.js';
import { rateLimits, takeToken } from '../src/state/rate.js';
import { createState } from '../src/state/seed.js';
import type { State } from '../src/state/state.js';

describe('message timestamps', () => {
  test('increase and never repeat, whatever the clock does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }), { minLength: 2 }),
        (times) => {
          let state: State = createState();
          const stamps = times.map((now) => {
            const step = nextTs(state, now);
            state = step.state;
            return step.value;
          });
          const sorted = [...stamps].sort((a, b) => Number(a) - Number(b));
          expect(stamps).toEqual(sorted);
          expect(new Set(stamps).size).toBe(stamps.length);
          expect(stamps.every((ts) => /^\d{10}\.\d{6}$/.test(ts))).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('ids are unique and deterministic', () => {
  const mint = () => {
    const ids = idsFrom(createState());
    return Array.from({ length: 500 }, () => [ids.next('V'), ids.generated(), ids.hex()]).flat();
  };
  const minted = mint();
  expect(minted).toEqual(mint());
  expect(new Set(minted).size).toBe(minted.length);
});

test('a token bucket never exceeds its rate', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 60 }), (gaps) => {
      let now = 0;
      let passed = 0;
      let bucket: ReturnType<typeof takeToken>['bucket'] | undefined;
      for (const gap of gaps) {
        now += gap;
        const taken = takeToken(bucket, rateLimits.tolerant, now);
        bucket = taken.bucket;
        if (taken.retryAfter === undefined) passed += 1;
        else expect(taken.retryAfter).toBeGreaterThanOrEqual(1);
      }
      expect(passed).toBeLessThanOrEqual(rateLimits.tolerant.burst + now / 1000 + 1e-6);
    }),
    { numRuns: 50 },
  );
});

describe('createManualClock', () => {
  test('fires due timers in order, each at its time', () => {
    const clock = createManualClock(1000);
    const fired: string[] = [];
    clock.schedule(200, () => fired.push(`b at ${clock.now()}`));
    clock.schedule(100, () => {
      fired.push(`a at ${clock.now()}`);
      clock.schedule(50, () => fired.push(`c at ${clock.now()}`));
    });
    const stop = clock.schedule(150, () => fired.push('never'));
    stop();
    clock.advance(199);
    expect(fired).toEqual(['a at 1100', 'c at 1150']);
    expect(clock.dueInMs()).toEqual([1]);
    clock.advance(1);
    expect(fired.at(-1)).toBe('b at 1200');
    expect(clock.now()).toBe(1200);
  });

  test('timers can be cancelled at once', () => {
    const clock = createManualClock(0);
    const timers = cancellable(clock.schedule);
    const fired: number[] = [];
    timers.schedule(10, () => fired.push(1));
    timers.schedule(20, () => fired.push(2))();
    clock.advance(10);
    timers.schedule(10, () => fired.push(3));
    timers.cancelAll();
    clock.advance(100);
    expect(fired).toEqual([1]);
  });
});
