import { alternate, send } from '../harness/send.mjs';
import { command, secrets, signed } from '../harness/slack-requests.mjs';
import { against, goals, row } from './row.mjs';

const at20 = { concurrency: 20 };
const helps = (count) => Array(count).fill(() => signed(command('/imapp help')));
const warmUp = 3_000;
const each = 6_000;

/** What the bot answers. */
async function said(bot) {
  const { path, ...how } = signed(command('/imapp help'));
  return (await fetch(bot.url + path, how)).text();
}

/** A command that is answered in its acknowledgement, against bare Bolt that only acknowledges. */
export const ackLatency = {
  name: 'help',
  async measure(harness) {
    const bot = await harness.startBot({ env: { DATABASE_URL: await harness.database('help') } });
    const reference = await harness.start('bench/baselines/bolt.mjs', { env: secrets });
    await send(bot, helps(warmUp), at20);
    await send(reference, helps(warmUp), at20);
    const ask = () => send(bot, helps(each), at20, (text) => text.includes('/imapp'));
    const { first: ours, second: bare } = await alternate(5, ask, () => send(reference, helps(each), at20));
    const wordy = await harness.start('bench/baselines/bolt.mjs', { env: { ...secrets, WORDS: await said(bot) } });
    await send(wordy, helps(warmUp), at20);
    const { first: again, second: alike } = await alternate(3, ask, () => send(wordy, helps(each), at20));
    const what = 'acknowledging /imapp help';
    const perSecond = `${against(ours.perSecond, bare.perSecond, 0)} per s`;
    return [
      row(`${what}: throughput at 20`, ours.perSecond / bare.perSecond, goals.atLeast(0.7), perSecond),
      row(
        `${what}: throughput at 20, against bare Bolt that says the same words`,
        again.perSecond / alike.perSecond,
        goals.noGoal,
        `${against(again.perSecond, alike.perSecond, 0)} per s`,
      ),
      row(`${what}: p99 at 20`, ours.p99 / bare.p99, goals.atMost(2), `${against(ours.p99, bare.p99)} ms`),
    ];
  },
};
