import type { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { form, modalSaying, mrkdwn, plain, withButton } from './fixtures.js';
import { general, type Harness, startBoltOverHttp, startBoltOverSocket, startHarness } from './harness.js';

const transports: [string, (harness: Harness) => Promise<App>][] = [
  ['HTTP', startBoltOverHttp],
  ['Socket Mode', startBoltOverSocket],
];

describe.each(transports)('a real Bolt app over %s', (_name, connect) => {
  test('handles a command and a modal: errors, correction, update', async () => {
    const harness = await startHarness();
    const app = await connect(harness);
    app.command('/imapp', async ({ ack, body, client }) => {
      await ack();
      const opened = await client.views.open({ trigger_id: body.trigger_id, view: modalSaying('Loading') });
      await client.views.update({ view_id: opened.view?.id ?? '', view: form });
    });
    app.options('app', async ({ ack, options }) => {
      await ack({ options: [{ text: plain(`App ${options.value}`), value: options.value }] });
    });
    app.view('form', async ({ ack, view }) => {
      const { reason, app: chosen } = view.state.values;
      const why = reason?.['text']?.value ?? '';
      if (why.length < 5) await ack({ response_action: 'errors', errors: { reason: 'Say more.' } });
      else
        await ack({ response_action: 'update', view: modalSaying(`Done ${chosen?.['app']?.selected_option?.value}`) });
    });
    const kim = harness.workspace.user('kim');
    expect(await kim.types('/imapp upgrade')).toEqual({ ok: true });
    expect(await kim.searches('App', '14')).toEqual(['App 14']);
    await kim.submits({ Reason: 'no', App: '1400000001' });
    expect(kim.errors()).toEqual({ Reason: 'Say more.' });
    await kim.submits({ Reason: 'because' });
    await kim.modal('Done 1400000001');
    expect(kim.errors()).toEqual({});
  });

  test('edits a message after a button press, and responds ephemerally', async () => {
    const harness = await startHarness();
    const app = await connect(harness);
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
    const lin = harness.workspace.user('lin');
    const ann = harness.workspace.user('ann');
    await lin.presses('Approve', { in: '#ops-approvals', near: 'Shall we?' });
    await ann.sees('Approved by <@U00000LIN>', '#ops-approvals');
    expect(lin.canSee('Only you: yes')).toBe(true);
    expect(ann.canSee('Only you: yes')).toBe(false);
    expect(ann.canSee('Shall we?')).toBe(false);
  });

  test('publishes a Home tab when it is opened', async () => {
    const harness = await startHarness();
    const app = await connect(harness);
    app.event('app_home_opened', async ({ event, client }) => {
      const blocks = [{ type: 'section', text: mrkdwn(`Hello <@${event.user}>`) }];
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
    });
    const bob = harness.workspace.user('bob');
    await bob.opensHome();
    await bob.sees('Hello <@U00000BOB>', 'home');
  });

  test('gets an event again after a failure', async () => {
    const harness = await startHarness();
    const app = await connect(harness);
    const tries: number[] = [];
    app.event('app_home_opened', async ({ context }) => {
      tries.push(context.retryNum ?? 0);
    });
    await harness.workspace.control.fault({ on: 'events', status: 500, times: 2 });
    await harness.workspace.user('bob').opensHome();
    expect(harness.clock.dueInMs()).toEqual([0]);
    harness.clock.advance(0);
    await harness.workspace.until(() => harness.clock.dueInMs().includes(60_000), 'the second failure');
    harness.clock.advance(60_000);
    await harness.workspace.until(() => tries.length === 3, 'the third try');
    expect(tries).toEqual([0, 1, 2]);
  });

  test('causes operation_timeout if it does not acknowledge within three seconds', async () => {
    const harness = await startHarness();
    const app = await connect(harness);
    app.command('/imapp', async () => {});
    const kim = harness.workspace.user('kim');
    const typing = kim.types('/imapp', { in: general });
    await harness.workspace.until(
      () => harness.workspace.traffic().some((one) => one.name === 'commands'),
      'the command to go out',
    );
    harness.clock.advance(2999);
    expect(kim.canSee('operation_timeout')).toBe(false);
    harness.clock.advance(1);
    expect(await typing).toMatchObject({ ok: false, code: 'operation_timeout' });
    await kim.sees('/imapp failed with the error "operation_timeout"', 'notices');
  });

  test('cannot open a modal with an expired trigger', async () => {
    const harness = await startHarness();
    const app = await connect(harness);
    const refusals: string[] = [];
    app.shortcut('manage', async ({ ack, body, client }) => {
      await ack();
      harness.clock.advance(3001);
      await client.views.open({ trigger_id: body.trigger_id, view: modalSaying('Late') }).catch((error: unknown) => {
        refusals.push(String(error));
      });
    });
    const kim = harness.workspace.user('kim');
    await kim.uses('manage');
    await harness.workspace.until(() => refusals.length === 1, 'the refusal');
    expect(refusals[0]).toContain('expired_trigger_id');
    expect(harness.workspace.screenFor('kim').modals).toEqual([]);
  });

  test('gets view_closed with notify_on_close', async () => {
    const harness = await startHarness();
    const app = await connect(harness);
    const closed: unknown[] = [];
    app.shortcut('manage', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: { ...form, notify_on_close: true } });
    });
    app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
      closed.push('is_cleared' in body && body.is_cleared);
      await ack();
    });
    const kim = harness.workspace.user('kim');
    await kim.uses('manage');
    expect(await kim.closes({ all: true })).toEqual({ ok: true });
    expect(closed).toEqual([true]);
  });
});
