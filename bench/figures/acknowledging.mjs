import { command, secrets, signed } from '../house/letters.mjs';
import { alternate, send } from '../house/send.mjs';
import { against, goals, row } from './row.mjs';

const at20 = { concurrency: 20 };
const helps = (count) => Array(count).fill(() => signed(command('/imapp help')));
const warmUp = 3_000;
const each = 6_000;

/** A command that is answered in its acknowledgement, against bare Bolt that only acknowledges. */
export const acknowledging = {
  name: 'help',
  async measure(house) {
    const bot = await house.startBot({ env: { DATABASE_URL: await house.database('help') } });
    const reference = await house.start('bench/bare/bolt.mjs', { env: secrets });
    await send(bot, helps(warmUp), at20);
    await send(reference, helps(warmUp), at20);
    const { first: ours, second: bare } = await alternate(
      5,
      () => send(bot, helps(each), at20, (text) => text.includes('/imapp')),
      () => send(reference, helps(each), at20),
    );
    const what = 'acknowledging /imapp help';
    const perSecond = `${against(ours.perSecond, bare.perSecond, 0)} per s`;
    return [
      row(`${what}: throughput at 20`, ours.perSecond / bare.perSecond, goals.atLeast(0.7), perSecond),
      row(`${what}: p99 at 20`, ours.p99 / bare.p99, goals.atMost(2), `${against(ours.p99, bare.p99)} ms`),
    ];
  },
};
