import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

const limitMs = 10_000;
/** What would be more than this at once is not sent, and counts as an error. */
const mostAtOnce = 5_000;

/**
 * Sends what the mix brings to the bot. `took` is told of every arrival: its kind, when it was due (milliseconds of
 * performance.now), how long after that it was acknowledged, and what was wrong, if anything.
 */
export function openSender({ url, mix, took, expect }) {
  const pool = new Pool(url, { connections: 256, headersTimeout: limitMs, bodyTimeout: limitMs });
  let underway = 0;

  async function answered({ request, accepts }) {
    const { statusCode, body } = await pool.request(request());
    const text = await body.text();
    if (statusCode !== 200) return `status ${statusCode}`;
    return accepts(text) ? null : `answered ${text.slice(0, 80)}`;
  }

  async function sendOne(due) {
    const arrival = mix.next();
    if (arrival.awaits) expect(arrival.awaits, { kind: arrival.kind, due });
    underway += 1;
    const wrong = await answered(arrival).catch((error) => error.code ?? error.message);
    underway -= 1;
    took({ kind: arrival.kind, ms: performance.now() - due, wrong });
  }

  return {
    /** Closed loop: so many at a time, each as soon as one before is answered. Answers how many per second that was. */
    async closedLoop({ concurrency, seconds }) {
      const began = performance.now();
      let count = 0;
      const worker = async () => {
        while (performance.now() - began < seconds * 1000) {
          await sendOne(performance.now());
          count += 1;
        }
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
      return count / ((performance.now() - began) / 1000);
    },
    /**
     * Open loop: they arrive when they are due, at random with so many per second on average, whether or not those before
     * are answered; what the bot or the sender itself delays is part of the latency.
     */
    async openLoop({ perSecond, seconds, random }) {
      const began = performance.now();
      const end = began + seconds * 1000;
      let due = began;
      while (due < end) {
        for (; due <= performance.now() && due < end; due += (-Math.log(1 - random()) * 1000) / perSecond) {
          if (underway < mostAtOnce) sendOne(due);
          else took({ kind: 'any', ms: 0, wrong: 'not sent: too many underway' });
        }
        await pause(1);
      }
      while (underway > 0) await pause(10);
    },
    close: () => pool.destroy(),
  };
}

/** Numbers from 0 to 1 that look random and are the same in every run (mulberry32). */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
