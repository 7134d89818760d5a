import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import { proposals } from '../harness/proposals.mjs';
import { spread } from '../harness/send.mjs';
import { called, signed, submission } from '../harness/slack-requests.mjs';
import { goals, row } from './row.mjs';

const changes = 50;
const limitMs = 5_000;

/** From the last click of an upgrade on one process, so from before its commit, until another process goes by it. */
export const cachePropagation = {
  name: 'hear',
  async measure(harness) {
    const env = { DATABASE_URL: await harness.database('hear') };
    const waiting = await proposals(env.DATABASE_URL, changes);
    const [here, there] = [await harness.startBot({ env }), await harness.startBot({ env })];
    const [clicks, checks] = [new Pool(here.url), new Pool(there.url)];
    const took = [];
    for (const { sdkAppId, carries } of waiting) {
      const asked = called('/v1/check', { sdkAppId, metric: 'groupsPerUser', current: 0, asked: 1 });
      const limit = async () => (await (await checks.request(asked)).body.json()).limit;
      const before = await limit();
      const began = performance.now();
      const clicked = clicks.request(signed(submission('preview', carries))).then(({ body }) => body.text());
      while ((await limit()) === before) {
        if (performance.now() - began > limitMs) throw new Error(`Not heard of after ${limitMs} ms: ${await clicked}`);
      }
      took.push((performance.now() - began) / 1000);
      await clicked;
    }
    await Promise.all([clicks.close(), checks.close()]);
    const { p50, max } = spread(took);
    const what = 'a plan change, seen by check on another process';
    const detail = `s, of ${changes} changes`;
    return [
      row(`${what}: median`, p50, goals.atMost(1), detail),
      row(`${what}: longest`, max, goals.atMost(1), detail),
    ];
  },
};
