import { startWorkspace, type UserDriver, type Workspace } from '@imapp/slack-emulator';
import { type Bot, createServiceContext, startBot } from '../../src/bot.js';
import { readSettings } from '../../src/config/config.js';
import type { Database } from '../../src/database/client.js';
import type { JobDeps } from '../../src/jobs/tasks.js';
import { createLogger, type Logger } from '../../src/observability/log.js';
import { afterTest, databases } from './databases.js';
import { scopes } from './manifest.js';
import { type Clock, createClock, trustedClock } from './service.js';

/** The combinations of transport and database that end-to-end tests run on. */
export const settings = [
  { name: 'HTTP and the embedded database', socket: false, database: 'embedded' },
  { name: 'HTTP and PostgreSQL', socket: false, database: 'postgresql' },
  { name: 'Socket Mode and PostgreSQL', socket: true, database: 'postgresql' },
] as const;

export interface BotInWorkspace {
  readonly workspace: Workspace;
  readonly database: Database;
  readonly clock: Clock;
  readonly bot: Bot;
  /** Lets what the bot remembers grow older. */
  pass(ms: number): void;
  /** An operator who reads English. */
  readonly ann: UserDriver;
  /** An operator who reads Korean. */
  readonly kim: UserDriver;
  /** An approver, by user group, who reads Chinese. */
  readonly lin: UserDriver;
  /** An approver who reads English. */
  readonly eve: UserDriver;
  /** Has no role: may only read. */
  readonly bob: UserDriver;
  /** A guest of the workspace. */
  readonly gil: UserDriver;
  /** Of another workspace, in the shared channel. */
  readonly ivo: UserDriver;
}

const secrets = { botToken: 'xoxb-story', appToken: 'xapp-story', signingSecret: 'a-story-secret' };

const workspaceUsers = [
  { id: 'U00000ANN', name: 'ann', realName: 'Ann Ellis', locale: 'en-US', tz: 'America/New_York' },
  { id: 'U00000KIM', name: 'kim', realName: '김민준', locale: 'ko-KR', tz: 'Asia/Seoul' },
  { id: 'U00000LIN', name: 'lin', realName: '林薇', locale: 'zh-CN', tz: 'Asia/Shanghai' },
  { id: 'U00000EVE', name: 'eve', realName: 'Eve Moss', locale: 'en-GB', tz: 'Europe/London' },
  { id: 'U00000BOB', name: 'bob', realName: 'Bob Vega', locale: 'en-US', tz: 'Europe/London' },
  {
    ...{ id: 'U00000GIL', name: 'gil', realName: 'Gil Roth', locale: 'en-US', tz: 'Europe/London' },
    guest: 'multi-channel' as const,
  },
  {
    ...{ id: 'U00000IVO', name: 'ivo', realName: 'Ivo Novak', locale: 'en-US', tz: 'Europe/Prague' },
    teamId: 'T0PARTNER',
  },
];

/**
 * Starts an emulated workspace and the bot in it, connected over HTTP or Socket Mode; both stop after the test.
 * Scheduled work runs only by `runScheduledWork`.
 */
export async function startBotInWorkspace(
  setting: (typeof settings)[number],
  environment: Record<string, string> = {},
  log: Logger = createLogger('silent'),
): Promise<BotInWorkspace> {
  const workspace = await startWorkspace({
    ...secrets,
    scopes,
    now: Date.now,
    strictRate: 'off',
    seed: { users: workspaceUsers },
  });
  afterTest(() => workspace.close());
  const kind = databases.find((it) => it.name === setting.database) ?? databases[0];
  if (!kind) throw new Error('no database');
  const database = await kind.fresh();
  const clock = createClock('2026-11-21T03:00:00.000Z');
  let aheadMs = 0;
  const steadyNow = () => new Date(performance.now() + aheadMs);
  const options = { clock, steadyNow, socket: setting.socket, environment, log, crontab: [] };
  const bot = await startBotIn(workspace, database, options);
  afterTest(() => bot.stop());
  const person = (name: string) => workspace.user(name);
  const people = { ann: person('ann'), kim: person('kim'), lin: person('lin'), eve: person('eve'), bob: person('bob') };
  const outsiders = { gil: person('gil'), ivo: person('ivo') };
  const pass = (ms: number) => {
    aheadMs += ms;
  };
  return { workspace, database, clock, pass, bot, ...people, ...outsiders };
}

interface StartBotOptions {
  readonly clock: Clock;
  readonly steadyNow?: () => Date;
  readonly socket: boolean;
  readonly environment: Record<string, string>;
  readonly log?: Logger;
  /** Whether Slack and the database server have to confirm the clock, as in production; by default it is right. */
  readonly checkClock?: boolean;
  /** By default as in production. */
  readonly crontab?: JobDeps['crontab'];
}

/** Starts the bot and sets the workspace's request URL. */
export async function startBotIn(
  workspace: Workspace,
  database: Database,
  { clock, steadyNow, socket, environment, log, checkClock = false, crontab }: StartBotOptions,
): Promise<Bot> {
  const { slack, ...others } = readSettings({
    SLACK_BOT_TOKEN: secrets.botToken,
    ...(socket ? { SLACK_APP_TOKEN: secrets.appToken } : { SLACK_SIGNING_SECRET: secrets.signingSecret }),
    SLACK_API_URL: workspace.url,
    APPROVALS_CHANNEL: 'C0APPROVE',
    NOTICES_CHANNEL: 'C0NOTICES',
    OPERATORS: 'U00000ANN,U00000KIM',
    APPROVERS: 'S0ONCALL1,U00000EVE',
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    ...environment,
  });
  if (!slack) throw new Error('no Slack settings');
  const bot = await startBot({
    settings: { ...others, slack },
    ctx: createServiceContext({ ...others, slack }, database, clock.now),
    log: log ?? createLogger('silent'),
    wallClock: () => new Date(),
    ...(steadyNow && { steadyNow }),
    ...(!checkClock && { clockTrust: trustedClock(clock) }),
    ...(crontab && { crontab }),
  });
  workspace.setRequestUrl(`http://127.0.0.1:${bot.port}/slack/events`);
  return bot;
}
