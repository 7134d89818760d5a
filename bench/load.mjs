import { createHmac } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';

export const signingSecret = 'bench';

/** A request as Slack signs it. */
export function signed(body) {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    path: '/slack/events',
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  };
}

/**
 * Sends the requests, so many at a time with a pause in between, and measures each. Answers throughput in requests per second and latencies in
 * milliseconds. Throws at the first answer that is not 200 or that `accepts` does not take.
 */
export async function send(origin, bodies, { concurrency, pause = 0 }, accepts = () => true) {
  const pool = new Pool(origin, { connections: concurrency });
  const took = [];
  let next = 0;
  const worker = async () => {
    while (next < bodies.length) {
      const request = signed(bodies[next++]);
      const start = performance.now();
      const { statusCode, body } = await pool.request(request);
      const text = await body.text();
      took.push(performance.now() - start);
      if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
      if (statusCode !== 200 || !accepts(text)) throw new Error(`Answered ${statusCode}: ${text.slice(0, 300)}`);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = (performance.now() - start) / 1000;
  await pool.close();
  took.sort((a, b) => a - b);
  const at = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))];
  return {
    perSecond: bodies.length / seconds,
    mean: took.reduce((a, b) => a + b, 0) / took.length,
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
  };
}

/** The best of several rounds, alternating between the two, so that both meet the same weather. */
export async function alternate(rounds, first, second) {
  const results = { first: [], second: [] };
  for (let round = 0; round < rounds; round++) {
    results.first.push(await first(round));
    results.second.push(await second(round));
  }
  return { first: median(results.first), second: median(results.second) };
}

function median(results) {
  const middle = (key) => results.map((it) => it[key]).sort((a, b) => a - b)[Math.floor(results.length / 2)];
  return Object.fromEntries(Object.keys(results[0]).map((key) => [key, middle(key)]));
}
