import { deskOf, startBot } from './bot.js';
import { environment, readSettings, type Settings, SettingsProblem, type SlackSettings } from './config.js';
import { openDatabase } from './database/database.js';
import { openLog } from './log.js';
import { secretsIn } from './secrets.js';

/** How long the end may take, in milliseconds; what kills processes that do not end mostly waits for 30 s. */
const longestEnd = 28_000;

/** Starts the bot, and stops it on SIGTERM or SIGINT. With no Slack settings at all it starts in a sandbox. */
async function main(): Promise<void> {
  let end: () => void = () => process.exit(1);
  // From the beginning: the first process of a container is not ended by signals that it does not listen to.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end());
  const settings = readSettings(environment());
  const { slack } = settings;
  const started = slack ? await startInSlack({ ...settings, slack }) : await startInSandbox(settings);
  end = () => {
    end = () => process.exit(1);
    setTimeout(end, settings.http.drainSeconds * 1000 + longestEnd);
    started.stop().then(() => process.exit(0), fail);
  };
}

async function startInSlack(settings: Settings & { slack: SlackSettings }) {
  const log = openLog(settings.logLevel, secretsIn(settings));
  const database = await openDatabase({ ...settings.database, log });
  const now = () => new Date();
  const bot = await startBot({ settings, database, desk: deskOf(settings, now), log, wallClock: now });
  const socketMode = settings.slack.appToken !== undefined;
  log.info({ port: bot.port, embedded: database.embedded, socketMode }, 'ready');
  return {
    async stop() {
      log.info('stopping');
      await bot.stop();
      await database.close();
    },
  };
}

/** Loaded only here: production does without it. */
async function startInSandbox(settings: Settings) {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  say('No Slack settings: starting a sandbox, a Slack workspace on this machine to try the bot in …');
  const { startSandboxed } = await import('./sandboxed.js');
  const sandboxed = await startSandboxed(settings, openLog('warn'), () => new Date());
  say(`Ready. Open ${sandboxed.address} in a browser. Nothing in it is real, and nothing lasts. Ctrl+C ends it.`);
  return sandboxed;
}

function fail(problem: unknown): never {
  const words = problem instanceof Error && !(problem instanceof SettingsProblem) ? problem.stack : problem;
  process.stderr.write(`${words instanceof SettingsProblem ? words.message : String(words)}\n`);
  process.exit(1);
}

main().catch(fail);
