import { describe, expect, test } from 'vitest';
import type { WorkspaceOptions } from '../src/index.js';
import { isObject, type JsonObject, parseJson } from '../src/json.js';
import { general, secrets, startHarness } from './harness.js';
import { scopes } from './manifest.js';

const person = (id: string, more: object = {}) => ({
  id,
  name: id.toLowerCase(),
  realName: id,
  locale: 'en-US',
  tz: 'Europe/London',
  ...more,
});

const users = [
  person('UOWN'),
  person('UFAR', { teamId: 'T0PARTNER' }),
  person('UGUEST', { guest: 'multi-channel' }),
  person('UVISITOR', { guest: 'single-channel' }),
  person('UCOLL', { teamId: 'T0SISTER', enterpriseTeams: ['T0SISTER'] }),
];

/** The payloads that the bot is sent, which answers nothing. */
async function start(identity: NonNullable<WorkspaceOptions['seed']>['identity'] = {}) {
  const harness = await startHarness({ seed: { users, identity }, scopes: [...scopes, 'channels:read'] });
  const { workspace } = harness;
  workspace.setRequestUrl('http://127.0.0.1:9/');
  const sent = (): JsonObject => {
    const exchange = workspace.traffic().findLast(({ direction }) => direction === 'to-bot');
    const body = exchange?.request.body ?? '';
    const form = new URLSearchParams(body);
    const parsed = parseJson(body.startsWith('{') ? body : (form.get('payload') ?? 'null'));
    return isObject(parsed) ? parsed : Object.fromEntries(form);
  };
  return { ...harness, sent };
}

describe('users.info', () => {
  test.each([
    ['UOWN', { team_id: 'T0SANDBOX', is_restricted: false, is_ultra_restricted: false, deleted: false }],
    ['UFAR', { team_id: 'T0PARTNER', is_restricted: false }],
    ['UGUEST', { team_id: 'T0SANDBOX', is_restricted: true, is_ultra_restricted: false }],
    ['UVISITOR', { team_id: 'T0SANDBOX', is_restricted: true, is_ultra_restricted: true }],
    ['UCOLL', { enterprise_user: { id: 'UCOLL', enterprise_id: 'E1', teams: ['T0SISTER'] } }],
  ])('%s', async (user, expected) => {
    const { call } = await start({ enterpriseId: 'E1' });
    expect((await call('users.info', { user })).body).toMatchObject({ ok: true, user: expected });
  });

  test('follows what an admin changes', async () => {
    const { call, workspace } = await start();
    const info = async () => (await call('users.info', { user: 'UOWN' })).body['user'];
    await workspace.control.setUser({ user: 'UOWN', guest: 'single-channel', isDeactivated: true });
    expect(await info()).toMatchObject({ is_ultra_restricted: true, deleted: true });
    await workspace.control.setUser({ user: 'UOWN' });
    expect(await info()).toMatchObject({ is_restricted: false, deleted: false });
  });
});

describe('a user of another workspace', () => {
  test('is in the shared channel only', async () => {
    const { workspace, call } = await start();
    expect(workspace.screenFor('UFAR').conversations.map(({ name }) => name)).toEqual(['#partners']);
    const { body } = await call('conversations.info', { channel: 'C0PARTNER' });
    expect(body).toMatchObject({ channel: { is_ext_shared: true } });
    expect((await call('conversations.info', { channel: general })).body).toMatchObject({
      channel: { is_ext_shared: false },
    });
  });

  test('is named by interactive payloads, and not by slash commands', async () => {
    const { workspace, sent } = await start();
    await workspace.control.shortcut({ user: 'UFAR', callbackId: 'x' });
    expect(sent()).toMatchObject({ team: { id: 'T0SANDBOX' }, user: { id: 'UFAR', team_id: 'T0PARTNER' } });
    await workspace.control.runCommand({ user: 'UFAR', text: '/x' });
    expect(sent()).toMatchObject({ user_id: 'UFAR', team_id: 'T0SANDBOX', is_enterprise_install: 'false' });
  });
});

describe('an app installed in a whole organization', () => {
  test('is told so by auth.test and by every payload', async () => {
    const { workspace, call, sent } = await start({ enterpriseId: 'E1', isOrgInstall: true });
    expect((await call('auth.test')).body).toMatchObject({ is_enterprise_install: true, enterprise_id: 'E1' });
    await workspace.control.shortcut({ user: 'UOWN', callbackId: 'x' });
    expect(sent()).toMatchObject({ team: null, enterprise: { id: 'E1' }, is_enterprise_install: true });
    await workspace.control.runCommand({ user: 'UOWN', text: '/x' });
    expect(sent()).toMatchObject({ is_enterprise_install: 'true', enterprise_id: 'E1' });
  });
});

describe('an event that tokens were revoked', () => {
  test.each([
    ['of another workspace', { type: 'app_uninstalled' }, 'T0PARTNER'],
    ['of a user', { type: 'tokens_revoked', tokens: { oauth: ['UOWN'], bot: [] } }, undefined],
  ])('%s leaves the bot token as it is', async (_whose, event, team) => {
    const { workspace, call, sent } = await start();
    await workspace.control.emit({ event, ...(team && { team }) });
    expect(sent()).toMatchObject({ team_id: team ?? 'T0SANDBOX', event });
    expect((await call('auth.test')).body).toMatchObject({ ok: true });
  });
});

test('bots.info names the app', async () => {
  const { call } = await start();
  expect((await call('bots.info', { bot: 'B0SANDBOX' })).body).toMatchObject({ bot: { app_id: 'A0SANDBOX' } });
  expect((await call('bots.info', { bot: 'B404' })).body).toMatchObject({ ok: false, error: 'bot_not_found' });
  expect((await call('bots.info', { bot: 'B0SANDBOX' }, secrets.appToken)).body).toMatchObject({ ok: false });
});

test('the members of a user group can be replaced', async () => {
  const { workspace, call } = await start();
  await workspace.control.setUsergroup({ usergroup: 'S0ONCALL1', members: ['UOWN'] });
  expect((await call('usergroups.users.list', { usergroup: 'S0ONCALL1' })).body).toMatchObject({ users: ['UOWN'] });
  await expect(workspace.control.setUsergroup({ usergroup: 'S404', members: [] })).rejects.toThrow('S404');
});
