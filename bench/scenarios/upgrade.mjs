import { proposals } from '../harness/proposals.mjs';
import { alternate, send } from '../harness/send.mjs';
import { secrets, signed, submission } from '../harness/slack-requests.mjs';
import { against, goals, row } from './row.mjs';

/** The first one at a time, with time for the outbox to tell the news of one before the next. */
const loads = [{ concurrency: 1, pause: 25 }, { concurrency: 20 }];
const rounds = 5;
const each = 100;

const confirming = (carries) => () => signed(submission('preview', carries));
const done = (text) => text.includes('success');

/** From the last click of an upgrade to its acknowledgement, committed; against bare Bolt with one bare transaction. */
export const upgrade = {
  name: 'upgrade',
  async measure(harness) {
    const env = { DATABASE_URL: await harness.database('upgrade') };
    const waiting = await proposals(env.DATABASE_URL, (rounds + 1) * each * loads.length);
    const bot = await harness.startBot({ env });
    const reference = await harness.start('bench/baselines/bolt.mjs', { env: { ...secrets, ...env } });
    const some = () => waiting.splice(0, each).map(({ carries }) => confirming(carries));
    const none = Array(each).fill(confirming('none'));
    const rows = [];
    for (const load of loads) {
      const [upgrade, insert] = [() => send(bot, some(), load, done), () => send(reference, none, load)];
      await upgrade();
      await insert();
      const { first: ours, second: bare } = await alternate(rounds, upgrade, insert);
      const what = `a whole upgrade: time at ${load.concurrency}`;
      rows.push(row(what, ours.p50 / bare.p50, goals.atMost(4), `${against(ours.p50, bare.p50)} ms`));
    }
    return rows;
  },
};
