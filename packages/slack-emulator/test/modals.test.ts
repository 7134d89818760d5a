import { describe, expect, test } from 'vitest';
import { type JsonObject, objectIn, objectsIn } from '../src/json.js';
import { input, modal, option, plain, section, textOfLength } from './fixtures.js';
import {
  general,
  type Harness,
  issueTrigger,
  kim,
  type StubBot,
  type StubResponse,
  startHarness,
  startStubBot,
} from './harness.js';

const formView = (more: JsonObject = {}): JsonObject =>
  modal({ callback_id: 'ask', blocks: [input({ type: 'plain_text_input' })], private_metadata: 'meta', ...more });

interface ModalHarness extends Harness, StubBot {
  readonly view: JsonObject;
}

/** Opens this view for kim; the bot responds to submissions with `answer`. */
async function openModal(view: JsonObject, answer: StubResponse | 'never' = {}): Promise<ModalHarness> {
  const harness = await startHarness();
  const bot = await startStubBot(harness, ({ payload }) => (payload['type'] === 'view_submission' ? answer : {}));
  const { body } = await harness.call('views.open', { trigger_id: await issueTrigger(harness), view });
  return { ...harness, ...bot, view: objectIn(body, 'view') ?? {} };
}

const kimDriver = (harness: ModalHarness) => harness.workspace.user('kim');

test('closing a closed view succeeds', async () => {
  const harness = await openModal(formView());
  const close = () => harness.workspace.control.close({ user: kim, viewId: String(harness.view['id']) });
  expect([await close(), await close()]).toEqual([{ ok: true }, { ok: true }]);
});

describe('payloads from a modal', () => {
  test('view_submission has the view with its state, and the user', async () => {
    const harness = await openModal(formView());
    await kimDriver(harness).submits({ Field: 'typed' });
    const payload = harness.lastPayload();
    expect(payload).toMatchObject({
      type: 'view_submission',
      user: { id: kim, username: 'kim', name: 'kim', team_id: 'T0SANDBOX' },
      team: { id: 'T0SANDBOX', domain: 'sandbox' },
      api_app_id: 'A0SANDBOX',
      is_enterprise_install: false,
      enterprise: null,
      response_urls: [],
      view: {
        id: harness.view['id'],
        type: 'modal',
        callback_id: 'ask',
        private_metadata: 'meta',
        hash: harness.view['hash'],
        root_view_id: harness.view['id'],
        previous_view_id: null,
        clear_on_close: false,
        notify_on_close: false,
        close: null,
        submit: { type: 'plain_text', text: 'Send' },
        state: { values: { field: { it: { type: 'plain_text_input', value: 'typed' } } } },
      },
    });
    expect(String(payload['trigger_id'])).toMatch(/^\d+\.\d+\.[0-9a-f]+$/);
  });

  test('state.values contains empty fields', async () => {
    const blocks = [
      input({ type: 'plain_text_input' }, { block_id: 'a', optional: true }),
      input({ type: 'static_select', options: [option('1')] }, { block_id: 'b', optional: true }),
      input({ type: 'checkboxes', options: [option('1')] }, { block_id: 'c', optional: true }),
      input({ type: 'datepicker' }, { block_id: 'd', optional: true }),
      input({ type: 'radio_buttons', options: [option('1')], initial_option: option('1') }, { block_id: 'e' }),
      { type: 'actions', block_id: 'f', elements: [{ type: 'users_select', action_id: 'it' }] },
    ];
    const harness = await openModal(modal({ blocks }));
    await kimDriver(harness).submits();
    const payload = harness.lastPayload();
    expect(objectIn(objectIn(payload, 'view') ?? {}, 'state')).toEqual({
      values: {
        a: { it: { type: 'plain_text_input', value: null } },
        b: { it: { type: 'static_select', selected_option: null } },
        c: { it: { type: 'checkboxes', selected_options: [] } },
        d: { it: { type: 'datepicker', selected_date: null } },
        e: { it: { type: 'radio_buttons', selected_option: option('1') } },
        f: { it: { type: 'users_select', selected_user: null } },
      },
    });
  });

  test('response_url_enabled adds response_urls', async () => {
    const element = { type: 'conversations_select', response_url_enabled: true };
    const harness = await openModal(modal({ blocks: [input(element)] }));
    await kimDriver(harness).submits({ Field: general });
    const [url] = objectsIn(harness.lastPayload(), 'response_urls');
    expect(url).toMatchObject({ block_id: 'field', action_id: 'it', channel_id: general });
    await fetch(String(url?.['response_url']), {
      method: 'POST',
      body: JSON.stringify({ text: 'shared', response_type: 'in_channel' }),
    });
    expect(harness.workspace.user('bob').canSee('shared', '#general')).toBe(true);
  });

  test('block_actions has the view and no response_url', async () => {
    const blocks = [
      {
        type: 'actions',
        block_id: 'do',
        elements: [{ type: 'button', action_id: 'go', text: plain('Go'), value: '7' }],
      },
    ];
    const harness = await openModal(modal({ blocks }));
    await kimDriver(harness).presses('Go');
    const payload = harness.lastPayload();
    expect(payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: harness.view['id'] },
      view: { id: harness.view['id'] },
      actions: [{ type: 'button', action_id: 'go', block_id: 'do', value: '7', text: plain('Go') }],
    });
    expect(payload['response_url']).toBeUndefined();
    expect(payload['message']).toBeUndefined();
  });

  test('a selection in an input block is sent only with dispatch_action', async () => {
    const menu = { type: 'static_select', options: [option('1'), option('2')] };
    const blocks = [
      input({ ...menu, action_id: 'quiet' }, { block_id: 'a', label: plain('Quiet') }),
      input({ ...menu, action_id: 'loud' }, { block_id: 'b', label: plain('Loud'), dispatch_action: true }),
    ];
    const harness = await openModal(modal({ blocks }));
    const before = harness.received.length;
    await kimDriver(harness).chooses('Quiet', '2');
    expect(harness.received).toHaveLength(before);
    await kimDriver(harness).chooses('Loud', '2');
    expect(harness.lastPayload()).toMatchObject({
      actions: [{ type: 'static_select', action_id: 'loud', selected_option: option('2') }],
      view: { state: { values: { a: { quiet: { selected_option: option('2') } } } } },
    });
  });
});

describe('a response to a submission', () => {
  test('empty: closes the view and shows the one below', async () => {
    const harness = await openModal(modal({ title: plain('Below') }));
    await harness.call('views.push', {
      trigger_id: await issueTrigger(harness),
      view: formView({ title: plain('Above') }),
    });
    await kimDriver(harness).submits({ Field: 'x' });
    await kimDriver(harness).modal('Below');
    expect(harness.workspace.screenFor('kim').modals).toHaveLength(1);
  });

  test('clear: closes the whole modal', async () => {
    const harness = await openModal(formView(), { body: { response_action: 'clear' } });
    await harness.call('views.push', { trigger_id: await issueTrigger(harness), view: formView() });
    await kimDriver(harness).submits({ Field: 'x' });
    expect(harness.workspace.screenFor('kim').modals).toEqual([]);
  });

  test('update and push: show another view, with a new hash', async () => {
    const updated = await openModal(formView(), {
      body: { response_action: 'update', view: modal({ title: plain('New') }) },
    });
    await kimDriver(updated).submits({ Field: 'x' });
    const view = await kimDriver(updated).modal('New');
    expect(view.id).toBe(updated.view['id']);
    expect(view.json['hash']).not.toBe(updated.view['hash']);
    const pushed = await openModal(formView(), {
      body: { response_action: 'push', view: modal({ title: plain('New') }) },
    });
    await kimDriver(pushed).submits({ Field: 'x' });
    expect((await kimDriver(pushed).modal('New')).json).toMatchObject({ previous_view_id: pushed.view['id'] });
  });

  const unusable: readonly [name: string, answer: StubResponse][] = [
    ['a body that is no answer', { body: { ok: true } }],
    ['text', { body: 'ok' }],
    ['an unknown response_action', { body: { response_action: 'close' } }],
    ['errors on a block that has no confirm dialog', { body: { response_action: 'errors', errors: { other: 'x' } } }],
    ['no errors at all', { body: { response_action: 'errors', errors: {} } }],
    ['an invalid view', { body: { response_action: 'update', view: modal({ title: plain(textOfLength(25)) }) } }],
    ['a Home tab', { body: { response_action: 'update', view: { type: 'home', blocks: [] } } }],
    ['no view', { body: { response_action: 'push' } }],
    ['HTTP 500', { status: 500 }],
  ];

  test.each(unusable)('%s: shows a connection error', async (_name, answer) => {
    const harness = await openModal(formView(), answer);
    expect(await kimDriver(harness).submits({ Field: 'x' })).toMatchObject({ ok: false });
    await kimDriver(harness).sees('We had some trouble connecting', 'modal');
    expect(harness.workspace.screenFor('kim').modals).toHaveLength(1);
  });

  test('missing: times out after three seconds', async () => {
    const harness = await openModal(formView(), 'never');
    const submitting = kimDriver(harness).submits({ Field: 'x' });
    await harness.workspace.until(() => harness.clock.dueInMs().includes(3000), 'the submission to go out');
    harness.clock.advance(3000);
    expect(await submitting).toMatchObject({ code: 'operation_timeout' });
  });

  test('errors: are shown until the view is updated', async () => {
    const harness = await openModal(formView(), {
      body: { response_action: 'errors', errors: { field: 'Not that.' } },
    });
    await kimDriver(harness).submits({ Field: 'x' });
    expect(kimDriver(harness).errors()).toEqual({ Field: 'Not that.' });
    await harness.call('views.update', { view_id: harness.view['id'], view: formView() });
    expect(kimDriver(harness).errors()).toEqual({});
  });
});

describe('client-side validation', () => {
  const fields: readonly [name: string, element: JsonObject, bad: string, why: string, good: string][] = [
    ['a required field', { type: 'plain_text_input' }, '', 'Please complete this required field.', 'x'],
    ['a short text', { type: 'plain_text_input', min_length: 3 }, 'ab', 'Must be at least 3 characters.', 'abc'],
    ['a long text', { type: 'plain_text_input', max_length: 3 }, 'abcd', 'Must be at most 3 characters.', 'abc'],
    ['a number', { type: 'number_input', is_decimal_allowed: true }, 'many', 'Must be a number.', '1.5'],
    ['a whole number', { type: 'number_input', is_decimal_allowed: false }, '1.5', 'Must be a whole number.', '2'],
    ['a minimum', { type: 'number_input', is_decimal_allowed: false, min_value: '5' }, '4', 'Must be 5 or more.', '5'],
    ['a maximum', { type: 'number_input', is_decimal_allowed: false, max_value: '5' }, '6', 'Must be 5 or less.', '5'],
    ['an address', { type: 'email_text_input' }, 'kim', 'Must be an email address.', 'kim@example.com'],
    ['a link', { type: 'url_text_input' }, 'kim', 'Must be a URL.', 'https://example.com'],
  ];

  test.each(fields)('of %s', async (_name, element, bad, why, good) => {
    const harness = await openModal(modal({ blocks: [input(element)] }));
    const before = harness.received.length;
    expect(await kimDriver(harness).submits({ Field: bad })).toMatchObject({ ok: false, code: 'errors' });
    expect(kimDriver(harness).errors()).toEqual({ Field: why });
    expect(harness.received).toHaveLength(before);
    expect(await kimDriver(harness).submits({ Field: good })).toEqual({ ok: true });
  });
});

describe('input', () => {
  test('survives an update with the same ids only', async () => {
    const harness = await openModal(formView());
    await kimDriver(harness).chooses('Field', 'typed');
    const update = (blockId: string) =>
      harness.call('views.update', {
        view_id: harness.view['id'],
        view: modal({ blocks: [section('new'), input({ type: 'plain_text_input' }, { block_id: blockId })] }),
      });
    expect((await update('field')).body).toMatchObject({
      view: { state: { values: { field: { it: { value: 'typed' } } } } },
    });
    expect((await update('other')).body).toMatchObject({
      view: { state: { values: { other: { it: { value: null } } } } },
    });
  });

  test('is dropped if a selected option is no longer offered', async () => {
    const menu = (value: string) => input({ type: 'static_select', options: [option(value)] });
    const harness = await openModal(modal({ blocks: [menu('a')] }));
    await kimDriver(harness).chooses('Field', 'a');
    const { body } = await harness.call('views.update', {
      view_id: harness.view['id'],
      view: modal({ blocks: [menu('b')] }),
    });
    expect(body).toMatchObject({ view: { state: { values: { field: { it: { selected_option: null } } } } } });
  });
});

describe('closing a view', () => {
  test('is sent only with notify_on_close', async () => {
    const harness = await openModal(formView());
    const before = harness.received.length;
    await kimDriver(harness).closes();
    expect(harness.received).toHaveLength(before);
    expect(harness.workspace.screenFor('kim').modals).toEqual([]);
  });

  test('with all: closes every view, top first', async () => {
    const harness = await openModal(formView({ notify_on_close: true, title: plain('One') }));
    const view = formView({ notify_on_close: true, title: plain('Two') });
    await harness.call('views.push', { trigger_id: await issueTrigger(harness), view });
    await kimDriver(harness).closes({ all: true });
    const closed = harness.received
      .filter((each) => each.payload['type'] === 'view_closed')
      .map((each) => each.payload);
    expect(closed.map((each) => objectIn(objectIn(each, 'view') ?? {}, 'title')?.['text'])).toEqual(['Two', 'One']);
    expect(closed.map((each) => each['is_cleared'])).toEqual([true, true]);
  });

  test('with clear_on_close: closes every view', async () => {
    const harness = await openModal(formView());
    await harness.call('views.push', {
      trigger_id: await issueTrigger(harness),
      view: formView({ clear_on_close: true }),
    });
    await kimDriver(harness).closes();
    expect(harness.workspace.screenFor('kim').modals).toEqual([]);
  });
});

test('only the top view accepts actions', async () => {
  const harness = await openModal(formView());
  await harness.call('views.push', { trigger_id: await issueTrigger(harness), view: formView() });
  const ask = { user: 'kim', viewId: String(harness.view['id']) };
  await expect(harness.workspace.control.submit(ask)).rejects.toThrow('only the top view');
});

test('a new modal replaces the previous one', async () => {
  const harness = await openModal(formView());
  await harness.call('views.open', { trigger_id: await issueTrigger(harness), view: modal({ title: plain('Other') }) });
  expect(harness.workspace.screenFor('kim').modals).toHaveLength(1);
  await kimDriver(harness).modal('Other');
});
