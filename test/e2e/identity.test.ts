import { startWorkspace } from '@imapp/slack-emulator';
import { describe, expect, test } from 'vitest';
import { type BotInWorkspace, settings, startBotIn, startBotInWorkspace } from '../support/bot.js';
import { afterTest, createPostgresDatabase } from '../support/databases.js';
import { scopes } from '../support/manifest.js';
import { createClock } from '../support/service.js';

const stranger = 'I answer only the members of the workspace';
/** What Slack said of somebody is asked for again afterwards, to decide; to look, a minute or an hour later. */
const answersLastMs = 5_001;
const partners = '#partners';

/** An app that Ann has registered, and asked to have disabled. */
async function requestDisable({ ann, eve }: BotInWorkspace, channel = '#ops-approvals'): Promise<void> {
  await ann.types('/imapp register 1400000001');
  await ann.modal('Register');
  await ann.submits({ Name: 'shop', Account: 'acme', 'Data center': 'Singapore' });
  await ann.sees('Nothing has been done yet', 'modal');
  await ann.submits();
  await ann.sees('is registered', 'modal');
  await ann.closes();
  await ann.types('/imapp disable shop');
  await ann.modal('Disable');
  await ann.submits({ typedName: 'shop', reason: 'end of life' });
  await ann.modal('Waiting for approval');
  await ann.closes();
  await eve.sees('end of life', channel);
}

async function stateOfApp({ database }: BotInWorkspace): Promise<string | undefined> {
  return (await database.prisma.app.findFirst())?.state;
}

describe.each(settings)('identity, over $name', (how) => {
  test('somebody of another workspace is answered, and sees and decides nothing', async () => {
    const harness = await startBotInWorkspace(how, {
      APPROVALS_CHANNEL: 'C0PARTNER',
      APPROVERS: 'U00000IVO,U00000EVE',
    });
    const { ivo, eve } = harness;
    await requestDisable(harness, partners);
    for (const line of ['/imapp show shop', '/imapp list', '/imapp help', '/imapp register']) {
      await ivo.types(line);
      await harness.workspace.until(
        () => (ivo.screen(partners).split(stranger).length > 1 ? true : undefined),
        `an answer to ${line}`,
      );
      expect(ivo.canSee('Developer Edition · active', partners)).toBe(false);
    }
    await ivo.uses('manage_app');
    await ivo.sees(stranger, 'modal');
    await ivo.closes();
    await ivo.presses('Approve', { in: partners });
    await ivo.presses('Decline', { in: partners });
    await ivo.opensHome();
    await ivo.sees(stranger, 'home');
    expect(await stateOfApp(harness)).toBe('active');
    await eve.presses('Approve', { in: partners });
    await eve.sees(/approved by <@U00000EVE>/, partners);
  });

  test('a guest may look only if the settings say so', async () => {
    const { gil } = await startBotInWorkspace(how);
    await gil.types('/imapp list');
    await gil.sees('Guests of this workspace may not see the apps', '#general');
    const permitted = await startBotInWorkspace(how, { GUESTS_MAY_VIEW: 'true' });
    await permitted.gil.types('/imapp list');
    await permitted.gil.sees('No app is registered yet', '#general');
  });

  test('looking can be narrowed to some people', async () => {
    const { bob, ann } = await startBotInWorkspace(how, { VIEWERS: 'S0ONCALL1' });
    await bob.types('/imapp list');
    await bob.sees('only some people of this workspace may', '#general');
    await ann.types('/imapp list');
    await ann.sees('No app is registered yet', '#general');
  });

  test('an approver who has left the group cannot approve any more', async () => {
    const harness = await startBotInWorkspace(how);
    const { lin, workspace, pass } = harness;
    await lin.types('/imapp help');
    await requestDisable(harness);
    pass(answersLastMs);
    await workspace.control.setUsergroup({ usergroup: 'S0ONCALL1', members: ['bob'] });
    await lin.presses('Approve', { in: '#ops-approvals' });
    await lin.sees('您无权执行此操作', '#ops-approvals');
    expect(await stateOfApp(harness)).toBe('active');
  });

  test('a request whose author is a guest by now is void: approver and author are told', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann, eve, workspace, database, pass } = harness;
    await requestDisable(harness);
    pass(answersLastMs);
    await workspace.control.setUser({ user: 'ann', guest: 'single-channel' });
    await eve.presses('Approve', { in: '#ops-approvals' });
    await eve.sees(/void since .* because <@U00000ANN>, who asked for it, no longer has the role/, '#ops-approvals');
    await ann.sees('no longer has the role', '@imapp');
    expect(await stateOfApp(harness)).toBe('active');
    expect(await database.prisma.auditEvent.count({ where: { action: 'disable.unauthorized' } })).toBe(1);
    await eve.types('/imapp history shop');
    await eve.sees('the author no longer had the role', '#general');
  });

  test('nothing is decided while Slack does not say who may', async () => {
    const harness = await startBotInWorkspace(how);
    const { eve, workspace, pass } = harness;
    await requestDisable(harness);
    await eve.types('/imapp help');
    pass(answersLastMs);
    await workspace.control.fault({ on: 'users.info', error: 'internal_error', times: 20 });
    await eve.presses('Approve', { in: '#ops-approvals' });
    await eve.sees(/Slack does not say at the moment/, '#ops-approvals');
    expect(await stateOfApp(harness)).toBe('active');
    await workspace.control.clearFaults({});
    await eve.presses('Approve', { in: '#ops-approvals' });
    await eve.sees(/approved by <@U00000EVE>/, '#ops-approvals');
  });

  test('events about other tokens leave the bot in service; the loss of its own does not', async () => {
    const { workspace, bot, ann } = await startBotInWorkspace(how);
    const isUp = async () =>
      (await (await fetch(`http://127.0.0.1:${bot.port}/metrics`)).text()).match(/^imapp_slack_up (\d)/m)?.[1];
    await workspace.control.emit({ event: { type: 'app_uninstalled' }, team: 'T0PARTNER' });
    await workspace.control.emit({ event: { type: 'tokens_revoked', tokens: { oauth: [ann.id], bot: [] } } });
    await ann.types('/imapp list');
    await ann.sees('No app is registered yet', '#general');
    expect(await isUp()).toBe('1');
    await workspace.control.emit({ event: { type: 'tokens_revoked', tokens: { bot: ['U0000IMBOT'] } } });
    await expect.poll(isUp).toBe('0');
  });
});

test('an app that is installed in a whole organization is refused at the start', async () => {
  const workspace = await startWorkspace({
    ...{ botToken: 'xoxb-story', appToken: 'xapp-story', signingSecret: 'a-story-secret', scopes, now: Date.now },
    seed: { identity: { enterpriseId: 'E1', isOrgInstall: true } },
  });
  afterTest(() => workspace.close());
  const options = { clock: createClock('2026-11-21T03:00:00.000Z'), socket: false, environment: {}, crontab: [] };
  await expect(startBotIn(workspace, await createPostgresDatabase(), options)).rejects.toThrow(
    'install the Slack app in one workspace',
  );
});
