// A bot whose clock is a file, and which does what is due whenever that has moved, and as soon as it starts. Says `closing`
// when it begins with it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const [dist, clock] = process.argv.slice(2);
const of = (path) => import(pathToFileURL(join(dist, path)).href);
const [{ deskOf, startBot }, { readSettings }, { openDatabase }, { openLog }] = await Promise.all(
  ['bot.js', 'config.js', 'database/database.js', 'log.js'].map(of),
);

const read = () => readFileSync(clock, 'utf8');
const log = openLog('warn');
const { slack, ...others } = readSettings(process.env);
// Faster than Slack would have it: what was on its way when a process died arrives at once here.
const settings = { ...others, slack: { ...slack, pace: { between: 10, settled: 1_000, again: 100 } } };
const database = await openDatabase({ ...settings.database, log });
const desk = deskOf(settings, () => new Date(read()));
const bot = await startBot({ settings, database, desk, log, wallClock: () => new Date(), calls: [] });

let done = '';
let ending = false;
process.once('SIGTERM', () => {
  ending = true;
});
while (!ending) {
  const now = read();
  if (now === done) await pause(10);
  else {
    process.send('closing');
    await bot.runDue();
    done = now;
  }
}
await bot.stop();
await database.close();
process.exit(0);
