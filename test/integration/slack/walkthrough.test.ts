import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/changes/change.js';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import { encode } from '../../../src/slack/metadata.js';
import { slackPhrases } from '../../../src/slack/phrases.js';
import { change, fieldsOf, operation, outcome, pilot, request, shop } from '../../fixtures/slack.js';
import { startFakeSlack } from '../../support/fake-slack.js';
import {
  blockActions,
  eventCallback,
  interactive,
  signedRequest,
  viewState,
  viewSubmission,
} from '../../support/slack-request.js';
import { createHarness, fakeChangeService } from './harness.js';

const reference = (it: object) => JSON.stringify(it);
const modal = { id: 'V9', type: 'modal', hash: 'h1', private_metadata: '' };

describe('form modal', () => {
  const legacy = { ...pilot, ruleSet: 'legacy-daily', plan: 'legacy.trial', validity: null };
  const fields = fieldsOf('upgrade', legacy);
  const private_metadata = reference({ operation: 'upgrade', sdkAppId: legacy.sdkAppId, answers: {} });
  const form: Outcome = { step: 'form', operation: operation('upgrade'), app: legacy, fields };
  const chosen = (block: string, action: string, value: string) => ({
    [block]: {
      [action]: { type: 'static_select', selected_option: { value, text: { type: 'plain_text', text: value } } },
    },
  });

  test('submits its values by field and is replaced by the preview', async () => {
    const preview = outcome('preview', change('upgrade', pilot, { formValues: { plan: 'current.premium' } }));
    const changes = fakeChangeService({ propose: async () => preview });
    const { send } = await createHarness({ changes });
    const values = {
      ...chosen('plan/0a1b', 'redraw/plan', 'legacy.pro'),
      ...chosen('maxGroupsPerUser/2c', 'maxGroupsPerUser', '1000'),
    };
    const reply = await send(viewSubmission({ callback_id: 'form', private_metadata, state: { values } }));
    expect(reply.body).toMatchObject({
      response_action: 'update',
      view: { callback_id: 'preview', submit: { text: 'Upgrade' } },
    });
    expect(changes.propose).toHaveBeenCalledWith(expect.objectContaining({ id: 'UKIM', source: 'slack' }), {
      operation: 'upgrade',
      sdkAppId: legacy.sdkAppId,
      values: { plan: 'legacy.pro', maxGroupsPerUser: '1000' },
    });
  });

  test('shows a refusal under the field that it concerns', async () => {
    const refusal = { field: 'plan', reason: slackPhrases.phrase('stale') };
    const changes = fakeChangeService({
      propose: async () => ({ step: 'refused', operation: operation('upgrade'), app: legacy, refusal }),
    });
    const { send } = await createHarness({ changes });
    const state = { values: chosen('plan/0a1b', 'redraw/plan', 'legacy.pro') };
    expect((await send(viewSubmission({ callback_id: 'form', private_metadata, state }))).body).toEqual({
      response_action: 'errors',
      errors: { 'plan/0a1b': 'This is out of date. Start again.' },
    });
  });

  test('shows a refusal without a field as a modal, with next actions', async () => {
    const refusal = { reason: slackPhrases.phrase('stale'), nextActions: [{ operation: 'restore', sdkAppId: 7 }] };
    const changes = fakeChangeService({
      propose: async () => ({ step: 'refused', operation: operation('upgrade'), app: legacy, refusal }),
    });
    const { send } = await createHarness({ changes });
    const reply = await send(viewSubmission({ callback_id: 'form', private_metadata }));
    expect(reply.body).toMatchObject({
      response_action: 'update',
      view: {
        blocks: [{ type: 'alert' }, { elements: [{ text: { text: 'Restore' }, value: expect.stringContaining('7') }] }],
      },
    });
  });

  test('is updated when other fields depend on a selection, and keeps the values', async () => {
    const changes = fakeChangeService({ open: async () => form });
    const { send, slack } = await createHarness({ changes });
    const state = { values: chosen('plan/0a1b', 'redraw/plan', 'legacy.flagship') };
    await send(blockActions({ actionId: 'redraw/plan', view: { ...modal, private_metadata, state } }));
    expect((await slack.call('views.update')).args).toMatchObject({
      view_id: 'V9',
      hash: 'h1',
      view: { callback_id: 'form' },
    });
    expect(changes.open).toHaveBeenCalledWith(
      expect.anything(),
      expect.objectContaining({ values: { plan: 'legacy.flagship' } }),
    );
  });

  test('is not updated if it has changed meanwhile', async () => {
    const slack = await startFakeSlack({ 'views.update': { ok: false, error: 'hash_conflict' } });
    const { send, lines } = await createHarness({ slack, changes: fakeChangeService({ open: async () => form }) });
    await send(blockActions({ actionId: 'redraw/plan', view: { ...modal, private_metadata, state: { values: {} } } }));
    await slack.call('views.update');
    expect(slack.count('views.update')).toBe(1);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test.each([
    ['closed meanwhile is nothing to worry about', 'not_found', []],
    // Nor can the modal say so: that is the second line.
    [
      'refused for any other reason is a failure',
      'view_not_allowed',
      ['a request failed', 'a request failed unexpectedly'],
    ],
  ])('%s', async (_what, error, said) => {
    const slack = await startFakeSlack({ 'views.update': { ok: false, error } });
    const { send, lines, app } = await createHarness({ slack, changes: fakeChangeService({ open: async () => form }) });
    await send(blockActions({ actionId: 'redraw/plan', view: { ...modal, private_metadata, state: { values: {} } } }));
    await slack.call('views.update');
    await app.stop();
    const loud = lines.filter(({ level }) => level === 'warn' || level === 'error');
    expect(loud).toEqual(said.map((text) => expect.objectContaining({ message: expect.stringContaining(text) })));
  });

  test('a menu with other options has another block id, because Slack keeps the selection of the old one', async () => {
    const blocks = async (plan: string) => {
      const changes = fakeChangeService({
        open: async () => ({ ...form, fields: fieldsOf('upgrade', legacy, { plan }) }),
      });
      const { send, slack } = await createHarness({ changes });
      await send(
        blockActions({ actionId: 'redraw/plan', view: { ...modal, private_metadata, state: { values: {} } } }),
      );
      const { view } = (await slack.call('views.update')).args as { view: { blocks: { block_id?: string }[] } };
      return view.blocks.map(({ block_id = '' }) => block_id);
    };
    const [pro, flagship, again] = [
      await blocks('legacy.pro'),
      await blocks('legacy.flagship'),
      await blocks('legacy.pro'),
    ];
    const planOf = (ids: string[]) => ids.find((id) => id.startsWith('plan/'));
    const groupsOf = (ids: string[]) => ids.find((id) => id.startsWith('maxGroupsPerUser/'));
    expect(again).toEqual(pro);
    expect(planOf(flagship)).toBe(planOf(pro));
    expect(groupsOf(flagship)).not.toBe(groupsOf(pro));
  });
});

describe('preview modal', () => {
  test('passes on the typed values unchanged', async () => {
    const changes = fakeChangeService({ confirm: async () => outcome('pending', request('pending')) });
    const { send } = await createHarness({ changes });
    const state = viewState({ typedName: ' Shop ', reason: 'two\nlines' });
    const reply = await send(
      viewSubmission({ callback_id: 'preview', private_metadata: reference({ change: 'c1', shown: 'plan' }), state }),
    );
    expect(changes.confirm).toHaveBeenCalledWith(expect.anything(), {
      changeId: 'c1',
      fingerprint: 'plan',
      typedName: ' Shop ',
      reason: 'two\nlines',
    });
    expect(reply.body).toMatchObject({ response_action: 'update', view: { title: { text: 'Waiting for approval' } } });
  });

  test('asks for the name and a reason if the policy requires them, and warns of the loss', async () => {
    const preview = outcome('preview', change('disable', shop));
    const { send } = await createHarness({ changes: fakeChangeService({ propose: async () => preview }) });
    const private_metadata = reference({ operation: 'disable', sdkAppId: shop.sdkAppId, answers: {} });
    const { body } = await send(viewSubmission({ callback_id: 'form', private_metadata }));
    expect(body).toMatchObject({ view: { submit: { text: 'Ask for approval' } } });
    const whole = JSON.stringify(body);
    for (const part of [
      '"alert"',
      '"error"',
      'lost at once and for ever',
      '"typedName"',
      '"reason"',
      'never be undone',
    ])
      expect(whole).toContain(part);
  });
});

describe('approval', () => {
  const shown = shownPlanOf(request('pending'));
  const value = encode(shown);
  const park = { user: 'UPARK' };

  test('an approver approves with one click if the policy requires no more', async () => {
    const asked = request('pending', {
      policy: { confirm: 'app-name', approval: 'on-call', approverConfirms: 'none' },
    });
    const changes = fakeChangeService({
      get: async () => asked,
      approve: async () => outcome('applied', { ...asked, state: 'applied' }),
    });
    const { send, slack } = await createHarness({ changes });
    await send(blockActions({ actionId: 'approve', value }, { ...park, responseUrl: slack.responseUrl }));
    await expect.poll(() => changes.approve).toHaveBeenCalled();
    expect(changes.approve).toHaveBeenCalledWith(expect.objectContaining({ id: 'UPARK' }), shown);
    expect(slack.count('views.open')).toBe(0);
  });

  test.each([
    ['from before', reference({ change: shown.changeId })],
    ['of another plan', encode({ ...shown, fingerprint: 'another' })],
  ])('an approver who clicks on a message %s first sees the current plan', async (_which, value) => {
    const asked = request('pending', {
      policy: { confirm: 'app-name', approval: 'on-call', approverConfirms: 'none' },
    });
    const changes = fakeChangeService({ get: async () => asked });
    const { send, slack } = await createHarness({ changes });
    await send(blockActions({ actionId: 'approve', value }, { ...park, responseUrl: slack.responseUrl }));
    const { args } = await slack.call('views.open');
    expect(args).toMatchObject({ view: { callback_id: 'approve', private_metadata: encode(shownPlanOf(asked)) } });
    expect(JSON.stringify(args)).not.toContain('"typedName"');
    expect(changes.approve).not.toHaveBeenCalled();
  });

  test('an approver types the app name if the change cannot be undone', async () => {
    const changes = fakeChangeService({ get: async () => request('pending') });
    const { send, slack } = await createHarness({ changes });
    await send(blockActions({ actionId: 'approve', value }, { ...park, responseUrl: slack.responseUrl }));
    const { args } = await slack.call('views.open');
    expect(args).toMatchObject({ view: { callback_id: 'approve', private_metadata: value } });
    for (const part of ['"alert"', '"typedName"', 'Exactly as it is written: shop'])
      expect(JSON.stringify(args)).toContain(part);
  });

  test('a wrong app name is an error of its field', async () => {
    const refusal = { field: 'typedName', reason: { key: 'changes.nameWrong', values: { name: 'shop' } } };
    const changes = fakeChangeService({
      approve: async () => ({ step: 'refused', operation: operation('disable'), app: shop, refusal }),
    });
    const { send } = await createHarness({ changes });
    const state = viewState({ typedName: 'Shop' });
    const reply = await send(viewSubmission({ callback_id: 'approve', private_metadata: value, state }, park));
    expect(reply.body).toMatchObject({
      response_action: 'errors',
      errors: { typedName: expect.stringContaining('shop') },
    });
  });

  test('the second approver is told who decided first, and when', async () => {
    const settled = request('applied');
    const changes = fakeChangeService({
      get: async () => settled,
      approve: async () => outcome('alreadyDecided', settled),
    });
    const { send, slack } = await createHarness({ changes });
    await send(blockActions({ actionId: 'approve', value }, { user: 'UBOSS', responseUrl: slack.responseUrl }));
    const { args } = await slack.call('response_url');
    expect(args).toMatchObject({
      response_type: 'ephemeral',
      replace_original: false,
      text: expect.stringMatching(/<@UPARK>.*Nov 22/),
    });
  });

  test.each([
    ['the author', 'UKIM'],
    ['somebody else', 'UGUEST'],
  ])('%s may not approve and is told why', async (_who, user) => {
    const refusal = { reason: { key: 'changes.selfApproval' } };
    const changes = fakeChangeService({
      get: async () => request('pending'),
      approve: async () => ({ step: 'refused', operation: operation('disable'), app: shop, refusal }),
    });
    const { send, slack } = await createHarness({ changes });
    await send(blockActions({ actionId: 'approve', value }, { user, responseUrl: slack.responseUrl }));
    const { args } = await slack.call('response_url');
    expect(args).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('Somebody else has to approve'),
    });
    expect(slack.count('views.open')).toBe(0);
  });

  test('an approver declines with a reason', async () => {
    const changes = fakeChangeService({
      get: async () => request('pending'),
      decline: async () => outcome('declined', request('declined')),
    });
    const { send, slack } = await createHarness({ changes });
    await send(blockActions({ actionId: 'decline', value }, { ...park, responseUrl: slack.responseUrl }));
    const { args } = await slack.call('views.open');
    expect(args).toMatchObject({ view: { callback_id: 'decline' } });
    // The modal shows the request, because it hides the message.
    expect(JSON.stringify(args)).toContain('asks for approval');
    const reply = await send(
      viewSubmission({ callback_id: 'decline', private_metadata: value, state: viewState({ why: 'not now' }) }, park),
    );
    expect(changes.decline).toHaveBeenCalledWith(expect.objectContaining({ id: 'UPARK' }), {
      changeId: shown.changeId,
      reason: 'not now',
    });
    expect(reply.body).toMatchObject({ response_action: 'update', view: { title: { text: 'Declined' } } });
    expect(JSON.stringify(reply.body)).not.toContain('Start again');
  });

  test('an approver declines from the review modal', async () => {
    const changes = fakeChangeService({ get: async () => request('pending') });
    const { send, slack } = await createHarness({ changes });
    await send(
      blockActions(
        { actionId: 'decline', value, view: { id: 'V1', type: 'modal', hash: 'h', private_metadata: value } },
        park,
      ),
    );
    const { args } = await slack.call('views.update');
    expect(args).toMatchObject({ view_id: 'V1', view: { callback_id: 'decline' } });
    expect(slack.count('views.open')).toBe(0);
  });

  test('the author withdraws from the modal that says that the request is pending', async () => {
    const changes = fakeChangeService({
      decline: async () => outcome('declined', { ...request('declined'), decidedBy: request('declined').author }),
    });
    const { send, slack } = await createHarness({ changes });
    await send(blockActions({ actionId: 'withdraw', value, view: { id: 'V1', hash: 'h', private_metadata: '' } }));
    const { args } = await slack.call('views.update');
    expect(args).toMatchObject({ view: { title: { text: 'Withdrawn' } } });
    for (const part of ['withdrawn by', 'Start again']) expect(JSON.stringify(args)).toContain(part);
    expect(changes.decline).toHaveBeenCalledWith(expect.objectContaining({ id: 'UKIM' }), {
      changeId: shown.changeId,
      reason: '',
    });
  });
});

describe('Slack entry points', () => {
  test('the shortcut asks for an operation and an app, and opens it', async () => {
    const changes = fakeChangeService({
      open: async () => ({
        step: 'form',
        operation: operation('upgrade'),
        app: pilot,
        fields: fieldsOf('upgrade', pilot),
      }),
    });
    const { send, slack } = await createHarness({ changes });
    await send(interactive({ type: 'shortcut', callback_id: 'manage_app' }));
    expect((await slack.call('views.open')).args).toMatchObject({ view: { callback_id: 'manage' } });
    const option = (block: string, value: string) => ({
      [block]: { [block]: { type: 'static_select', selected_option: { value } } },
    });
    const values = { ...option('operation', 'upgrade'), ...option('app', String(pilot.sdkAppId)) };
    const reply = await send(viewSubmission({ callback_id: 'manage', state: { values } }));
    expect(reply.body).toMatchObject({ response_action: 'update', view: { callback_id: 'form' } });
    expect(changes.open).toHaveBeenCalledWith(expect.anything(), {
      operation: 'upgrade',
      sdkAppId: pilot.sdkAppId,
      values: {},
    });
  });

  test('the menu of apps shows names, ids and states', async () => {
    const suggested: unknown[] = [];
    const appSearch = {
      findApp: async () => ({ near: [] }),
      async suggestApps(text: string, limit: number) {
        suggested.push([text, limit]);
        return [{ ...shop, name: 'x'.repeat(100), state: 'disabled' as const }];
      },
    };
    const { send } = await createHarness({ appSearch });
    const reply = await send(interactive({ type: 'block_suggestion', action_id: 'app', block_id: 'app', value: 'sh' }));
    expect(suggested).toEqual([['sh', 100]]);
    expect(reply.body).toMatchObject({
      options: [
        {
          value: '1400000003',
          text: { text: expect.stringMatching(/…\s\(1400000003\)$/) },
          description: { text: 'disabled' },
        },
      ],
    });
  });

  test('the Home tab starts with the operations that need no app', async () => {
    const { sendRequest, slack } = await createHarness();
    const json = { contentType: 'application/json' };
    await sendRequest(
      signedRequest(eventCallback({ type: 'app_home_opened', user: 'UKIM', tab: 'messages' }, 'Ev1'), json),
    );
    await sendRequest(
      signedRequest(eventCallback({ type: 'app_home_opened', user: 'UKIM', tab: 'home' }, 'Ev2'), json),
    );
    expect((await slack.call('views.publish')).args).toMatchObject({ user_id: 'UKIM', view: { type: 'home' } });
    expect(slack.count('views.publish')).toBe(1);
  });

  test('an invalid token rejects the start', async () => {
    const slack = await startFakeSlack({ 'auth.test': { ok: false, error: 'invalid_auth' } });
    await expect(createHarness({ slack })).rejects.toThrow('invalid_auth');
  });
});

test('Slack app: the log contains no secret', async () => {
  const slack = await startFakeSlack({
    'views.open': { ok: false, error: 'expired_trigger_id' },
    'users.info': { status: 500 },
  });
  const { send, lines } = await createHarness({ slack });
  await send(interactive({ type: 'shortcut', callback_id: 'manage_app' }));
  await slack.call('views.open');
  expect(lines.length).toBeGreaterThan(0);
  const whole = lines
    .map((line) =>
      JSON.stringify(line, (_key, it) => (it instanceof Error ? { ...it, message: it.message, stack: it.stack } : it)),
    )
    .join('\n');
  expect(whole).not.toMatch(/xoxb-secret|a secret for tests/);
});
