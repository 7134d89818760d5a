import { randomBytes } from 'node:crypto';
import {
  type ControlCommands,
  readManifest,
  servePage,
  startWorkspace,
  type UsageSource,
  type Workspace,
} from '@imapp/slack-emulator';
import type { Settings, SlackSettings } from '../config/config.js';
import { standardCatalogue } from '../domain/catalogue/index.js';
import type { Logger } from '../observability/log.js';
import { createTemplateDatabase, type DemoBot, startDemoBot } from './demo-bot.js';

interface Demo {
  /** The URL of the emulator's page. */
  readonly address: string;
  stop(): Promise<void>;
}

/** A random secret for this run. */
const secret = (prefix = '') => `${prefix}${randomBytes(16).toString('hex')}`;

/**
 * Starts the bot with an emulated Slack workspace on this machine: twelve example apps, a clock that can be advanced, and
 * usage that can be reported. Nothing is kept after it stops, and it can be reset.
 */
export async function startDemo(settings: Settings, log: Logger, wallClock: () => Date): Promise<Demo> {
  const secrets = { botToken: secret('xoxb-'), appToken: secret('xapp-'), signingSecret: secret() };
  const clock = movableClock(wallClock);
  let bot: DemoBot | undefined;
  let restarting = Promise.resolve();
  const workspace = await startWorkspace({
    ...secrets,
    ...readManifest(new URL('../../manifest.yml', import.meta.url)),
    port: settings.http.port === 0 ? 0 : settings.http.port + 1,
    now: () => clock.now().getTime(),
    wallClock: () => wallClock().getTime(),
    page: servePage({ now: () => clock.now().getTime() }),
    async onAdvance(move) {
      clock.advance(move);
      await bot?.runScheduledWork();
    },
    onReset(clearWorkspace) {
      restarting = restarting.catch(() => undefined).then(() => startOver(clearWorkspace));
      return restarting;
    },
    usage: usageOf(() => bot),
  });
  const template = await createTemplateDatabase(log);
  const close = () => workspace.close().then(template.remove);
  await start().catch((error: unknown) => close().then(() => Promise.reject(error)));
  return {
    address: workspace.origin,
    async stop() {
      await restarting.catch(() => undefined);
      await bot?.stop();
      await close();
    },
  };

  async function start(): Promise<void> {
    const demoSettings = onLoopback(settings, slackSettings(secrets, workspace));
    bot = await startDemoBot({ settings: demoSettings, now: clock.now, log, template, wallClock });
    workspace.setRequestUrl(`http://127.0.0.1:${bot.port}/slack/events`);
  }

  async function startOver(clearWorkspace: () => void): Promise<void> {
    const previous = bot;
    bot = undefined;
    await previous?.stop();
    clock.reset();
    clearWorkspace();
    await start();
  }
}

function onLoopback(settings: Settings, slack: SlackSettings) {
  return { ...settings, http: { ...settings.http, host: '127.0.0.1' }, slack };
}

/** The real time plus an offset. It only moves forward, until it is reset. */
function movableClock(wallClock: () => Date) {
  let aheadMs = 0;
  const now = () => new Date(wallClock().getTime() + aheadMs);
  return {
    now,
    advance({ ms = 0, to }: ControlCommands['advance']) {
      const target = to === undefined ? now().getTime() + ms : Date.parse(to);
      aheadMs = Math.max(aheadMs, target - wallClock().getTime());
    },
    reset() {
      aheadMs = 0;
    },
  };
}

/** For the emulator's form that reports usage: metrics, apps, and where readings go. */
function usageOf(bot: () => DemoBot | undefined): UsageSource {
  return {
    metrics: Object.entries(standardCatalogue.metrics).map(([id, { label }]) => ({ id, label })),
    apps: async () => (await bot()?.apps()) ?? [],
    async onReading(reading) {
      const at = bot();
      if (at === undefined) throw new Error('the bot is starting over');
      await at.report(reading);
    },
  };
}

/** Ann and Kim are operators, the on-call group approves, all others can only read. */
function slackSettings(secrets: { botToken: string; signingSecret: string }, workspace: Workspace): SlackSettings {
  return {
    botToken: secrets.botToken,
    signingSecret: secrets.signingSecret,
    apiUrl: workspace.url,
    approvalsChannel: 'C0APPROVE',
    noticesChannel: 'C0NOTICES',
    admins: [],
    operators: ['U00000ANN', 'U00000KIM'],
    approvers: ['S0ONCALL1'],
  };
}
