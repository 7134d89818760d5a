import { ErrorCode } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import type { SlackClient } from '../../../src/slack/client.js';
import type { Account, Sender, Workspace } from '../../../src/slack/identity.js';
import { createUserDirectory, type RoleSettings } from '../../../src/slack/users.js';
import { createTestLog, testTranslator } from './harness.js';

const settings: RoleSettings = {
  admins: ['UBOSS', 'SADMINS'],
  operators: ['UKIM', 'SOPS'],
  approvers: ['UPARK', 'SONCALL'],
  viewers: [],
  guestsMayView: false,
  defaultLanguage: 'zh',
};

const workspace: Workspace = { teamId: 'T1', enterpriseId: null, appId: 'A1', botUserId: 'UBOT' };
const account: Account = {
  teamId: 'T1',
  enterpriseId: null,
  enterpriseTeams: [],
  isGuest: false,
  isOutsider: false,
};
const senderIn = (id: string, ...teams: string[]): Sender => ({ id, teams, isOrgInstall: false });

const groups: Record<string, readonly string[]> = { SADMINS: ['UROOT'], SOPS: ['ULEE', 'UPARK'], SONCALL: ['UCHOI'] };

interface Asked {
  user: number;
  members: number;
}

interface SlackAnswers extends Partial<Pick<SlackClient, 'membersOf'>> {
  user?(id: string): Promise<Partial<Awaited<ReturnType<SlackClient['user']>>>>;
}

/** People of a Slack that can be asked to fail, at a time that a test moves. */
function people(
  slack: SlackAnswers = {},
  over: Partial<RoleSettings> = {},
  workspaceNow: Workspace | null = workspace,
) {
  const asked: Asked = { user: 0, members: 0 };
  let time = 1_000_000;
  const client = {
    async user(id: string) {
      asked.user++;
      return { locale: 'ko-KR', timeZone: 'Asia/Seoul', account, ...(await slack.user?.(id)) };
    },
    async membersOf(group: string) {
      asked.members++;
      return slack.membersOf ? slack.membersOf(group) : (groups[group] ?? []);
    },
  };
  const { log, lines } = createTestLog();
  const opened = createUserDirectory({
    client: client as unknown as SlackClient,
    translator: testTranslator,
    settings: { ...settings, ...over },
    workspace: () => workspaceNow,
    log,
    now: () => new Date(time),
  });
  const pass = (ms: number) => {
    time += ms;
  };
  const user = (id: string, ...teams: string[]) => opened.user(senderIn(id, ...teams));
  return { ...opened, user, asked, lines, pass };
}

const rolesOf = async (id: string, from = people()) => [...(await from.user(id)).actor.roles].sort();

describe('user roles', () => {
  test.each([
    ['UBOSS', ['admin', 'approver', 'operator', 'viewer']],
    ['UROOT', ['admin', 'approver', 'operator', 'viewer']],
    ['UKIM', ['operator', 'viewer']],
    ['ULEE', ['operator', 'viewer']],
    ['UPARK', ['approver', 'operator', 'viewer']],
    ['UCHOI', ['approver', 'viewer']],
    ['UGUEST', ['viewer']],
    ['', ['viewer']],
  ])('%s has %j', async (id, roles) => {
    expect(await rolesOf(id)).toEqual(roles);
  });

  test('are resolved without user groups if only user ids are configured', async () => {
    const ids = people({}, { admins: ['UBOSS'], operators: ['UKIM'], approvers: [] });
    expect(await rolesOf('UKIM', ids)).toEqual(['operator', 'viewer']);
    expect(ids.asked.members).toBe(0);
  });

  test('a user group that Slack does not return grants nothing', async () => {
    const failing = people({ membersOf: () => Promise.reject(new Error('paid_teams_only')) });
    expect(await rolesOf('UCHOI', failing)).toEqual(['viewer']);
    expect(await rolesOf('UBOSS', failing)).toContain('admin');
    await rolesOf('UCHOI', failing);
    expect(failing.lines, 'said once, not at every request').toHaveLength(Object.keys(groups).length);
  });

  test('concurrent lookups call Slack once per group', async () => {
    const fresh = people();
    await Promise.all(Array.from({ length: 50 }, () => fresh.user('UCHOI')));
    expect(fresh.asked).toEqual({ user: 1, members: 3 });
  });

  test('a user who leaves a group loses its role within two minutes', async () => {
    let oncall = ['UCHOI'];
    const changing = people({ membersOf: async (group) => (group === 'SONCALL' ? oncall : []) });
    expect(await rolesOf('UCHOI', changing)).toContain('approver');
    oncall = [];
    changing.pass(61_000);
    await rolesOf('UCHOI', changing);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await rolesOf('UCHOI', changing)).toEqual(['viewer']);
  });

  test('members that were fetched recently are used while Slack is down; older ones are not', async () => {
    let out = false;
    const failing = people({
      membersOf: (group) => (out ? Promise.reject(new Error('out')) : Promise.resolve(groups[group] ?? [])),
    });
    expect(await rolesOf('UCHOI', failing)).toContain('approver');
    out = true;
    failing.pass(90_000);
    for (const _ of [1, 2, 3]) {
      expect(await rolesOf('UCHOI', failing)).toContain('approver');
      await new Promise((resolve) => setImmediate(resolve));
    }
    failing.pass(3_600_000);
    expect(await rolesOf('UCHOI', failing)).toEqual(['viewer']);
  });
});

describe('roles as of now', () => {
  const rolesNow = async (id: string, from: ReturnType<typeof people>) => {
    const { roles, complete } = await from.rolesNow(id);
    return { roles: [...roles].sort(), complete };
  };
  const approver = { roles: ['approver', 'viewer'], complete: true };
  const viewer = { roles: ['viewer'], complete: true };
  const nothing = { roles: [], complete: true };

  test('are asked for, whatever is cached', async () => {
    let oncall = ['UCHOI'];
    let mine = account;
    const changing = people({
      membersOf: async (group) => (group === 'SONCALL' ? oncall : []),
      user: async () => ({ account: mine }),
    });
    await rolesOf('UCHOI', changing);
    changing.pass(5_001);
    oncall = [];
    expect(await rolesOf('UCHOI', changing), 'cached').toContain('approver');
    expect(await rolesNow('UCHOI', changing)).toEqual(viewer);
    expect(await rolesOf('UCHOI', changing), 'what was asked for is what is cached').toEqual(['viewer']);
    changing.pass(5_001);
    mine = { ...account, isOutsider: true };
    expect(await rolesNow('UBOSS', changing)).toEqual(nothing);
    expect(await rolesNow('UKIM', changing)).toEqual(nothing);
  });

  test('are asked for once within five seconds, by any number of people at once', async () => {
    const fresh = people();
    const ask = () => Promise.all(Array.from({ length: 20 }, () => rolesNow('UCHOI', fresh)));
    expect(new Set((await ask()).map((it) => JSON.stringify(it)))).toEqual(new Set([JSON.stringify(approver)]));
    fresh.pass(5_000);
    await ask();
    expect(fresh.asked).toEqual({ user: 1, members: 3 });
    fresh.pass(1);
    await ask();
    expect(fresh.asked).toEqual({ user: 2, members: 6 });
  });

  test('are asked for again when the clock has gone back', async () => {
    const fresh = people();
    await rolesNow('UCHOI', fresh);
    fresh.pass(-1);
    await rolesNow('UCHOI', fresh);
    expect(fresh.asked).toEqual({ user: 2, members: 6 });
  });

  test.each(['user', 'membersOf'] as const)(
    'are incomplete while Slack does not answer %s, and not kept',
    async (method) => {
      let out = false;
      const answers = { user: async () => ({}), membersOf: async (group: string) => groups[group] ?? [] };
      const failing = people({
        ...answers,
        [method]: (it: string) => (out ? Promise.reject(new Error('out')) : answers[method](it)),
      });
      await rolesOf('UCHOI', failing);
      failing.pass(6_000);
      out = true;
      expect(await rolesNow('UCHOI', failing)).toMatchObject({ complete: false });
      expect((await rolesNow('UCHOI', failing)).roles).not.toContain('approver');
      out = false;
      expect(await rolesNow('UCHOI', failing)).toEqual(approver);
    },
  );

  test('are those by user id, even while Slack does not answer for user groups', async () => {
    const failing = people({ membersOf: () => Promise.reject(new Error('out')) });
    expect(await rolesNow('UPARK', failing)).toEqual({ ...approver, complete: false });
  });

  test('are complete without the members of a group that Slack does not know', async () => {
    const refusal = Object.assign(new Error('x'), {
      code: ErrorCode.PlatformError,
      data: { error: 'no_such_subteam' },
    });
    expect(await rolesNow('UCHOI', people({ membersOf: () => Promise.reject(refusal) }))).toEqual(viewer);
  });

  test('are unknown before the bot has connected', async () => {
    expect(await rolesNow('UBOSS', people({}, {}, null))).toEqual({ roles: [], complete: false });
  });
});

describe('user profile', () => {
  const at = { key: 'operation.moment', values: { at: '2026-11-21T03:00:00.000Z' } };

  test('has the user’s own language and time zone', async () => {
    const { language, translator } = await people().user('UKIM');
    expect(language).toBe('ko');
    expect(translator.mrkdwn(at)).toMatch(/12:00.*(GMT\+9|KST)/);
  });

  test('is fetched once an hour', async () => {
    const one = people();
    for (const _ of [1, 2, 3]) await one.user('UKIM');
    expect(one.asked.user).toBe(1);
    one.pass(3_601_000);
    await one.user('UKIM');
    expect(one.asked.user).toBe(2);
  });

  test('is used for ten minutes more while Slack does not answer, and no longer', async () => {
    let out = false;
    const failing = people({ user: async () => (out ? Promise.reject(new Error('out')) : {}) });
    await failing.user('UKIM');
    out = true;
    failing.pass(4_199_000);
    expect(await failing.user('UKIM')).toMatchObject({ language: 'ko', refusal: null });
    failing.pass(2_000);
    expect(await failing.user('UKIM')).toMatchObject({ language: 'zh', refusal: { key: 'slack.senderUnknown' } });
  });

  test('falls back to the default language and UTC while Slack does not answer, and is fetched again', async () => {
    let out = true;
    const failing = people({ user: async () => (out ? Promise.reject(new Error('out')) : { locale: 'en-GB' }) });
    const { language, translator } = await failing.user('UKIM');
    expect(language).toBe('zh');
    expect(translator.mrkdwn(at)).toContain('UTC');
    out = false;
    expect((await failing.user('UKIM')).language).toBe('en');
  });

  test.each([
    ['fr-FR', 'zh'],
    ['zh-TW', 'zh'],
    ['ko', 'ko'],
  ])('the locale %s selects the language %s', async (locale, language) => {
    expect((await people({ user: async () => ({ locale }) }).user('UKIM')).language).toBe(language);
  });

  test('an unknown time zone is UTC', async () => {
    const { translator } = await people({ user: async () => ({ locale: 'en', timeZone: 'Moon/Tranquility' }) }).user(
      'UKIM',
    );
    expect(translator.mrkdwn(at)).toContain('UTC');
  });
});
