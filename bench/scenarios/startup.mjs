import { join } from 'node:path';
import { goals, row } from './row.mjs';

/** From the start of the process until it says that it is ready, on the embedded database. */
export const starting = {
  name: 'start',
  async measure(house) {
    const env = { DATA_DIR: join(house.scratch, 'data') };
    const times = [];
    for (let i = 0; i < 4; i++) {
      const bot = await house.startBot({ env });
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
