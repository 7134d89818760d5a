import { describe, expect, test, vi } from 'vitest';
import type { Outcome } from '../../../src/changes/change.js';
import { fieldsOf, operation, pilot, planOf, shop } from '../../fixtures/slack.js';
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

const form: Outcome = { step: 'form', operation: operation('upgrade'), app: pilot, fields: fieldsOf('upgrade', pilot) };
const show: Outcome = { step: 'result', operation: operation('show'), app: shop, plan: planOf('show', shop) };
const refused: Outcome = {
  step: 'refused',
  operation: operation('upgrade'),
  app: pilot,
  refusal: { reason: { key: 'slack.stale' } },
};
const appSearch = { findApp: async () => ({ app: pilot }), suggestApps: async () => [] };
const ask = JSON.stringify({ operation: 'upgrade', sdkAppId: pilot.sdkAppId, answers: {} });

/** The log line of the only request, once it is handled. */
function handled(lines: readonly Readonly<Record<string, unknown>>[]) {
  return vi.waitFor(() => {
    const found = lines.filter(({ message }) => message === 'request handled');
    expect(found).toHaveLength(1);
    return found[0];
  }, 30_000);
}

const times = { ms: expect.any(Number), ackMs: expect.any(Number) };
const id = /^[0-9a-f]{12}-[0-9a-z]+$/;

describe('request log of Slack requests', () => {
  test.each<[string, string, Partial<Record<'kind' | 'operation' | 'step' | 'actor', string>>]>([
    ['a command', slashCommand('/imapp upgrade pilot'), { kind: 'command', operation: 'upgrade', step: 'form' }],
    ['a command that asks for an app', slashCommand('/imapp extend'), { kind: 'command', operation: 'extend' }],
    ['a command with an unknown operation', slashCommand('/imapp pa55word'), { kind: 'command', operation: 'none' }],
    [
      'an action',
      blockActions({ actionId: 'ask', value: ask }),
      { kind: 'block_actions', operation: 'upgrade', step: 'form' },
    ],
    ['a forged action', blockActions({ actionId: 'pa55word', value: 'pa55word' }), { kind: 'block_actions' }],
    [
      'a modal',
      viewSubmission({ callback_id: 'form', private_metadata: ask, state: viewState({ plan: 'pa55word' }) }),
      { kind: 'view_submission', operation: 'upgrade', step: 'refused' },
    ],
    [
      'a search',
      interactive({ type: 'block_suggestion', action_id: 'app', block_id: 'app', value: 'pa55word' }),
      { kind: 'block_suggestion' },
    ],
    ['a shortcut', interactive({ type: 'shortcut', callback_id: 'manage' }), { kind: 'shortcut' }],
  ])('one line for %s', async (_name, body, line) => {
    const changes = fakeChangeService({ open: async () => form, propose: async () => refused });
    const { send, lines } = await createHarness({ changes, appSearch });
    await send(body);
    const found = await handled(lines);
    expect(found).toMatchObject({
      level: 'info',
      actor: 'UKIM',
      requestId: expect.stringMatching(id),
      ...times,
      ...line,
    });
    expect(JSON.stringify(lines), 'what was typed').not.toContain('pa55word');
  });

  test('an event keeps the id from Slack', async () => {
    const { sendRequest, lines } = await createHarness();
    const opened = eventCallback({ type: 'app_home_opened', user: 'UKIM', tab: 'home' }, 'Ev0PV52K21');
    await sendRequest(signedRequest(opened, { contentType: 'application/json' }));
    expect(await handled(lines)).toMatchObject({ kind: 'event_callback', actor: 'UKIM', requestId: 'Ev0PV52K21' });
  });

  test('a failure is logged with the reference number that the user sees', async () => {
    const boom = () => Promise.reject(new Error('boom'));
    const { send, lines } = await createHarness({ changes: fakeChangeService({ open: boom }) });
    const { body } = await send(slashCommand('/imapp help'));
    const line = await handled(lines);
    expect(line).toMatchObject({
      operation: 'none',
      step: 'failed',
      reference: expect.stringMatching(/^[0-9A-F]{8}$/),
    });
    expect(JSON.stringify(body)).toContain(String(line?.['reference']));
  });
});

describe('stopping the Slack app', () => {
  test('waits for a slow submission and the update of its modal', async () => {
    let answer: (outcome: Outcome) => void = () => {};
    const changes = fakeChangeService({ propose: () => new Promise((resolve) => (answer = resolve)) });
    const { send, slack, app } = await createHarness({ changes, settings: { ackBudgetMs: 40 } });
    await send(viewSubmission({ callback_id: 'form', private_metadata: ask }));
    let closed = false;
    const closing = app.stop().then(() => (closed = true));
    expect(app.isUp()).toBe(false);
    expect([closed, slack.count('views.update')]).toEqual([false, 0]);
    answer(form);
    await closing;
    expect(slack.count('views.update')).toBe(1);
  });

  test('waits for a message to a response_url', async () => {
    const slack = await startFakeSlack();
    const changes = fakeChangeService({ open: async () => show });
    const { send, app } = await createHarness({ slack, changes, appSearch });
    await send(slashCommand('/imapp show shop', { responseUrl: slack.responseUrl }));
    await app.stop();
    expect(slack.count('response_url')).toBe(1);
  });
});
