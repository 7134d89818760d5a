import './config/home-directory.js';
import { createServiceContext, startBot } from './bot.js';
import {
  InvalidSettingsError,
  missingForSlack,
  readSettings,
  type Settings,
  type SlackSettings,
} from './config/config.js';
import { loadEnvironment } from './config/environment.js';
import { proxyState } from './config/proxy.js';
import { describeRoles } from './config/role-settings.js';
import { settingWarnings } from './config/setting-warnings.js';
import { openDatabase } from './database/client.js';
import { refuseUnknownRules } from './database/queries/unknown-rules.js';
import { describeFailure } from './observability/failure.js';
import { createLogger } from './observability/log.js';
import { collectSecrets } from './observability/redact.js';

/** Orchestrators usually kill a process 30 s after SIGTERM. */
const forcedExitAfterMs = 28_000;

/**
 * Starts the bot, and stops it on SIGTERM or SIGINT. With `--demo` or without Slack settings, it starts with an emulated
 * Slack workspace.
 */
async function main(): Promise<void> {
  let onSignal: () => void = () => process.exit(1);
  // Registered first: in a container, process 1 ignores signals without a handler.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => onSignal());
  const demo = process.argv.includes('--demo');
  const environment = loadEnvironment();
  const settings = readSettings(environment, demo ? { slackOptional: true } : {});
  const slack = demo ? null : settings.slack;
  const started = slack
    ? await startInSlack({ ...settings, slack }, settingWarnings(settings, environment))
    : await startInDemo(settings);
  onSignal = () => {
    onSignal = () => process.exit(1);
    setTimeout(onSignal, settings.http.drainSeconds * 1000 + forcedExitAfterMs);
    started.stop().then(() => process.exit(0), fail);
  };
}

async function startInSlack(settings: Settings & { slack: SlackSettings }, warnings: readonly string[]) {
  const log = createLogger(settings.logLevel, collectSecrets(settings));
  for (const warning of warnings) log.warn(warning);
  log.info(`roles: ${describeRoles(settings.slack)}`);
  const socketMode = settings.slack.appToken !== undefined;
  const proxy = proxyState(loadEnvironment(), socketMode);
  if (proxy) log[proxy.level](proxy.text);
  const database = await openDatabase({ ...settings.database, log });
  const now = () => new Date();
  const ctx = createServiceContext(settings, database, now);
  const bot = await refuseUnknownRules(database.prisma, ctx.rules.catalogue)
    .then(() => startBot({ settings, ctx, log, wallClock: now }))
    .catch(async (error: unknown) => {
      await database.close();
      throw error;
    });
  log.info({ port: bot.port, embedded: database.embedded, socketMode }, 'ready');
  return {
    async stop() {
      log.info('stopping');
      await bot.stop();
      await database.close();
    },
  };
}

/** Imported dynamically: the production image contains neither the demo nor the emulator. */
async function startInDemo(settings: Settings) {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const { startDemo } = await import('./demo/start.js').catch((error: unknown) => {
    throw isModuleMissing(error) ? new InvalidSettingsError([...missingForSlack({}), noDemo]) : error;
  });
  print('Starting the sandbox: the bot in an emulated Slack workspace on this machine …');
  const keepIn = optionValue('--keep');
  const demo = await startDemo(settings, { log: createLogger('warn'), wallClock: () => new Date(), keepIn });
  const lasting = keepIn === null ? 'nothing lasts' : `all of it is kept in ${keepIn}`;
  print(`Ready. Open ${demo.address} in a browser. Nothing in it is real, and ${lasting}. Ctrl+C ends it.`);
  return demo;
}

/** The argument that follows this one on the command line, or null. */
function optionValue(name: string): string | null {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
}

const noDemo = 'The sandbox, which needs no Slack settings, is not part of this installation';

function isModuleMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}

function fail(problem: unknown): never {
  process.stderr.write(`${describeFailure(problem)}\n`);
  process.exit(1);
}

main().catch(fail);
