import type { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { form, mrkdwn, plain, saying, withButton } from './fixtures.js';
import { boltOverHttp, boltOverSocket, general, type Stage, stage } from './harness.js';

const ways: [string, (here: Stage) => Promise<App>][] = [
  ['HTTP', boltOverHttp],
  ['Socket Mode', boltOverSocket],
];

describe.each(ways)('a real Bolt app over %s', (_name, connect) => {
  test('walks a command through a modal: refused, corrected, updated', async () => {
    const here = await stage();
    const app = await connect(here);
    app.command('/imapp', async ({ ack, body, client }) => {
      await ack();
      const opened = await client.views.open({ trigger_id: body.trigger_id, view: saying('Loading') });
      await client.views.update({ view_id: opened.view?.id ?? '', view: form });
    });
    app.options('app', async ({ ack, options }) => {
      await ack({ options: [{ text: plain(`App ${options.value}`), value: options.value }] });
    });
    app.view('form', async ({ ack, view }) => {
      const { reason, app: chosen } = view.state.values;
      const why = reason?.['text']?.value ?? '';
      if (why.length < 5) await ack({ response_action: 'errors', errors: { reason: 'Say more.' } });
      else await ack({ response_action: 'update', view: saying(`Done ${chosen?.['app']?.selected_option?.value}`) });
    });
    const kim = here.workspace.user('kim');
    expect(await kim.types('/imapp upgrade')).toEqual({ ok: true });
    expect(await kim.searches('App', '14')).toEqual(['App 14']);
    await kim.submits({ Reason: 'no', App: '1400000001' });
    expect(kim.errors()).toEqual({ Reason: 'Say more.' });
    await kim.submits({ Reason: 'because' });
    await kim.modal('Done 1400000001');
    expect(kim.errors()).toEqual({});
  });

  test('edits a message when its button is pressed, and answers the presser alone', async () => {
    const here = await stage();
    const app = await connect(here);
    app.action('approve', async ({ ack, body, client, respond, action }) => {
      await ack();
      const value = 'value' in action ? action.value : '';
      await respond({ response_type: 'ephemeral', replace_original: false, text: `Only you: ${value}` });
      const channel = 'channel' in body ? (body.channel?.id ?? '') : '';
      const ts = 'message' in body ? (body.message?.ts ?? '') : '';
      await client.chat.update({ channel, ts, text: `Approved by <@${body.user.id}>`, blocks: [] });
    });
    await app.client.chat.postMessage({
      channel: 'C0APPROVE',
      text: 'Shall we?',
      blocks: withButton('Approve', 'yes'),
    });
    const lin = here.workspace.user('lin');
    const ann = here.workspace.user('ann');
    await lin.presses('Approve', { in: '#ops-approvals', near: 'Shall we?' });
    await ann.sees('Approved by <@U00000LIN>', '#ops-approvals');
    expect(lin.canSee('Only you: yes')).toBe(true);
    expect(ann.canSee('Only you: yes')).toBe(false);
    expect(ann.canSee('Shall we?')).toBe(false);
  });

  test('publishes a Home tab when it is opened', async () => {
    const here = await stage();
    const app = await connect(here);
    app.event('app_home_opened', async ({ event, client }) => {
      const blocks = [{ type: 'section', text: mrkdwn(`Hello <@${event.user}>`) }];
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
    });
    const bob = here.workspace.user('bob');
    await bob.opensHome();
    await bob.sees('Hello <@U00000BOB>', 'home');
  });

  test('is sent an event again when it did not take it', async () => {
    const here = await stage();
    const app = await connect(here);
    const tries: number[] = [];
    app.event('app_home_opened', async ({ context }) => {
      tries.push(context.retryNum ?? 0);
    });
    await here.workspace.control.fault({ on: 'events', status: 500, times: 2 });
    await here.workspace.user('bob').opensHome();
    expect(here.clock.dueInMs()).toEqual([0]);
    here.clock.advance(0);
    await here.workspace.until(() => here.clock.dueInMs().includes(60_000), 'the second failure');
    here.clock.advance(60_000);
    await here.workspace.until(() => tries.length === 3, 'the third try');
    expect(tries).toEqual([0, 1, 2]);
  });

  test('leaves a person with operation_timeout when it is silent for three seconds', async () => {
    const here = await stage();
    const app = await connect(here);
    app.command('/imapp', async () => {});
    const kim = here.workspace.user('kim');
    const typing = kim.types('/imapp', { in: general });
    await here.workspace.until(
      () => here.workspace.traffic().some((one) => one.name === 'commands'),
      'the command to go out',
    );
    here.clock.advance(2999);
    expect(kim.canSee('operation_timeout')).toBe(false);
    here.clock.advance(1);
    expect(await typing).toMatchObject({ ok: false, code: 'operation_timeout' });
    await kim.sees('/imapp failed with the error "operation_timeout"', 'notices');
  });

  test('cannot open a modal when the trigger has expired', async () => {
    const here = await stage();
    const app = await connect(here);
    const refusals: string[] = [];
    app.shortcut('manage', async ({ ack, body, client }) => {
      await ack();
      here.clock.advance(3001);
      await client.views.open({ trigger_id: body.trigger_id, view: saying('Late') }).catch((error: unknown) => {
        refusals.push(String(error));
      });
    });
    const kim = here.workspace.user('kim');
    await kim.uses('manage');
    await here.workspace.until(() => refusals.length === 1, 'the refusal');
    expect(refusals[0]).toContain('expired_trigger_id');
    expect(here.workspace.screenFor('kim').modals).toEqual([]);
  });

  test('hears that a view was closed when it asked to', async () => {
    const here = await stage();
    const app = await connect(here);
    const closed: unknown[] = [];
    app.shortcut('manage', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: { ...form, notify_on_close: true } });
    });
    app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
      closed.push('is_cleared' in body && body.is_cleared);
      await ack();
    });
    const kim = here.workspace.user('kim');
    await kim.uses('manage');
    expect(await kim.closes({ all: true })).toEqual({ ok: true });
    expect(closed).toEqual([true]);
  });
});
