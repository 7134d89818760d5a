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

describe('a command', () => {
  test('alone is help, in the acknowledgement itself', async () => {
    const changes = fakeChangeService({ open: async () => help });
    const { send } = await createHarness({ changes });
    const reply = await send(slashCommand('/imapp'));
    expect(reply).toMatchObject({
      status: 200,
      body: { response_type: 'ephemeral', text: expect.stringContaining('What you can do') },
    });
  });

  test('asks Slack and the corridor once, however often the same help is wanted', async () => {
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
        expect.objectContaining({ operation: 'help', answers: { operation: 'disable' } }),
      );
      expect(texts(body)).toContain('Disable app');
      const value = JSON.stringify({ operation: 'disable', sdkAppId: null, answers: {} });
      expect(body).toMatchObject({ blocks: [{}, { type: 'actions', elements: [{ value }] }] });
    },
  );

  test('help about a misspelt operation leads to help about the nearest', async () => {
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

  test('that is misspelt gets the nearest operations, as buttons', async () => {
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
      expect(changes.open).toHaveBeenCalledWith(expect.objectContaining({ actor: 'UKIM' }), {
        operation: 'upgrade',
        sdkAppId: pilot.sdkAppId,
        answers: {},
      });
    },
  );

  test('about no app asks for one, among all there are', async () => {
    const { send, slack } = await createHarness();
    await send(slashCommand('/imapp extend'));
    const { args } = await slack.call('views.update');
    expect(args).toMatchObject({ view: { callback_id: 'pick', blocks: [{ element: { type: 'external_select' } }] } });
  });

  test('about an app that is not there gets the nearest, as buttons', async () => {
    const near = { ...shop, name: 'x'.repeat(100) };
    const appSearch = { findApp: async () => ({ near: [near] }), suggestApps: async () => [] };
    const { send, slack } = await createHarness({ appSearch });
    await send(slashCommand('/imapp extend shpo'));
    const { args } = await slack.call('views.update');
    expect(texts(args)).toContain('There is no app “shpo”');
    expect(texts(args), 'the button says which one, however long its name').toContain(`(${near.sdkAppId})`);
  });

  test('that only answers does so in a message for this person alone', async () => {
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

describe('what fails unexpectedly', () => {
  test('before the acknowledgement: a kind word with a reference number, at once', async () => {
    const { send, lines } = await createHarness({ changes: fakeChangeService({ open: boom }) });
    const reply = await send(slashCommand('/imapp help'));
    expect(reply).toMatchObject({ status: 200, body: { response_type: 'ephemeral' } });
    reference(reply.body, lines);
  });

  test('behind a loading modal: the modal says so', async () => {
    const appSearch = { findApp: boom, suggestApps: boom };
    const { send, slack, lines } = await createHarness({ appSearch });
    await send(slashCommand('/imapp upgrade shop'));
    reference((await slack.call('views.update')).args, lines);
  });

  test('in a message: a message for this person alone', async () => {
    const { send, slack, lines } = await createHarness({ changes: fakeChangeService({ get: boom }) });
    await send(blockActions({ actionId: 'approve', value: '{"change":"c1"}' }, { responseUrl: slack.responseUrl }));
    reference((await slack.call('response_url')).args, lines);
  });

  test('in a button of a modal: that modal says so', async () => {
    const { send, slack, lines } = await createHarness({ changes: fakeChangeService({ open: boom }) });
    const value = '{"operation":"show","sdkAppId":1400000003,"answers":{}}';
    await send(
      blockActions({ actionId: 'ask/0', value, view: { id: 'V9', type: 'modal', hash: 'h', private_metadata: '' } }),
    );
    const { args } = await slack.call('views.update');
    expect(args).toMatchObject({ view_id: 'V9' });
    reference(args, lines);
  });

  test('on submitting: the modal says so', async () => {
    const { send, lines } = await createHarness({ changes: fakeChangeService({ confirm: boom }) });
    const reply = await send(viewSubmission({ callback_id: 'preview', private_metadata: '{"change":"c1"}' }));
    expect(reply).toMatchObject({ status: 200, body: { response_action: 'update' } });
    reference(reply.body, lines);
  });

  test('in a menu: it stays empty', async () => {
    const { send } = await createHarness({ appSearch: { findApp: boom, suggestApps: boom } });
    const reply = await send(interactive({ type: 'block_suggestion', action_id: 'app', block_id: 'app', value: 'x' }));
    expect(reply).toEqual({ status: 200, body: { options: [] } });
  });

  test('when Slack refuses the view: another view says so', async () => {
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

describe('what takes too long', () => {
  test('a submitted modal says that work goes on, and then what came of it', async () => {
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

  describe('and whose view Slack does not take afterwards', () => {
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

    test('at first: it is asked again', async () => {
      let asked = 0;
      const { slack } = await confirmedLate({ 'views.update': () => (++asked === 1 ? { status: 503 } : {}) });
      await slack.call('views.update');
      expect(texts((await slack.call('views.update')).args)).toContain('gone for ever');
      expect(slack.count('chat.postMessage')).toBe(0);
    });

    test('at all: a direct message says what came of it', async () => {
      const { slack } = await confirmedLate({ 'views.update': { status: 503 } });
      const { args } = await slack.call('chat.postMessage');
      expect(args).toMatchObject({ channel: 'DUKIM', text: expect.stringContaining('approved by <@UPARK>') });
      expect(slack.count('views.update')).toBeGreaterThan(1);
    });

    test('because it was closed: no failure, and nothing more is said', async () => {
      const { app, slack, lines } = await confirmedLate({ 'views.update': { ok: false, error: 'not_found' } });
      await slack.call('views.update');
      await app.stop();
      expect(lines.filter(({ level }) => level !== 'info')).toEqual([]);
      expect(slack.count('chat.postMessage')).toBe(0);
    });
  });

  test('a loading modal that is closed meanwhile is no failure', async () => {
    const slack = await startFakeSlack({ 'views.update': { ok: false, error: 'not_found' } });
    const { app, send, lines } = await createHarness({ slack, changes: fakeChangeService({ open: async () => form }) });
    await send(slashCommand('/imapp upgrade 1400000001', { responseUrl: slack.responseUrl }));
    await slack.call('views.update');
    await app.stop();
    expect(slack.count('views.update')).toBe(1);
    expect(slack.count('response_url')).toBe(0);
    expect(lines.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  test('a refusal that comes too late for its field still names its reason', async () => {
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

  test('Slack’s word about a person: the default language will do', async () => {
    const slack = await startFakeSlack({ 'users.info': 'never', 'usergroups.users.list': 'never' });
    const changes = fakeChangeService({ open: async () => help });
    const { send } = await createHarness({ slack, changes });
    const started = performance.now();
    expect(await send(slashCommand('/imapp help'))).toMatchObject({ status: 200, body: { text: expect.any(String) } });
    expect(performance.now() - started).toBeLessThan(1800);
  });
});

describe('what is unknown, forged or of an earlier time is out of date, and starts afresh', () => {
  const afresh = (shown: unknown) => {
    expect(texts(shown)).toMatch(/out of date/i);
    expect(texts(shown)).toContain('"type":"actions"');
  };
  const forged = ['', 'no json', '{"operation":7}', '[]', '{"change":{"$ne":1}}'];

  test.each(['gone', 'gone/1', ''])('a button “%s” in a message', async (actionId) => {
    const { send, slack } = await createHarness();
    await send(blockActions({ actionId }, { responseUrl: slack.responseUrl }));
    afresh((await slack.call('response_url')).args);
  });

  test('a button in a modal', async () => {
    const { send, slack } = await createHarness();
    await send(blockActions({ actionId: 'gone', view: { id: 'V9', type: 'modal', hash: 'h', private_metadata: '' } }));
    afresh((await slack.call('views.update')).args);
  });

  test('a button on the Home tab', async () => {
    const { send, slack } = await createHarness();
    await send(blockActions({ actionId: 'gone', view: { id: 'V9', type: 'home', hash: 'h', private_metadata: '' } }));
    afresh([(await slack.call('views.open')).args, (await slack.call('views.update')).args]);
  });

  test.each(forged)('the value “%s” of a button', async (value) => {
    for (const actionId of ['ask/0', 'approve', 'decline']) {
      const { send, slack } = await createHarness();
      await send(blockActions({ actionId, value }, { responseUrl: slack.responseUrl }));
      afresh((await slack.call('response_url')).args);
    }
  });

  test('a modal that is submitted', async () => {
    const { send } = await createHarness();
    afresh((await send(viewSubmission({ callback_id: 'gone' }))).body);
  });

  test.each(forged)('what a modal carries: “%s”', async (private_metadata) => {
    for (const callback_id of ['form', 'preview', 'pick', 'approve', 'decline']) {
      const { send } = await createHarness();
      afresh((await send(viewSubmission({ callback_id, private_metadata }))).body);
    }
  });

  test('a form that redraws itself', async () => {
    const { send, slack } = await createHarness();
    await send(
      blockActions({
        actionId: 'redraw/plan',
        view: { id: 'V9', type: 'modal', hash: 'h', private_metadata: 'forged' },
      }),
    );
    afresh((await slack.call('views.update')).args);
  });

  test('a menu', async () => {
    const { send } = await createHarness();
    const body = interactive({ type: 'block_suggestion', action_id: 'gone', block_id: 'b', value: 'x' });
    expect(await send(body)).toEqual({ status: 200, body: { options: [] } });
  });

  test('an event', async () => {
    const { app, sendRequest } = await createHarness();
    const body = eventCallback({ type: 'something_new' }, 'Ev9');
    expect(await sendRequest(signedRequest(body, { contentType: 'application/json' }))).toEqual({
      status: 200,
      body: undefined,
    });
    expect(app.isUp()).toBe(true);
  });
});
