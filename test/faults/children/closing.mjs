// A bot whose clock is a file. It runs the scheduled work at its start and whenever the clock has changed, and sends
// `closing` before it does so.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const [dist, clock] = process.argv.slice(2);
const of = (path) => import(pathToFileURL(join(dist, path)).href);
const [{ createServiceContext, startBot }, { readSettings }, { openDatabase }, { createLogger }] = await Promise.all(
  ['bot.js', 'config/config.js', 'database/client.js', 'observability/log.js'].map(of),
);

const read = () => readFileSync(clock, 'utf8');
const log = createLogger('warn');
const { slack, ...others } = readSettings(process.env);
// Shorter than for the real Slack: here, a message that was under way when a process died arrives at once.
const settings = { ...others, slack: { ...slack, timing: { intervalMs: 10, settleMs: 1_000, retryMs: 100 } } };
const database = await openDatabase({ ...settings.database, log });
const ctx = createServiceContext(settings, database, () => new Date(read()));
// The clock of the file is not that of Slack: it is always right.
const clockTrust = { now: ctx.now, heard() {}, problem: () => null };
const bot = await startBot({ settings, ctx, log, clockTrust, wallClock: () => new Date(), crontab: [] });

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
    await bot.runScheduledWork();
    done = now;
  }
}
await bot.stop();
await database.close();
process.exit(0);
