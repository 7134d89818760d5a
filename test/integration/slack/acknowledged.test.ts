import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/changes/change.js';
import { operations } from '../../../src/operations/index.js';
import { fieldsOf, operation, outcome, pilot, planOf, request, shop } from '../../fixtures/slack.js';
import { startFakeSlack } from '../../support/fake-slack.js';
import {
  blockActions,
  eventCallback,
  interactive,
  signedRequest,
  slashCommand,
  viewState,
  viewSubmission,
} from '../../support/slack-request.js';
import { createHarness, fakeChangeService } from './harness.js';

const boom = () => Promise.reject(new Error('the database with the password hunter2 is gone'));
const help: Outcome = { step: 'result', operation: operation('help'), app: null, plan: planOf('help', shop) };
const form: Outcome = { step: 'form', operation: operation('upgrade'), app: pilot, fields: fieldsOf('upgrade', pilot) };

function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function texts(payload: unknown): string {
  return JSON.stringify(payload);
}

/** The reference number that a person was shown, if it is in the log too. */
function reference(shown: unknown, lines: readonly Readonly<Record<string, unknown>>[]): string {
  const [number = 'none'] = /\b[0-9A-F]{8}\b/.exec(texts(shown)) ?? [];
  expect(lines).toContainEqual(expect.objectContaining({ level: 'error', reference: number, err: expect.any(Error) }));
  expect(texts(shown)).not.toContain('hunter2');
  return number;
}

describe('slash command', () => {
  test('without text is acknowledged with the help', async () => {
    const changes = fakeChangeService({ open: async () => help });
    const { send } = await createHarness({ changes });
    const reply = await send(slashCommand('/imapp'));
    expect(reply).toMatchObject({
      status: 200,
      body: { response_type: 'ephemeral', text: expect.stringContaining('What you can do') },
    });
  });

  test('renders the same help only once', async () => {
    const changes = fakeChangeService({ open: async () => help });
    const { send, slack } = await createHarness({ changes });
    for (const _ of [1, 2, 3]) await send(slashCommand('/imapp help'));
    expect(changes.open).toHaveBeenCalledTimes(1);
    expect(slack.count('users.info')).toBe(1);
    expect(slack.count('auth.test')).toBe(1);
  });

  test.each(['help disable', 'help Disable shop', 'help /imapp-disable', 'help “disable”'])(
    '%s is about that operation, in the acknowledgement too, with a button to begin',
    async (text) => {
      const plan = planOf('help', shop, { operation: 'disable' }, { operations });
      const changes = fakeChangeService({ open: async () => ({ ...help, plan }) });
      const { send } = await createHarness({ changes });
      const { body } = await send(slashCommand(`/imapp ${text}`));
      expect(changes.open).toHaveBeenCalledWith(
        expect.anything(),
        expect.objectContaining({ operation: 'help', values: { operation: 'disable' } }),
      );
      expect(texts(body)).toContain('Disable app');
      const value = JSON.stringify({ operation: 'disable', sdkAppId: null, answers: {} });
      expect(body).toMatchObject({ blocks: [{}, { type: 'actions', elements: [{ value }] }] });
    },
  );

  test('help with a misspelt operation suggests the nearest', async () => {
    const { send } = await createHarness();
    const { body } = await send(slashCommand('/imapp help disabel'));
    expect(texts(body)).toContain('There is no operation “disabel”');
    const value = JSON.stringify({ operation: 'help', sdkAppId: null, answers: { operation: 'disable' } });
    expect(body).toMatchObject({
      blocks: [{}, { elements: [{ text: { text: 'Disable' }, value }] }],
    });
    expect(texts((await send(slashCommand('/imapp help elephants'))).body)).toContain(
      'There is no operation “elephants”',
    );
  });

  test('with a misspelt operation suggests the nearest as buttons', async () => {
    const { send } = await createHarness();
    const reply = await send(slashCommand('/imapp upgarde 1400000001'));
    expect(texts(reply.body)).toContain('There is no operation “upgarde”');
    expect(reply.body).toMatchObject({
      blocks: [
        {},
        {
          type: 'actions',
          elements: expect.arrayContaining([expect.objectContaining({ value: expect.stringContaining('"upgrade"') })]),
        },
      ],
    });
  });

  test.each(['/imapp upgrade 1400000001', '/imapp-upgrade 1400000001', '/imapp UPGRADE １４００００００01'])(
    '%s opens a loading modal at once, then the form in it',
    async (line) => {
      const changes = fakeChangeService({ open: async () => form });
      const appSearch = { findApp: async () => ({ app: pilot }), suggestApps: async () => [] };
      const { send, slack } = await createHarness({ changes, appSearch });
      expect(await send(slashCommand(line))).toEqual({ status: 200, body: undefined });
      expect(texts((await slack.call('views.open')).args)).toContain('One moment');
      expect((await slack.call('views.update')).args).toMatchObject({ view_id: 'V1', view: { callback_id: 'form' } });
      expect(changes.open).toHaveBeenCalledWith(expect.objectContaining({ id: 'UKIM' }), {
        operation: 'upgrade',
        sdkAppId: pilot.sdkAppId,
        values: {},
      });
    },
  );

  test('without an app opens a menu of apps', async () => {
    const { send, slack } = await createHarness();
    await send(slashCommand('/imapp extend'));
    const { args } = await slack.call('views.update');
    expect(args).toMatchObject({ view: { callback_id: 'pick', blocks: [{ element: { type: 'external_select' } }] } });
  });

  test('with an unknown app suggests the nearest as buttons', async () => {
    const near = { ...shop, name: 'x'.repeat(100) };
    const appSearch = { findApp: async () => ({ near: [near] }), suggestApps: async () => [] };
    const { send, slack } = await createHarness({ appSearch });
    await send(slashCommand('/imapp extend shpo'));
    const { args } = await slack.call('views.update');
    expect(texts(args)).toContain('There is no app “shpo”');
    expect(texts(args), 'the button says which one, however long its name').toContain(`(${near.sdkAppId})`);
  });

  test('of a read-only operation responds with an ephemeral message', async () => {
    const show: Outcome = { step: 'result', operation: operation('show'), app: shop, plan: planOf('show', shop) };
    const changes = fakeChangeService({ open: async () => show });
    const appSearch = { findApp: async () => ({ app: shop }), suggestApps: async () => [] };
    const { send, slack } = await createHarness({ changes, appSearch });
    expect(await send(slashCommand('/imapp show shop', { responseUrl: slack.responseUrl }))).toEqual({
      status: 200,
      body: undefined,
    });
    const { args } = await slack.call('response_url');
    expect(args).toMatchObject({
      response_type: 'ephemeral',
      replace_original: false,
      text: expect.stringContaining('shop'),
    });
    expect(slack.count('views.open')).toBe(0);
  });

  test.each(['expired_trigger_id', 'exchanged_trigger_id', 'internal_error'])(
    'whose modal cannot be opened (%s) says how to go on',
    async (error) => {
      const slack = await startFakeSlack({ 'views.open': { ok: false, error } });
      const { send } = await createHarness({ slack });
      await send(slashCommand('/imapp extend', { responseUrl: slack.responseUrl }));
      const { args } = await slack.call('response_url');
      expect(args).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('again') });
      expect(slack.count('views.open'), 'a trigger is good for one try').toBe(1);
    },
  );
});

describe('unexpected failure', () => {
  test('before the acknowledgement is acknowledged with a reference number', async () => {
    const { send, lines } = await createHarness({ changes: fakeChangeService({ open: boom }) });
    const reply = await send(slashCommand('/imapp help'));
    expect(reply).toMatchObject({ status: 200, body: { response_type: 'ephemeral' } });
    reference(reply.body, lines);
  });

  test('behind a loading modal is shown in the modal', async () => {
    const appSearch = { findApp: boom, suggestApps: boom };
    const { send, slack, lines } = await createHarness({ appSearch });
    await send(slashCommand('/imapp upgrade shop'));
    reference((await slack.call('views.update')).args, lines);
  });

  test('of an action in a message is an ephemeral message', async () => {
    const { send, slack, lines } = await createHarness({ changes: fakeChangeService({ get: boom }) });
    await send(blockActions({ actionId: 'approve', value: '{"change":"c1"}' }, { responseUrl: slack.responseUrl }));
    reference((await slack.call('response_url')).args, lines);
  });

  test('of an action in a modal is shown in that modal', async () => {
    const { send, slack, lines } = await createHarness({ changes: fakeChangeService({ open: boom }) });
    const value = '{"operation":"show","sdkAppId":1400000003,"answers":{}}';
    await send(
      blockActions({ actionId: 'ask/0', value, view: { id: 'V9', type: 'modal', hash: 'h', private_metadata: '' } }),
    );
    const { args } = await slack.call('views.update');
    expect(args).toMatchObject({ view_id: 'V9' });
    reference(args, lines);
  });

  test('of a submission is shown in the modal', async () => {
    const { send, lines } = await createHarness({ changes: fakeChangeService({ confirm: boom }) });
    const reply = await send(viewSubmission({ callback_id: 'preview', private_metadata: '{"change":"c1"}' }));
    expect(reply).toMatchObject({ status: 200, body: { response_action: 'update' } });
    reference(reply.body, lines);
  });

  test('of a menu leaves it empty', async () => {
    const { send } = await createHarness({ appSearch: { findApp: boom, suggestApps: boom } });
    const reply = await send(interactive({ type: 'block_suggestion', action_id: 'app', block_id: 'app', value: 'x' }));
    expect(reply).toEqual({ status: 200, body: { options: [] } });
  });

  test('because Slack refuses the view is shown in another view', async () => {
    const views: string[] = [];
    const slack = await startFakeSlack({
      'views.update': ({ view }) => {
        views.push(texts(view));
        return views.length === 1 ? { ok: false, error: 'invalid_arguments' } : {};
      },
    });
    const { send, lines } = await createHarness({ slack });
    await send(slashCommand('/imapp extend', { responseUrl: slack.responseUrl }));
    await slack.call('views.update');
    reference((await slack.call('views.update')).args, lines);
  });
});

describe('slow response', () => {
  test('a submission is acknowledged with a loading view, which is then replaced', async () => {
    const { promise, resolve } = withResolvers<Outcome>();
    const changes = fakeChangeService({ confirm: () => promise });
    const { send, slack } = await createHarness({ changes, settings: { ackBudgetMs: 20 } });
    const reply = await send(viewSubmission({ callback_id: 'preview', private_metadata: '{"change":"c1"}' }));
    expect(texts(reply.body)).toContain('One moment');
    resolve(outcome('applied', request('applied')));
    const { args } = await slack.call('views.update');
    expect(args).toMatchObject({ view_id: 'V1' });
    expect(texts(args)).toContain('gone for ever');
  });

  describe('when Slack does not take the late view', () => {
    const confirmedLate = async (answer: Parameters<typeof startFakeSlack>[0]) => {
      const { promise, resolve } = withResolvers<Outcome>();
      const slack = await startFakeSlack(answer);
      const opened = await createHarness({
        ...{ slack, changes: fakeChangeService({ confirm: () => promise }) },
        settings: { ackBudgetMs: 20 },
      });
      await opened.send(viewSubmission({ callback_id: 'preview', private_metadata: '{"change":"c1"}' }));
      resolve(outcome('applied', request('applied')));
      return opened;
    };

    test('the update is retried', async () => {
      let asked = 0;
      const { slack } = await confirmedLate({ 'views.update': () => (++asked === 1 ? { status: 503 } : {}) });
      await slack.call('views.update');
      expect(texts((await slack.call('views.update')).args)).toContain('gone for ever');
      expect(slack.count('chat.postMessage')).toBe(0);
    });

    test('the reply is sent as a direct message after the retries', async () => {
      const { slack } = await confirmedLate({ 'views.update': { status: 503 } });
      const { args } = await slack.call('chat.postMessage');
      expect(args).toMatchObject({ channel: 'DUKIM', text: expect.stringContaining('approved by <@UPARK>') });
      expect(slack.count('views.update')).toBeGreaterThan(1);
    });

    test('a closed modal is not a failure, and no message is sent', async () => {
      const { app, slack, lines } = await confirmedLate({ 'views.update': { ok: false, error: 'not_found' } });
      await slack.call('views.update');
      await app.stop();
      expect(lines.filter(({ level }) => level !== 'info')).toEqual([]);
      expect(slack.count('chat.postMessage')).toBe(0);
    });
  });

  test('a loading modal that was closed is not a failure', async () => {
    const slack = await startFakeSlack({ 'views.update': { ok: false, error: 'not_found' } });
    const { app, send, lines } = await createHarness({ slack, changes: fakeChangeService({ open: async () => form }) });
    await send(slashCommand('/imapp upgrade 1400000001', { responseUrl: slack.responseUrl }));
    await slack.call('views.update');
    await app.stop();
    expect(slack.count('views.update')).toBe(1);
    expect(slack.count('response_url')).toBe(0);
    expect(lines.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  test('a refusal of a field that comes too late is shown with its reason', async () => {
    const { promise, resolve } = withResolvers<Outcome>();
    const changes = fakeChangeService({ confirm: () => promise });
    const { send, slack } = await createHarness({ changes, settings: { ackBudgetMs: 20 } });
    await send(
      viewSubmission({
        callback_id: 'preview',
        private_metadata: '{"change":"c1"}',
        state: viewState({ typedName: 'x' }),
      }),
    );
    const refusal = { field: 'typedName', reason: { key: 'changes.nameWrong', values: { name: 'shop' } } };
    resolve({ step: 'refused', operation: operation('disable'), app: shop, refusal });
    const { args } = await slack.call('views.update');
    expect(texts(args)).toContain('This is not the app’s name');
    expect(texts(args), 'it is an expected no, not a failure').not.toContain('went wrong');
  });

  test('a profile that Slack does not return in time gets the default language', async () => {
    const slack = await startFakeSlack({ 'users.info': 'never', 'usergroups.users.list': 'never' });
    const changes = fakeChangeService({ open: async () => help });
    const { send } = await createHarness({ slack, changes });
    const started = performance.now();
    expect(await send(slashCommand('/imapp help'))).toMatchObject({ status: 200, body: { text: expect.any(String) } });
    expect(performance.now() - started).toBeLessThan(1800);
  });
});

describe('unknown, forged or outdated payload is answered as out of date', () => {
  const afresh = (shown: unknown) => {
    expect(texts(shown)).toMatch(/out of date/i);
    expect(texts(shown)).toContain('"type":"actions"');
  };
  const forged = ['', 'no json', '{"operation":7}', '[]', '{"change":{"$ne":1}}'];

  test.each(['gone', 'gone/1', ''])('action id “%s” in a message', async (actionId) => {
    const { send, slack } = await createHarness();
    await send(blockActions({ actionId }, { responseUrl: slack.responseUrl }));
    afresh((await slack.call('response_url')).args);
  });

  test('action in a modal', async () => {
    const { send, slack } = await createHarness();
    await send(blockActions({ actionId: 'gone', view: { id: 'V9', type: 'modal', hash: 'h', private_metadata: '' } }));
    afresh((await slack.call('views.update')).args);
  });

  test('action in the Home tab', async () => {
    const { send, slack } = await createHarness();
    await send(blockActions({ actionId: 'gone', view: { id: 'V9', type: 'home', hash: 'h', private_metadata: '' } }));
    afresh([(await slack.call('views.open')).args, (await slack.call('views.update')).args]);
  });

  test.each(forged)('button value “%s”', async (value) => {
    for (const actionId of ['ask/0', 'approve', 'decline']) {
      const { send, slack } = await createHarness();
      await send(blockActions({ actionId, value }, { responseUrl: slack.responseUrl }));
      afresh((await slack.call('response_url')).args);
    }
  });

  test('submission with an unknown callback id', async () => {
    const { send } = await createHarness();
    afresh((await send(viewSubmission({ callback_id: 'gone' }))).body);
  });

  test.each(forged)('private_metadata “%s”', async (private_metadata) => {
    for (const callback_id of ['form', 'preview', 'pick', 'approve', 'decline']) {
      const { send } = await createHarness();
      afresh((await send(viewSubmission({ callback_id, private_metadata }))).body);
    }
  });

  test('action of a form', async () => {
    const { send, slack } = await createHarness();
    await send(
      blockActions({
        actionId: 'redraw/plan',
        view: { id: 'V9', type: 'modal', hash: 'h', private_metadata: 'forged' },
      }),
    );
    afresh((await slack.call('views.update')).args);
  });

  test('options request', async () => {
    const { send } = await createHarness();
    const body = interactive({ type: 'block_suggestion', action_id: 'gone', block_id: 'b', value: 'x' });
    expect(await send(body)).toEqual({ status: 200, body: { options: [] } });
  });

  test('event', async () => {
    const { app, sendRequest } = await createHarness();
    const body = eventCallback({ type: 'something_new' }, 'Ev9');
    expect(await sendRequest(signedRequest(body, { contentType: 'application/json' }))).toEqual({
      status: 200,
      body: undefined,
    });
    expect(app.isUp()).toBe(true);
  });
});
