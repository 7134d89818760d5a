import { randomBytes } from 'node:crypto';
import {
  type ControlCommands,
  defaultUsers,
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
import { keptStateIn } from './kept-state.js';

interface Demo {
  /** The URL of the emulator's page. */
  readonly address: string;
  stop(): Promise<void>;
}

interface DemoOptions {
  readonly log: Logger;
  wallClock(): Date;
  /** A directory from which the demo continues, and in which it is kept when it stops. Default: nothing is kept. */
  readonly keepIn?: string | null;
}

function newSecrets() {
  const secret = (prefix = '') => `${prefix}${randomBytes(16).toString('hex')}`;
  return { botToken: secret('xoxb-'), appToken: secret('xapp-'), signingSecret: secret() };
}

/**
 * Starts the bot with an emulated Slack workspace on this machine: twelve example apps, a clock that can be advanced, and
 * usage that can be reported. It can be reset.
 */
export async function startDemo(settings: Settings, { log, wallClock, keepIn = null }: DemoOptions): Promise<Demo> {
  const keep = keptStateIn(keepIn);
  const kept = keep.load();
  const secrets = kept?.secrets ?? newSecrets();
  const clock = movableClock(wallClock, kept?.aheadMs);
  const workspace = await startWorkspace({
    ...secrets,
    ...(kept && { state: kept.workspace }),
    seed: { users: [...defaultUsers, ...outsiders] },
    ...readManifest(new URL('../../manifest.yml', import.meta.url)),
    port: settings.http.port === 0 ? 0 : settings.http.port + 1,
    now: () => clock.now().getTime(),
    wallClock: () => wallClock().getTime(),
    page: servePage({ now: () => clock.now().getTime() }),
    async onAdvance(move) {
      clock.advance(move);
      await bot.running()?.runScheduledWork();
    },
    onReset: (clearWorkspace) =>
      bot.restart(() => {
        keep.clear();
        clock.reset();
        clearWorkspace();
      }),
    usage: usageOf(() => bot.running()),
  });
  const template = await createTemplateDatabase(log);
  const close = () => workspace.close().then(template.remove);
  const options = { now: clock.now, log, template, keepIn: keep.databaseDirectory, wallClock };
  const bot = createRestartableBot(async () => {
    const started = await startDemoBot({
      ...options,
      settings: settingsFor(settings, slackSettings(secrets, workspace)),
    });
    workspace.setRequestUrl(`http://127.0.0.1:${started.port}/slack/events`);
    return started;
  });
  await bot.start().catch((error: unknown) => close().then(() => Promise.reject(error)));
  return {
    address: workspace.origin,
    async stop() {
      await bot.stop();
      keep.save({ workspace: workspace.state(), secrets, aheadMs: clock.aheadMs() });
      await close();
    },
  };
}

/** A bot that can be replaced by a new one; one restart at a time. */
function createRestartableBot(startBot: () => Promise<DemoBot>) {
  let running: DemoBot | undefined;
  let restarting = Promise.resolve();
  const start = async () => {
    running = await startBot();
  };
  const stop = async () => {
    const stopping = running;
    running = undefined;
    await stopping?.stop();
  };
  return {
    start,
    /** Undefined while it restarts. */
    running: () => running,
    restart(whileStopped: () => void): Promise<void> {
      restarting = restarting
        .catch(() => undefined)
        .then(stop)
        .then(whileStopped)
        .then(start);
      return restarting;
    },
    async stop(): Promise<void> {
      await restarting.catch(() => undefined);
      await stop();
    },
  };
}

/** The settings for a bot in the emulated workspace, which listens on this machine only. */
function settingsFor(settings: Settings, slack: SlackSettings) {
  return { ...settings, http: { ...settings.http, host: '127.0.0.1' }, slack };
}

/** The real time plus an offset. It only moves forward, until it is reset. */
function movableClock(wallClock: () => Date, initialAheadMs = 0) {
  let aheadMs = initialAheadMs;
  const now = () => new Date(wallClock().getTime() + aheadMs);
  return {
    now,
    advance({ ms = 0, to }: ControlCommands['advance']) {
      const target = to === undefined ? now().getTime() + ms : Date.parse(to);
      aheadMs = Math.max(aheadMs, target - wallClock().getTime());
    },
    aheadMs: () => aheadMs,
    reset() {
      aheadMs = 0;
    },
  };
}

/** For the emulator's form that reports usage: metrics, apps, and where readings go. */
function usageOf(bot: () => DemoBot | undefined): UsageSource {
  return {
    metrics: Object.entries(standardCatalogue.metrics).flatMap(([id, { label, per }]) =>
      per === 'message' ? [] : [{ id, label }],
    ),
    apps: async () => (await bot()?.apps()) ?? [],
    async onReading(reading) {
      const at = bot();
      if (at === undefined) throw new Error('the bot is starting over');
      await at.report(reading);
    },
  };
}

/** A guest, and somebody in a shared channel: the bot shows them nothing. */
const outsiders = [
  {
    ...{ id: 'U00000GIL', name: 'gil', realName: 'Gil Roth', locale: 'en-US', tz: 'Europe/London' },
    guest: 'multi-channel',
  },
  {
    ...{ id: 'U00000IVO', name: 'ivo', realName: 'Ivo Novak', locale: 'en-US', tz: 'Europe/Prague' },
    teamId: 'T0PARTNER',
  },
] as const;

/** Ann and Kim are operators, the on-call group approves, the other members can only read. */
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
    viewers: [],
    guestsMayView: false,
  };
}
