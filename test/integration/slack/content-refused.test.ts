import { describe, expect, test } from 'vitest';
import { operation, planOf, shop } from '../../fixtures/slack.js';
import { type Answer, startFakeSlack } from '../../support/fake-slack.js';
import { noMetrics } from '../../support/noop-metrics.js';
import { blockActions, eventCallback, interactive, signedRequest, slashCommand } from '../../support/slack-request.js';
import { createHarness, fakeChangeService } from './harness.js';

type Args = Readonly<Record<string, unknown>>;

const result = { step: 'result', operation: operation('show'), app: shop, plan: planOf('show', shop) } as const;

/** Refuses views that have more than plain sections. */
const onlySections = ({ view }: Args): Answer => {
  const { blocks = [] } = view as { blocks?: { type: string; text?: { text?: string } }[] };
  const isLoading = blocks[0]?.text?.text?.includes('One moment');
  return isLoading || blocks.every(({ type }) => type === 'section')
    ? { view: { id: 'V1' } }
    : { ok: false, error: 'invalid_arguments' };
};

async function setup(answers: Record<string, Answer | ((args: Args) => Answer)>) {
  const slack = await startFakeSlack(answers);
  const surfaces: string[] = [];
  const metrics = { ...noMetrics, contentRefused: (surface: string) => void surfaces.push(surface) };
  const appSearch = { findApp: async () => ({ app: shop }), suggestApps: async () => [shop] };
  const changes = fakeChangeService({ open: async () => result, get: async () => null });
  return { surfaces, ...(await createHarness({ slack, metrics, appSearch, changes })) };
}

const ask = { actionId: 'ask/0', value: JSON.stringify({ operation: 'show', sdkAppId: 1, answers: {} }) };
const modal = { id: 'V1', type: 'modal', callback_id: 'notice', private_metadata: '' };

describe('an answer that Slack refuses at a response_url', () => {
  test.each([
    ['with status 400', { status: 400 }],
    ['with status 200 and a body', { ok: false, error: 'invalid_blocks' }],
  ] as const)('is said once more as plain text (%s)', async (_what, refusal) => {
    const { slack, send, surfaces, lines, app } = await setup({
      response_url: ({ blocks }) => (Array.isArray(blocks) && blocks.length > 0 ? refusal : {}),
    });
    await send(slashCommand('/imapp show shop', { responseUrl: slack.responseUrl }));
    await slack.call('response_url');
    const { args } = await slack.call('response_url');
    expect(args).toMatchObject({ response_type: 'ephemeral', replace_original: false, blocks: [] });
    for (const said of ['shop', String(shop.sdkAppId), '/imapp']) expect(args['text']).toContain(said);
    await app.stop();
    expect(surfaces).toEqual(['response']);
    expect(slack.count('chat.postMessage')).toBe(0);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', surface: 'response' }));
  });

  test.each([
    ['used up', { status: 404 }],
    ['expired', { ok: false, error: 'expired_url' }],
    ['gone', 'reset'],
  ] as const)('that is %s is sent directly', async (_what, answer) => {
    const { slack, send, surfaces } = await setup({ response_url: answer });
    await send(slashCommand('/imapp show shop', { responseUrl: slack.responseUrl }));
    const { args } = await slack.call('chat.postMessage');
    expect(args).toMatchObject({ channel: 'DUKIM' });
    expect(JSON.stringify(args['blocks'])).toContain(String(shop.sdkAppId));
    expect(surfaces).toEqual([]);
  });
});

describe('a view that Slack refuses', () => {
  test('is shown as plain text if there is nothing to submit', async () => {
    const { slack, send, surfaces, lines, app } = await setup({ 'views.update': onlySections });
    await send(blockActions({ ...ask, view: modal }));
    await slack.call('views.update');
    const { view } = (await slack.call('views.update')).args as { view: { blocks: object[]; title: object } };
    await app.stop();
    expect(JSON.stringify(view.blocks)).toContain(String(shop.sdkAppId));
    expect(view).toMatchObject({ type: 'modal', callback_id: 'notice' });
    expect(surfaces).toEqual(['modal']);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', surface: 'modal' }));
    expect(slack.count('views.update')).toBe(2);
  });

  test('of the Home tab is published as plain text', async () => {
    const { slack, sendRequest, surfaces } = await setup({ 'views.publish': onlySections });
    const opened = eventCallback({ type: 'app_home_opened', tab: 'home', user: 'UKIM' }, 'Ev1');
    await sendRequest(signedRequest(opened, { contentType: 'application/json' }));
    await slack.call('views.publish');
    const { view } = (await slack.call('views.publish')).args as { view: object };
    expect(view).toMatchObject({ type: 'home' });
    expect(JSON.stringify(view)).not.toContain('"actions"');
    expect(surfaces).toEqual(['home']);
  });

  test('that has something to submit is replaced by a reference number, which the log has', async () => {
    const { slack, send, surfaces, lines, app } = await setup({
      'views.open': { ok: false, error: 'invalid_arguments' },
    });
    await send(interactive({ type: 'shortcut', callback_id: 'manage' }));
    const { args } = await slack.call('chat.postMessage');
    await app.stop();
    const failed = lines.find(({ reference }) => reference !== undefined);
    expect(args).toMatchObject({ channel: 'DUKIM', text: expect.stringContaining(String(failed?.['reference'])) });
    expect(surfaces).toEqual(['modal']);
  });
});
