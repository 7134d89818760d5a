import { describe, expect, test, vi } from 'vitest';
import type { AppSearch } from '../../../src/apps/app-search.js';
import type { LoadOverview } from '../../../src/apps/overview.js';
import { change, operation, shop } from '../../fixtures/slack.js';
import { type Answers, startFakeSlack } from '../../support/fake-slack.js';
import {
  blockActions,
  eventCallback,
  interactive,
  type SignedRequest,
  signedRequest,
  slashCommand,
  viewSubmission,
} from '../../support/slack-request.js';
import { createHarness, emptyOverview, fakeChangeService } from './harness.js';

const info = (user: object) => ({ user: { team_id: 'T1', locale: 'en-US', tz: 'UTC', ...user } });
const ofOrg = (...teams: string[]) => ({
  team_id: teams[0],
  enterprise_user: { enterprise_id: 'E1', teams },
});
const inOrg = { 'auth.test': { user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1', enterprise_id: 'E1' } };
const settings = { operators: ['UKIM', 'T2:UCOLL'], approvers: ['UPARK', 'SONCALL'] };

interface Case {
  readonly answers?: Answers;
  readonly sender?: { readonly user?: string; readonly team?: string };
  readonly settings?: object;
}

/** Everybody who may not look, with what tells so, and a part of what they are told. */
const refused: Readonly<Record<string, Case & { readonly told: string }>> = {
  'of another team, by the payload, with the user id of an admin here': {
    sender: { user: 'UBOSS', team: 'T2' },
    told: 'only the members of the workspace',
  },
  'of another team, by users.info': {
    answers: { 'users.info': info({ team_id: 'T2' }) },
    sender: { user: 'UBOSS' },
    told: 'only the members of the workspace',
  },
  'whom Slack does not know': {
    answers: { 'users.info': { ok: false, error: 'user_not_found' } },
    told: 'only the members of the workspace',
  },
  'whom Slack calls a stranger': {
    answers: { 'users.info': info({ is_stranger: true }) },
    sender: { user: 'UBOSS' },
    told: 'only the members of the workspace',
  },
  'of whom Slack says nothing just now': {
    answers: { 'users.info': { status: 503 } },
    sender: { user: 'UBOSS' },
    told: 'Slack does not say at the moment who you are',
  },
  'who is a guest': {
    answers: { 'users.info': info({ is_restricted: true }) },
    sender: { user: 'UKIM' },
    told: 'Guests of this workspace',
  },
  'who is a guest of one channel': {
    answers: { 'users.info': info({ is_ultra_restricted: true }) },
    sender: { user: 'UKIM' },
    told: 'Guests of this workspace',
  },
  'who is not among the viewers': {
    sender: { user: 'UANYBODY' },
    settings: { viewers: ['UVIEWER', 'SVIEWERS'] },
    told: 'only some people of this workspace',
  },
  'of another workspace of the organization, whom the settings name without it': {
    answers: { ...inOrg, 'users.info': info(ofOrg('T3', 'T4')) },
    sender: { user: 'UKIM', team: 'T3' },
    told: 'only the members of the workspace',
  },
  'of another organization': {
    answers: {
      ...inOrg,
      'users.info': info({ team_id: 'T9', enterprise_user: { enterprise_id: 'E2', teams: ['T1'] } }),
    },
    sender: { user: 'UKIM', team: 'T9' },
    told: 'only the members of the workspace',
  },
};

const searched: AppSearch = { findApp: async () => ({ app: shop }), suggestApps: async () => [shop] };

async function harnessOf({ answers = {}, settings: more = {} }: Case) {
  const changes = fakeChangeService();
  const suggestApps = vi.fn(searched.suggestApps);
  const overview = vi.fn<LoadOverview>(emptyOverview);
  const harness = await createHarness({
    slack: await startFakeSlack(answers),
    changes,
    appSearch: { ...searched, suggestApps },
    overview,
    settings: { ...settings, ...more },
  });
  const nothingWasRead = () => {
    for (const method of Object.values(changes)) expect(method).not.toHaveBeenCalled();
    expect(suggestApps).not.toHaveBeenCalled();
    expect(overview).not.toHaveBeenCalled();
  };
  return { ...harness, nothingWasRead };
}

const texts = (shown: unknown) => JSON.stringify(shown);
const pending = change('disable', shop, { state: 'pending' });
const carried = JSON.stringify({ change: pending.id, shown: 'x' });

describe.each(Object.entries(refused))('somebody %s', (_who, it) => {
  test.each(['/imapp help', '/imapp nonsense', '/imapp'])('is told so in the acknowledgement of %s', async (line) => {
    const { send, nothingWasRead } = await harnessOf(it);
    const { body } = await send(slashCommand(line, it.sender));
    expect(body).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining(it.told) });
    nothingWasRead();
  });

  test.each(['/imapp show shop', '/imapp list', '/imapp disable shop', '/imapp register'])(
    'is told so after %s',
    async (line) => {
      const { send, slack, nothingWasRead } = await harnessOf(it);
      await send(slashCommand(line, { ...it.sender, responseUrl: slack.responseUrl }));
      expect((await slack.call('response_url')).args).toMatchObject({ text: expect.stringContaining(it.told) });
      nothingWasRead();
    },
  );

  test.each(['approve', 'decline', 'snooze', 'withdraw', 'ask/show', 'unheard-of'])(
    'is told so beside a message, after %s',
    async (actionId) => {
      const { send, slack, nothingWasRead } = await harnessOf(it);
      await send(blockActions({ actionId, value: carried }, { ...it.sender, responseUrl: slack.responseUrl }));
      expect(texts((await slack.call('response_url')).args)).toContain(it.told);
      nothingWasRead();
    },
  );

  test('is told so in a modal and on the Home tab, after an action there', async () => {
    const { send, slack, nothingWasRead } = await harnessOf(it);
    const view = { id: 'V1', type: 'modal', hash: 'h', private_metadata: carried };
    await send(blockActions({ actionId: 'redraw/plan', view }, it.sender));
    expect(texts((await slack.call('views.update')).args)).toContain(it.told);
    await send(blockActions({ actionId: 'home/next', view: { ...view, type: 'home' } }, it.sender));
    expect(texts((await slack.call('views.publish')).args)).toContain(it.told);
    nothingWasRead();
  });

  test.each(['form', 'preview', 'approve', 'decline', 'pick', 'manage'])(
    'is told so when submitting %s',
    async (callback_id) => {
      const { send, nothingWasRead } = await harnessOf(it);
      const reply = await send(viewSubmission({ callback_id, private_metadata: carried }, it.sender));
      expect(reply).toMatchObject({ status: 200, body: { response_action: 'update' } });
      expect(texts(reply.body)).toContain(it.told);
      nothingWasRead();
    },
  );

  test('gets no options', async () => {
    const { send, nothingWasRead } = await harnessOf(it);
    const menu = { type: 'block_suggestion', action_id: 'app', block_id: 'app', value: 'sh' };
    expect(await send(interactive(menu, it.sender))).toMatchObject({ status: 200, body: { options: [] } });
    nothingWasRead();
  });

  test('is told so after a shortcut', async () => {
    const { send, slack, nothingWasRead } = await harnessOf(it);
    await send(interactive({ type: 'shortcut', callback_id: 'manage_app' }, it.sender));
    const { args } = await slack.call('views.open');
    expect(texts(args)).toContain(it.told);
    expect(texts(args)).not.toContain('input');
    nothingWasRead();
  });

  test('sees nothing else on the Home tab', async () => {
    const { sendRequest, slack, nothingWasRead } = await harnessOf(it);
    if (it.sender?.team !== undefined && it.answers === undefined) return;
    const opened = { type: 'app_home_opened', user: it.sender?.user ?? 'UKIM', tab: 'home' };
    await sendRequest(event(opened));
    expect(texts((await slack.call('views.publish')).args)).toContain(it.told);
    nothingWasRead();
  });
});

let events = 0;
const event = (payload: Readonly<Record<string, unknown>>, team = 'T1'): SignedRequest =>
  signedRequest(eventCallback(payload, `EvI${++events}`, team), { contentType: 'application/json' });

const help = {
  step: 'refused',
  operation: null,
  app: null,
  refusal: { reason: { key: 'slack.stale' } },
} as const;

describe('who may look', () => {
  test.each<[string, Case]>([
    ['a member', {}],
    ['a member who is among the viewers', { sender: { user: 'UVIEWER' }, settings: { viewers: ['UVIEWER'] } }],
    ['an operator who is not', { settings: { viewers: ['UVIEWER'] } }],
    [
      'a member of a group of viewers',
      {
        sender: { user: 'UMEMBER' },
        answers: { 'usergroups.users.list': { users: ['UMEMBER'] } },
        settings: { viewers: ['SVIEWERS'] },
      },
    ],
    [
      'a guest, if the settings say so',
      { answers: { 'users.info': info({ is_restricted: true }) }, settings: { guestsMayView: true } },
    ],
    [
      'a member of two workspaces of an organization, from the other one',
      { answers: { ...inOrg, 'users.info': info(ofOrg('T2', 'T1')) }, sender: { team: 'T2' } },
    ],
    [
      'a colleague whom the settings name with the workspace',
      { answers: { ...inOrg, 'users.info': info(ofOrg('T2')) }, sender: { user: 'UCOLL', team: 'T2' } },
    ],
    [
      'a member whose payload names the organization instead of the workspace',
      { answers: { ...inOrg, 'users.info': info(ofOrg('T1')) }, sender: { team: 'E1' } },
    ],
  ])('%s', async (_who, it) => {
    const changes = fakeChangeService({ open: async () => help });
    const { send } = await createHarness({
      slack: await startFakeSlack(it.answers),
      changes,
      settings: { ...settings, ...it.settings },
    });
    await send(slashCommand('/imapp help', it.sender));
    expect(changes.open).toHaveBeenCalled();
  });

  test('is told in the language of the sender', async () => {
    const slack = await startFakeSlack({ 'users.info': info({ team_id: 'T2', locale: 'ko-KR' }) });
    const { send } = await createHarness({ slack });
    expect((await send(slashCommand('/imapp help'))).body).toMatchObject({
      text: expect.stringContaining('워크스페이스'),
    });
  });

  test('is answered within three seconds while Slack does not say who it is', async () => {
    const slack = await startFakeSlack({ 'users.info': 'never', 'usergroups.users.list': 'never' });
    const { send } = await createHarness({ slack });
    const started = performance.now();
    await send(slashCommand('/imapp help'));
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('a payload', () => {
  const press = blockActions({ actionId: 'ask/show', value: carried });
  const edited = (edit: (payload: Record<string, unknown>) => void) => {
    const payload = JSON.parse(new URLSearchParams(press).get('payload') ?? '');
    edit(payload);
    return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  };

  test.each([
    ['an action', edited((payload) => Object.assign(payload, { api_app_id: 'A2' }))],
    ['a command', slashCommand('/imapp show shop').replace('api_app_id=A1', 'api_app_id=A2')],
  ])('for another app does nothing: %s', async (_what, body) => {
    const { send, slack, lines, nothingWasRead } = await harnessOf({});
    expect(await send(body)).toMatchObject({ status: 200, body: undefined });
    expect(lines).toContainEqual(expect.objectContaining({ message: expect.stringContaining('another Slack app') }));
    expect(slack.count('response_url') + slack.count('views.open')).toBe(0);
    nothingWasRead();
  });

  test.each([
    ['an action', edited((payload) => Object.assign(payload, { is_enterprise_install: true, team: null }))],
    ['a command', slashCommand('/imapp help').replace('install=false', 'install=true')],
  ])('of an installation in a whole organization is refused with a sentence: %s', async (_what, body) => {
    const { send, slack, nothingWasRead } = await harnessOf({});
    const reply = await send(body.replace('response_url=', `response_url=${encodeURIComponent(slack.responseUrl)}`));
    expect(reply.status).toBe(200);
    if (reply.body !== undefined) expect(texts(reply.body)).toContain('whole organization');
    nothingWasRead();
  });

  test('that names another team beside the user’s is refused', async () => {
    const { send, nothingWasRead } = await harnessOf({});
    expect(await send(edited((payload) => Object.assign(payload, { team: { id: 'T2' } })))).toMatchObject({
      status: 200,
    });
    nothingWasRead();
  });
});

describe('an installation in a whole organization', () => {
  test('is refused at the start, with a sentence', async () => {
    const slack = await startFakeSlack({
      'auth.test': { user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1', enterprise_id: 'E1', is_enterprise_install: true },
    });
    await expect(createHarness({ slack })).rejects.toThrow('install the Slack app in one workspace');
  });
});

describe('an event that the app is gone', () => {
  const uninstalled = { type: 'app_uninstalled' };
  const revoked = (tokens: object) => ({ type: 'tokens_revoked', tokens });
  const refusal = { ok: false, error: 'token_revoked' };

  test.each([
    ['uninstalled', uninstalled],
    ['the bot’s token', revoked({ oauth: [], bot: ['UBOT'] })],
  ])('counts once Slack refuses the token: %s', async (_what, payload) => {
    const { app, slack, sendRequest, lines } = await harnessOf({});
    slack.answers['auth.test'] = refusal;
    await sendRequest(event(payload));
    await expect.poll(() => app.isUp()).toBe(false);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'fatal', event: payload.type }));
  });

  test.each<[string, object, string, boolean]>([
    ['another team', uninstalled, 'T2', false],
    ['the token of a user', revoked({ oauth: ['UKIM'], bot: [] }), 'T1', false],
    ['the token of another bot', revoked({ bot: ['UOTHERBOT'] }), 'T1', false],
    ['no token', revoked({}), 'T1', false],
    ['a token that Slack still accepts', revoked({ bot: ['UBOT'] }), 'T1', true],
    ['an app that Slack still accepts', uninstalled, 'T1', true],
  ])('does not count for %s', async (_what, payload, team, isAsked) => {
    const { app, slack, sendRequest, lines } = await harnessOf({});
    const asked = slack.count('auth.test');
    await sendRequest(event({ ...payload }, team));
    if (isAsked) await expect.poll(() => slack.count('auth.test')).toBe(asked + 1);
    await expect.poll(() => lines.map(({ level }) => level)).toContain(isAsked ? 'warn' : 'info');
    expect(slack.count('auth.test')).toBe(asked + Number(isAsked));
    expect(app.isUp()).toBe(true);
  });

  test('is tried again while Slack does not answer', async () => {
    const { app, slack, sendRequest } = await harnessOf({});
    slack.answers['auth.test'] = 'reset';
    await sendRequest(event(uninstalled));
    await slack.call('auth.test');
    expect(app.isUp()).toBe(true);
    slack.answers['auth.test'] = refusal;
    await expect.poll(() => app.isUp(), { timeout: 5_000 }).toBe(false);
  });
});

test('an unknown operation is named in no answer to a stranger', async () => {
  const { send } = await harnessOf({ answers: { 'users.info': info({ team_id: 'T2' }) } });
  const { body } = await send(slashCommand(`/imapp ${operation('disable').name}s`));
  expect(texts(body)).not.toContain('disable');
});
