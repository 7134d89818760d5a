import { join } from 'node:path';
import { goals, row } from './row.mjs';

/** From the start of the process until it says that it is ready, on the embedded database. */
export const startup = {
  name: 'start',
  async measure(harness) {
    const env = { DATA_DIR: join(harness.scratch, 'data') };
    const times = [];
    for (let i = 0; i < 4; i++) {
      const bot = await harness.startBot({ env });
      times.push(bot.seconds);
      await bot.stop();
    }
    const [first, ...later] = times;
    return [
      row('start to ready, embedded: first', first, goals.noGoal, 's'),
      row('start to ready, embedded: later', Math.max(...later), goals.atMost(3), 's'),
    ];
  },
};
