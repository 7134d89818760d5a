import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';

/**
 * Sends the requests (functions that make them), so many at a time with a pause in between, and measures each. Answers
 * throughput in requests per second, latencies in milliseconds, and the CPU time of the program per request in
 * microseconds. Throws at the first answer that is not 200 or that `accepts` does not take.
 */
export async function send(program, requests, { concurrency, pause = 0 }, accepts = () => true) {
  const pool = new Pool(program.url, { connections: concurrency });
  const took = [];
  let next = 0;
  const worker = async () => {
    while (next < requests.length) {
      const request = requests[next++]();
      const start = performance.now();
      const { statusCode, body } = await pool.request(request);
      const text = await body.text();
      took.push(performance.now() - start);
      if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
      if (statusCode !== 200 || !accepts(text)) throw new Error(`Answered ${statusCode}: ${text.slice(0, 300)}`);
    }
  };
  const before = await program.gauge();
  const start = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = (performance.now() - start) / 1000;
  const after = await program.gauge();
  await pool.close();
  const perSecond = requests.length / seconds;
  return { perSecond, cpu: (after.cpu - before.cpu) / requests.length, ...spread(took) };
}

/** Median, 99th percentile and highest. */
export function spread(values) {
  const sorted = Float64Array.from(values).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** The medians of several rounds, alternating between the two, so that both meet the same weather. */
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
