import { describe, expect, test } from 'vitest';
import { type JsonObject, objectIn, objectsIn } from '../src/json.js';
import { input, long, modal, option, plain, section } from './fixtures.js';
import { general, kim, type PlainBot, plainBot, type Reply, type Stage, stage, trigger } from './harness.js';

const asking = (more: JsonObject = {}): JsonObject =>
  modal({ callback_id: 'ask', blocks: [input({ type: 'plain_text_input' })], private_metadata: 'meta', ...more });

interface Scene extends Stage, PlainBot {
  readonly view: JsonObject;
}

/** Kim has this view open; the bot answers her next submission with that. */
async function opened(view: JsonObject, answer: Reply | 'never' = {}): Promise<Scene> {
  const here = await stage();
  const bot = await plainBot(here, ({ payload }) => (payload['type'] === 'view_submission' ? answer : {}));
  const { body } = await here.call('views.open', { trigger_id: await trigger(here), view });
  return { ...here, ...bot, view: objectIn(body, 'view') ?? {} };
}

const person = (scene: Scene) => scene.workspace.user('kim');

test('closing what is gone is nothing: two quick presses of Esc', async () => {
  const scene = await opened(asking());
  const close = () => scene.workspace.control.close({ user: kim, viewId: String(scene.view['id']) });
  expect([await close(), await close()]).toEqual([{ ok: true }, { ok: true }]);
});

describe('what the bot is told', () => {
  test('a submission carries the view with its state, and who submitted it', async () => {
    const scene = await opened(asking());
    await person(scene).submits({ Field: 'typed' });
    const payload = scene.last();
    expect(payload).toMatchObject({
      type: 'view_submission',
      user: { id: kim, username: 'kim', name: 'kim', team_id: 'T0SANDBOX' },
      team: { id: 'T0SANDBOX', domain: 'sandbox' },
      api_app_id: 'A0SANDBOX',
      is_enterprise_install: false,
      enterprise: null,
      response_urls: [],
      view: {
        id: scene.view['id'],
        type: 'modal',
        callback_id: 'ask',
        private_metadata: 'meta',
        hash: scene.view['hash'],
        root_view_id: scene.view['id'],
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

  test('empty fields and choices are there too, as Slack has them', async () => {
    const blocks = [
      input({ type: 'plain_text_input' }, { block_id: 'a', optional: true }),
      input({ type: 'static_select', options: [option('1')] }, { block_id: 'b', optional: true }),
      input({ type: 'checkboxes', options: [option('1')] }, { block_id: 'c', optional: true }),
      input({ type: 'datepicker' }, { block_id: 'd', optional: true }),
      input({ type: 'radio_buttons', options: [option('1')], initial_option: option('1') }, { block_id: 'e' }),
      { type: 'actions', block_id: 'f', elements: [{ type: 'users_select', action_id: 'it' }] },
    ];
    const scene = await opened(modal({ blocks }));
    await person(scene).submits();
    const payload = scene.last();
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

  test('a conversation menu with response_url_enabled brings response_urls', async () => {
    const element = { type: 'conversations_select', response_url_enabled: true };
    const scene = await opened(modal({ blocks: [input(element)] }));
    await person(scene).submits({ Field: general });
    const [url] = objectsIn(scene.last(), 'response_urls');
    expect(url).toMatchObject({ block_id: 'field', action_id: 'it', channel_id: general });
    await fetch(String(url?.['response_url']), {
      method: 'POST',
      body: JSON.stringify({ text: 'shared', response_type: 'in_channel' }),
    });
    expect(scene.workspace.user('bob').canSee('shared', '#general')).toBe(true);
  });

  test('an action in a modal carries the view and no response_url', async () => {
    const blocks = [
      {
        type: 'actions',
        block_id: 'do',
        elements: [{ type: 'button', action_id: 'go', text: plain('Go'), value: '7' }],
      },
    ];
    const scene = await opened(modal({ blocks }));
    await person(scene).presses('Go');
    const payload = scene.last();
    expect(payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: scene.view['id'] },
      view: { id: scene.view['id'] },
      actions: [{ type: 'button', action_id: 'go', block_id: 'do', value: '7', text: plain('Go') }],
    });
    expect(payload['response_url']).toBeUndefined();
    expect(payload['message']).toBeUndefined();
  });

  test('a choice inside an input block is told only with dispatch_action', async () => {
    const menu = { type: 'static_select', options: [option('1'), option('2')] };
    const blocks = [
      input({ ...menu, action_id: 'quiet' }, { block_id: 'a', label: plain('Quiet') }),
      input({ ...menu, action_id: 'loud' }, { block_id: 'b', label: plain('Loud'), dispatch_action: true }),
    ];
    const scene = await opened(modal({ blocks }));
    const before = scene.received.length;
    await person(scene).chooses('Quiet', '2');
    expect(scene.received).toHaveLength(before);
    await person(scene).chooses('Loud', '2');
    expect(scene.last()).toMatchObject({
      actions: [{ type: 'static_select', action_id: 'loud', selected_option: option('2') }],
      view: { state: { values: { a: { quiet: { selected_option: option('2') } } } } },
    });
  });
});

describe('what an answer to a submission does', () => {
  test('nothing: the view closes and the one beneath shows again', async () => {
    const scene = await opened(modal({ title: plain('Below') }));
    await scene.call('views.push', { trigger_id: await trigger(scene), view: asking({ title: plain('Above') }) });
    await person(scene).submits({ Field: 'x' });
    await person(scene).modal('Below');
    expect(scene.workspace.screenFor('kim').modals).toHaveLength(1);
  });

  test('clear: the whole modal closes', async () => {
    const scene = await opened(asking(), { body: { response_action: 'clear' } });
    await scene.call('views.push', { trigger_id: await trigger(scene), view: asking() });
    await person(scene).submits({ Field: 'x' });
    expect(scene.workspace.screenFor('kim').modals).toEqual([]);
  });

  test('update and push: another view shows, with its own hash', async () => {
    const updated = await opened(asking(), {
      body: { response_action: 'update', view: modal({ title: plain('New') }) },
    });
    await person(updated).submits({ Field: 'x' });
    const view = await person(updated).modal('New');
    expect(view.id).toBe(updated.view['id']);
    expect(view.json['hash']).not.toBe(updated.view['hash']);
    const pushed = await opened(asking(), { body: { response_action: 'push', view: modal({ title: plain('New') }) } });
    await person(pushed).submits({ Field: 'x' });
    expect((await person(pushed).modal('New')).json).toMatchObject({ previous_view_id: pushed.view['id'] });
  });

  const unusable: readonly [name: string, answer: Reply][] = [
    ['a body that is no answer', { body: { ok: true } }],
    ['text', { body: 'ok' }],
    ['an unknown response_action', { body: { response_action: 'close' } }],
    ['errors on a block that has no confirm dialog', { body: { response_action: 'errors', errors: { other: 'x' } } }],
    ['no errors at all', { body: { response_action: 'errors', errors: {} } }],
    ['an invalid view', { body: { response_action: 'update', view: modal({ title: plain(long(25)) }) } }],
    ['a Home tab', { body: { response_action: 'update', view: { type: 'home', blocks: [] } } }],
    ['no view', { body: { response_action: 'push' } }],
    ['HTTP 500', { status: 500 }],
  ];

  test.each(unusable)('%s: Slack had some trouble connecting', async (_name, answer) => {
    const scene = await opened(asking(), answer);
    expect(await person(scene).submits({ Field: 'x' })).toMatchObject({ ok: false });
    await person(scene).sees('We had some trouble connecting', 'modal');
    expect(scene.workspace.screenFor('kim').modals).toHaveLength(1);
  });

  test('silence: the same, after three seconds', async () => {
    const scene = await opened(asking(), 'never');
    const submitting = person(scene).submits({ Field: 'x' });
    await scene.workspace.until(() => scene.clock.dueInMs().includes(3000), 'the submission to go out');
    scene.clock.advance(3000);
    expect(await submitting).toMatchObject({ code: 'operation_timeout' });
  });

  test('errors: under their fields, until the next try', async () => {
    const scene = await opened(asking(), { body: { response_action: 'errors', errors: { field: 'Not that.' } } });
    await person(scene).submits({ Field: 'x' });
    expect(person(scene).errors()).toEqual({ Field: 'Not that.' });
    await scene.call('views.update', { view_id: scene.view['id'], view: asking() });
    expect(person(scene).errors()).toEqual({});
  });
});

describe('what the client checks itself', () => {
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

  test.each(fields)('%s', async (_name, element, bad, why, good) => {
    const scene = await opened(modal({ blocks: [input(element)] }));
    const before = scene.received.length;
    expect(await person(scene).submits({ Field: bad })).toMatchObject({ ok: false, code: 'errors' });
    expect(person(scene).errors()).toEqual({ Field: why });
    expect(scene.received).toHaveLength(before);
    expect(await person(scene).submits({ Field: good })).toEqual({ ok: true });
  });
});

describe('what is typed', () => {
  test('stays across an update with the same ids, and goes with others', async () => {
    const scene = await opened(asking());
    await person(scene).chooses('Field', 'typed');
    const update = (blockId: string) =>
      scene.call('views.update', {
        view_id: scene.view['id'],
        view: modal({ blocks: [section('new'), input({ type: 'plain_text_input' }, { block_id: blockId })] }),
      });
    expect((await update('field')).body).toMatchObject({
      view: { state: { values: { field: { it: { value: 'typed' } } } } },
    });
    expect((await update('other')).body).toMatchObject({
      view: { state: { values: { other: { it: { value: null } } } } },
    });
  });

  test('a choice goes when it is no longer offered', async () => {
    const menu = (value: string) => input({ type: 'static_select', options: [option(value)] });
    const scene = await opened(modal({ blocks: [menu('a')] }));
    await person(scene).chooses('Field', 'a');
    const { body } = await scene.call('views.update', {
      view_id: scene.view['id'],
      view: modal({ blocks: [menu('b')] }),
    });
    expect(body).toMatchObject({ view: { state: { values: { field: { it: { selected_option: null } } } } } });
  });
});

describe('closing', () => {
  test('the bot hears of it only when it asked to', async () => {
    const scene = await opened(asking());
    const before = scene.received.length;
    await person(scene).closes();
    expect(scene.received).toHaveLength(before);
    expect(scene.workspace.screenFor('kim').modals).toEqual([]);
  });

  test('the cross closes all, the topmost first', async () => {
    const scene = await opened(asking({ notify_on_close: true, title: plain('One') }));
    const view = asking({ notify_on_close: true, title: plain('Two') });
    await scene.call('views.push', { trigger_id: await trigger(scene), view });
    await person(scene).closes({ all: true });
    const heard = scene.received.filter((each) => each.payload['type'] === 'view_closed').map((each) => each.payload);
    expect(heard.map((each) => objectIn(objectIn(each, 'view') ?? {}, 'title')?.['text'])).toEqual(['Two', 'One']);
    expect(heard.map((each) => each['is_cleared'])).toEqual([true, true]);
  });

  test('a view that clears on close takes the others with it', async () => {
    const scene = await opened(asking());
    await scene.call('views.push', { trigger_id: await trigger(scene), view: asking({ clear_on_close: true }) });
    await person(scene).closes();
    expect(scene.workspace.screenFor('kim').modals).toEqual([]);
  });
});

test('only the top view can be acted on', async () => {
  const scene = await opened(asking());
  await scene.call('views.push', { trigger_id: await trigger(scene), view: asking() });
  const ask = { user: 'kim', viewId: String(scene.view['id']) };
  await expect(scene.workspace.control.submit(ask)).rejects.toThrow('only the top view');
});

test('a new modal takes the place of the one before', async () => {
  const scene = await opened(asking());
  await scene.call('views.open', { trigger_id: await trigger(scene), view: modal({ title: plain('Other') }) });
  expect(scene.workspace.screenFor('kim').modals).toHaveLength(1);
  await person(scene).modal('Other');
});
