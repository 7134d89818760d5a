import { vi } from 'vitest';
import { type Bot, createServiceContext, startBot } from '../../src/bot.js';
import type { Actor, Change, Outcome } from '../../src/changes/change.js';
import { readSettings } from '../../src/config/config.js';
import type { Database } from '../../src/database/client.js';
import { isSlackUser } from '../../src/domain/slack-ids.js';
import { createTestLog } from '../integration/slack/harness.js';
import { afterTest, databases } from '../support/databases.js';
import { type Answer, type Call, type FakeSlack, startFakeSlack } from '../support/fake-slack.js';
import {
  actor,
  admin,
  changeOf,
  createClock,
  createTestService,
  park,
  registrationOf,
  trustedClock,
} from '../support/service.js';
import { signingSecret } from '../support/slack-request.js';
import type { Line } from './fake-socket-mode.js';

export const secrets = {
  signingSecret,
  botToken: 'xoxb-nobody-may-see-this',
  appToken: 'xapp-nobody-may-see-that',
  apiToken: 'a-secret-of-the-gateway',
  callbackToken: 'the-vendor-signs-with-this',
} as const;

/** Who acts: each by the id that Slack knows them by. */
export const people = {
  /** May only look. */
  viewer: 'UGUEST',
  stranger: 'USOMEBODYELSE',
  /** Wrote everything that is on its way. */
  author: 'UKIM',
  /** An operator who wrote nothing. */
  operator: 'ULEE',
  approver: 'UPARK',
  admin: 'UBOSS',
  /** Of another team, as only users.info says. */
  outsider: 'UFAR',
  /** A guest of the team. */
  guest: 'UVISITOR',
} as const;

/** What Slack says of each. */
function usersInfo({ user: id }: Call['args']): Answer {
  if (!isSlackUser(String(id))) return { ok: false, error: 'user_not_found' };
  const team_id = id === people.outsider ? 'T2' : 'T1';
  return { user: { id, team_id, is_restricted: id === people.guest, locale: 'en-US', tz: 'Asia/Seoul' } };
}

const start = '2026-11-21T03:00:00.000Z';

/** What is on its way when the hostile inputs come, so that they can aim at it. */
export interface Targets {
  readonly apps: readonly { readonly id: number; readonly name: string }[];
  /** Shown to its author and not agreed to yet. */
  readonly proposed: Change;
  readonly proposedDisable: Change;
  readonly pending: Change;
  /** Waits for an approver who has to type the name. */
  readonly pendingName: Change;
  readonly declined: Change;
  readonly applied: Change;
}

/**
 * A whole bot, both its doors open (the one to people over a line, where there is one), on a database of its own, with
 * things on their way in it.
 */
export interface Stage {
  readonly database: Database;
  readonly bot: Bot;
  readonly slack: FakeSlack;
  readonly origin: string;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly targets: Targets;
}

/** Faster than Slack would have it: hundreds of messages are said. */
const pace = { between: 1, settled: 15_000, again: 100 };

export async function setStage(name: 'embedded' | 'postgresql', line?: Line): Promise<Stage> {
  const database = await databases.find((it) => it.name === name)?.fresh();
  if (!database) throw new Error('no database');
  const targets = await setTargets(database);
  const slack = await startFakeSlack({
    'users.info': usersInfo,
    ...(line && { 'apps.connections.open': { url: line.url } }),
  });
  const { slack: slackSettings, ...others } = readSettings({
    SLACK_BOT_TOKEN: secrets.botToken,
    ...(line ? { SLACK_APP_TOKEN: secrets.appToken } : { SLACK_SIGNING_SECRET: secrets.signingSecret }),
    SLACK_API_URL: slack.apiUrl,
    APPROVALS_CHANNEL: 'C0APPROVE',
    NOTICES_CHANNEL: 'C0NOTICES',
    OPERATORS: `${people.author},${people.operator}`,
    APPROVERS: people.approver,
    ADMINS: people.admin,
    API_TOKENS: `gateway:${secrets.apiToken}`,
    TENCENT_CALLBACK_TOKEN: secrets.callbackToken,
    // So that each call can come from an address of its own.
    TRUSTED_PROXIES: '127.0.0.1',
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
  });
  if (!slackSettings) throw new Error('no Slack settings');
  const settings = { ...others, slack: { ...slackSettings, pace } };
  const { log, lines } = createTestLog();
  const clock = createClock(start);
  const ctx = createServiceContext(settings, database, clock.now);
  const clockTrust = trustedClock(clock);
  const bot = await startBot({ settings, ctx, log, clockTrust, wallClock: () => new Date(), crontab: [] });
  afterTest(() => bot.stop());
  return { database, bot, slack, lines, targets, origin: `http://127.0.0.1:${bot.port}` };
}

const author: Actor = actor(people.author, 'operator');

async function setTargets(database: Database): Promise<Targets> {
  const { changes, register, perform } = createTestService(database, start);
  const plain = await register(registrationOf.current);
  const paid = await register({ ...registrationOf.current, sdkAppId: '1400000011', name: 'mart' });
  const daily = await register(registrationOf['legacy-daily']);
  const monthly = await register({ ...registrationOf['legacy-monthly'], plan: 'legacy.pro' });
  const propose = (operation: string, sdkAppId: number, answers = {}) =>
    changes.propose(author, { operation, sdkAppId, values: answers }).then((it) => changeOf(it, 'preview'));
  const ask = async (sdkAppId: number, step: Outcome['step'] = 'pending') =>
    changeOf(await perform(author, 'disable', sdkAppId), step);
  const refused = await ask(daily);
  await changes.decline(park, { changeId: refused.id, reason: 'not today' });
  return {
    apps: [
      { id: plain, name: 'shop' },
      { id: paid, name: 'mart' },
      { id: daily, name: 'daily' },
      { id: monthly, name: 'monthly' },
    ],
    applied: changeOf(await perform(admin, 'upgrade', plain, { plan: 'current.standard' }), 'applied'),
    proposed: await propose('upgrade', paid, { plan: 'current.premium' }),
    proposedDisable: await propose('disable', plain),
    pending: await ask(paid),
    pendingName: await ask(monthly),
    declined: refused,
  };
}

/** Waits until nothing goes on any more behind the answers. */
export async function quiet({ slack, lines }: Stage, interval = 150): Promise<void> {
  let before = -1;
  const still = () => {
    const now = slack.calls.length + lines.length;
    const same = now === before;
    before = now;
    return same;
  };
  await vi.waitUntil(still, { interval, timeout: 60_000 });
}
