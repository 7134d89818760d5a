import { startBot } from './bot.js';
import { readSettings, SettingsProblem } from './config.js';
import { openDatabase } from './database/database.js';
import { openLog } from './log.js';

/** Starts the bot, and stops it on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const { slack } = settings;
  if (!slack) throw new SettingsProblem(['SLACK_BOT_TOKEN and the other Slack settings are missing']);
  const log = openLog(settings.logLevel);
  const database = await openDatabase({ ...settings.database, log });
  const now = () => new Date();
  const bot = await startBot({ settings: { ...settings, slack }, database, log, now, wallClock: now });
  log.info({ port: bot.port, embedded: database.embedded, socketMode: slack.appToken !== undefined }, 'ready');

  const stop = async () => {
    log.info('stopping');
    await bot.stop();
    await database.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
}

main().catch((problem: unknown) => {
  const words = problem instanceof Error && !(problem instanceof SettingsProblem) ? problem.stack : problem;
  process.stderr.write(`${words instanceof SettingsProblem ? words.message : String(words)}\n`);
  process.exitCode = 1;
});
