import { randomBytes } from 'node:crypto';
import {
  type ControlCommands,
  readManifest,
  servePage,
  startWorkspace,
  type UsageSource,
  type Workspace,
} from '@imapp/slack-emulator';
import { createServiceContext } from '../bot.js';
import type { Settings, SlackSettings } from '../config/config.js';
import { standardCatalogue } from '../domain/catalogue/index.js';
import type { Logger } from '../observability/log.js';
import { createTemplateDatabase, type DemoBot, startDemoBot } from './demo-bot.js';

interface Demo {
  /** Where the page is. */
  readonly address: string;
  stop(): Promise<void>;
}

/** A secret for this run only. */
const secret = (prefix = '') => `${prefix}${randomBytes(16).toString('hex')}`;

/**
 * The bot in a Slack workspace of its own, on this machine and for this run: everybody may try everything, with a dozen
 * example apps, a clock that can be moved and usage that can be reported. Nothing of it lasts, and it can start over.
 */
export async function startDemo(settings: Settings, log: Logger, wallClock: () => Date): Promise<Demo> {
  const secrets = { botToken: secret('xoxb-'), appToken: secret('xapp-'), signingSecret: secret() };
  const clock = movableClock(wallClock);
  let bot: DemoBot | undefined;
  let restarted = Promise.resolve();
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
    onReset(empty) {
      restarted = restarted.catch(() => undefined).then(() => startOver(empty));
      return restarted;
    },
    usage: usageOf(() => bot),
  });
  const template = await createTemplateDatabase(log);
  const leave = () => workspace.close().then(template.remove);
  await start().catch((error: unknown) => leave().then(() => Promise.reject(error)));
  return {
    address: workspace.origin,
    async stop() {
      await restarted.catch(() => undefined);
      await bot?.stop();
      await leave();
    },
  };

  async function start(): Promise<void> {
    const demoSettings = onLoopback(settings, slackSettings(secrets, workspace));
    const ctx = createServiceContext(settings, clock.now);
    bot = await startDemoBot({ settings: demoSettings, ctx, log, template, wallClock });
    workspace.setRequestUrl(`http://127.0.0.1:${bot.port}/slack/events`);
  }

  async function startOver(empty: () => void): Promise<void> {
    const previous = bot;
    bot = undefined;
    await previous?.stop();
    clock.back();
    empty();
    await start();
  }
}

function onLoopback(settings: Settings, slack: SlackSettings) {
  return { ...settings, http: { ...settings.http, host: '127.0.0.1' }, slack };
}

/** The wall clock, and how far ahead of it the bot is. It goes forward only, until it is put back. */
function movableClock(wallClock: () => Date) {
  let ahead = 0;
  const now = () => new Date(wallClock().getTime() + ahead);
  return {
    now,
    advance({ ms = 0, to }: ControlCommands['advance']) {
      const target = to === undefined ? now().getTime() + ms : Date.parse(to);
      ahead = Math.max(ahead, target - wallClock().getTime());
    },
    back() {
      ahead = 0;
    },
  };
}

/** What can be measured, of which apps, and where readings go. */
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

/** Ann and Kim operate, whoever is on call approves, Bob looks on. */
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
