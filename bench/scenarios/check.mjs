import { manyApps } from '../harness/many-apps.mjs';
import { alternate, send } from '../harness/send.mjs';
import { called } from '../harness/slack-requests.mjs';
import { against, goals, row } from './row.mjs';

const at20 = { concurrency: 20 };
const warmUp = 20_000;
const each = 10_000;
const apps = 1_000;

/** What gateways ask thousands of times a second, against a bare route that reads the same body and answers a constant. */
export const check = {
  name: 'check',
  async measure(harness) {
    const env = { DATABASE_URL: await harness.database('check') };
    const firstApp = await manyApps(env.DATABASE_URL, apps);
    const bot = await harness.startBot({ env });
    const reference = await harness.start('bench/baselines/hono.mjs', { env: {} });
    const question = (i) => ({ sdkAppId: firstApp + i, metric: 'groupsPerUser', current: i % 40, asked: 1 });
    const requests = Array.from({ length: apps }, (_, i) => called('/v1/check', question(i)));
    const checks = (count) => Array.from({ length: count }, (_, i) => () => requests[i % apps]);
    const ask = (program, count) => send(program, checks(count), at20, (text) => text.includes('"allowed":true'));
    await ask(bot, warmUp);
    await ask(reference, warmUp);
    const { first: ours, second: bare } = await alternate(
      5,
      () => ask(bot, each),
      () => ask(reference, each),
    );
    const perSecond = `${against(ours.perSecond, bare.perSecond, 0)} per s`;
    const cpu = `${against(ours.cpu, bare.cpu, 0)} µs`;
    return [
      row('POST /v1/check: throughput at 20', ours.perSecond / bare.perSecond, goals.atLeast(0.7), perSecond),
      row('POST /v1/check: CPU time per request', ours.cpu / bare.cpu, goals.atMost(1.43), cpu),
    ];
  },
};
