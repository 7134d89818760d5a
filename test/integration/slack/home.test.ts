import type { Button, HomeView, KnownBlock } from '@slack/types';
import { describe, expect, test, vi } from 'vitest';
import type { LoadOverview, Overview } from '../../../src/apps/overview.js';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import type { NextStep } from '../../../src/notices/notice.js';
import { operations } from '../../../src/operations/index.js';
import { rolesOf } from '../../../src/operations/roles.js';
import { decodeAction, decodeChange, decodeHome, type HomeReference } from '../../../src/slack/metadata.js';
import { homeView, noFilter } from '../../../src/slack/render/home.js';
import { translatorForUser } from '../../../src/slack/render/translator.js';
import { change, fullOverview, limitUsage, operation, pilot, remedy, request, shop } from '../../fixtures/slack.js';
import { blockActions, eventCallback, interactive, signedRequest } from '../../support/slack-request.js';
import { createHarness, emptyOverview, fakeChangeService, testTranslator } from './harness.js';

const json = { contentType: 'application/json' };
const opened = (more: object = {}) =>
  signedRequest(eventCallback({ type: 'app_home_opened', user: 'UKIM', tab: 'home', ...more }, 'Ev1'), json);
const tab = (looking: unknown, more: object = {}) => ({
  ...{ id: 'V1', type: 'home', hash: 'h1', callback_id: '' },
  private_metadata: typeof looking === 'string' ? looking : JSON.stringify(looking),
  ...more,
});

async function house(overview: LoadOverview = emptyOverview) {
  const asked = vi.fn(overview);
  const { sendRequest, send, slack, lines } = await createHarness({ overview: asked });
  const lookedAt = () => asked.mock.calls.at(-1)?.[1];
  const drawn = async () => (await slack.call('views.publish')).args;
  return { asked, lookedAt, drawn, sendLetter: sendRequest, send, slack, lines };
}

describe('Home tab', () => {
  test('shows the first page when it is opened the first time', async () => {
    const { sendLetter, drawn, lookedAt } = await house();
    await sendLetter(opened());
    expect(await drawn()).toMatchObject({ user_id: 'UKIM', view: { type: 'home', private_metadata: '{"page":1}' } });
    expect(lookedAt()).toEqual({ page: 1 });
  });

  test('keeps its query, and is not published if it has changed since', async () => {
    const { sendLetter, drawn, lookedAt } = await house();
    const before = { search: 'shop', page: 2, after: { name: 'shop', sdkAppId: 7 } };
    await sendLetter(opened({ view: tab(before) }));
    expect(await drawn()).toMatchObject({ hash: 'h1', view: { private_metadata: JSON.stringify(before) } });
    expect(lookedAt()).toEqual(before);
  });

  test.each(['', 'garbage', '{"page":0}', '{"page":1,"state":"elephant"}', '{"page":1,"search":["x"]}'])(
    'takes nothing on trust that its view carries: %s',
    async (metadata) => {
      const { sendLetter, drawn, lookedAt } = await house();
      await sendLetter(opened({ view: tab(metadata) }));
      await drawn();
      expect(lookedAt()).toEqual({ page: 1 });
    },
  );

  test('shows the reference number of a failure', async () => {
    const { sendLetter, drawn, lines } = await house(() => Promise.reject(new Error('out of order')));
    await sendLetter(opened());
    const { view } = await drawn();
    const { reference } = lines.find((line) => line['reference']) ?? {};
    expect(JSON.stringify(view)).toContain(String(reference));
    expect(JSON.stringify(view)).not.toContain('out of order');
    expect(JSON.stringify(view)).toContain('home/refresh');
  });
});

describe('Home tab: items that need attention', () => {
  const drawnWith = (overview: Overview, looking: HomeReference) => {
    const translator = translatorForUser(testTranslator, 'en', 'UTC');
    const { blocks } = homeView(translator, { overview, query: looking, operations, roles: rolesOf(['admin']) });
    return { text: JSON.stringify(blocks), buttons: buttonsIn(blocks as KnownBlock[]) };
  };
  const full = fullOverview({ shop, pilot });
  const limit = (remedy: NextStep | null): Overview => ({
    ...full,
    items: [],
    attention: [
      {
        kind: 'limit',
        first: [{ kind: 'limit', app: shop, usage: limitUsage, beyond: remedy ? 'refused' : 'charged', remedy }],
        more: false,
      },
    ],
  });
  const asked = (overview: Overview) =>
    drawnWith(overview, noFilter).buttons.flatMap(({ value = '' }) => {
      const ask = decodeAction(value);
      return ask?.sdkAppId === shop.sdkAppId ? [[ask.operation, ask.values]] : [];
    });

  test('a reached limit has the action that raises it, prefilled; only `usage` if there is none', () => {
    expect(asked(limit({ operation: 'configure', prefill: { plan: 'x' } }))).toEqual([
      ['configure', { plan: 'x' }],
      ['usage', {}],
    ]);
    expect(asked(limit(null))).toEqual([['usage', {}]]);
    expect(drawnWith(limit(remedy), noFilter).text).toContain('Anything beyond it is refused.');
    expect(drawnWith(limit(null), noFilter).text).toContain('What goes beyond is charged.');
  });

  test('a request has a review button without a fingerprint', () => {
    const waiting = request('pending', { before: pilot, agreedPlan: change('disable', pilot).agreedPlan });
    const needs: Overview['attention'] = [
      { kind: 'approval', first: [{ kind: 'approval', change: waiting }], more: false },
    ];
    const { text, buttons } = drawnWith({ ...full, items: [], attention: needs }, noFilter);
    for (const told of ['<@UKIM> asks for approval', 'the contract ended', 'Nov 22, 2026, 03:00 UTC'])
      expect(text).toContain(told);
    expect(text).not.toContain(shownPlanOf(waiting).fingerprint);
    const review = buttons.find((it) => it.action_id === 'approve');
    expect(review).toMatchObject({ text: { text: 'Review' } });
    expect(decodeChange(review?.value)).toEqual({ changeId: waiting.id, fingerprint: '' });
    expect(buttons.some((it) => it.action_id === 'decline')).toBe(false);
  });

  test('more items of a kind are behind a button, with a way back', () => {
    const { buttons } = drawnWith(full, { page: 3, state: 'active' });
    const more = buttons.find(({ action_id }) => action_id === 'home/more/going');
    expect(decodeHome(more?.value)).toEqual({ page: 3, state: 'active', kind: 'going' });
    const alone = drawnWith(full, { page: 3, state: 'active', kind: 'going' });
    expect(alone.text).not.toContain('Search apps');
    expect(alone.buttons.filter(({ action_id = '' }) => action_id.startsWith('home/more'))).toEqual([]);
    const back = alone.buttons.find(({ action_id }) => action_id === 'home/less');
    expect(decodeHome(back?.value)).toEqual({ page: 3, state: 'active' });
  });
});

/** Every button, beside a text or in a row. */
function buttonsIn(blocks: readonly KnownBlock[]): Button[] {
  return blocks.flatMap((block) => {
    const row = block.type === 'actions' ? block.elements : [];
    const beside = block.type === 'section' && block.accessory ? [block.accessory] : [];
    return [...row, ...beside].flatMap((it) => (it.type === 'button' ? [it] : []));
  });
}

describe('Home tab: actions', () => {
  const typed = { 'search/any/any/': { 'home/search': { type: 'plain_text_input', value: 'typed' } } };

  test.each([
    ['home/plan', 'legacy.pro', { page: 1, turn: 'h1', state: 'active', plan: 'legacy.pro', search: 'typed' }],
    ['home/state', 'any', { page: 1, turn: 'h1', search: 'typed' }],
    ['home/state', 'elephant', { page: 1 }],
    ['home/search', 'sent', { page: 1, turn: 'h1', state: 'active', search: 'sent' }],
    ['home/search', '', { page: 1, turn: 'h1', state: 'active' }],
    ['home/clear', undefined, { page: 1, turn: 'h1' }],
    ['home/refresh', undefined, { page: 4, state: 'active' }],
    ['home/next', '{"page":5,"after":{"name":"x","sdkAppId":1}}', { page: 5, after: { name: 'x', sdkAppId: 1 } }],
    ['home/more/limit', '{"page":4,"state":"active","kind":"limit"}', { page: 4, state: 'active', kind: 'limit' }],
    ['home/more/limit', '{"page":4,"kind":"elephant"}', { page: 4, state: 'active' }],
    ['home/less', '{"page":4,"state":"active"}', { page: 4, state: 'active' }],
    ['home/next', 'garbage', { page: 4, state: 'active' }],
  ])('%s with the value %s publishes the new query', async (actionId, value, looking) => {
    const { send, drawn, lookedAt } = await house();
    const view = tab({ page: 4, state: 'active' }, { state: { values: typed } });
    await send(blockActions({ actionId, view, ...(value !== undefined && { value }) }));
    expect((await drawn())['hash']).toBeUndefined();
    expect(lookedAt()).toEqual(looking);
  });

  test('setting or clearing filters changes their block ids; other actions keep them', async () => {
    const idsAfter = async (actionId: string, looking: object) => {
      const { send, drawn } = await house();
      await send(blockActions({ actionId, value: 'any', view: tab(looking) }));
      const { view } = (await drawn()) as unknown as { view: HomeView };
      return view.blocks.flatMap(({ block_id: id = '' }) => (/^(search|filter)\//.test(id) ? [id] : []));
    };
    const anew = ['search/h1', 'filter/h1'];
    const kept = ['search/h0', 'filter/h0'];
    const looking = { page: 1, state: 'disabled', turn: 'h0' };
    expect(await idsAfter('home/clear', looking)).toEqual(anew);
    expect(await idsAfter('home/state', looking)).toEqual(anew);
    expect(await idsAfter('home/refresh', looking)).toEqual(kept);
  });

  test('a selected option is the action’s value', async () => {
    const { send, drawn, lookedAt } = await house();
    const action = { action_id: 'home/state', block_id: 'filter', selected_option: { value: 'disabled' } };
    const body = { type: 'block_actions', container: { type: 'view' }, view: tab({ page: 4 }), actions: [action] };
    await send(interactive(body));
    await drawn();
    expect(lookedAt()).toEqual({ page: 1, turn: 'h1', state: 'disabled' });
  });

  test('approving a request that was already decided opens a modal that says by whom, and updates the tab', async () => {
    const settled = change('disable', pilot, {
      state: 'declined',
      decidedBy: 'UPARK',
      decidedAt: '2026-11-21T03:00:00.000Z',
    });
    const changes = fakeChangeService({
      get: async () => settled,
      approve: async () => ({ step: 'alreadyDecided', operation: operation('disable'), change: settled }),
    });
    const { send, slack } = await createHarness({ changes });
    await send(
      blockActions(
        { actionId: 'approve', value: JSON.stringify({ change: settled.id }), view: tab({ page: 1 }) },
        { user: 'UBOSS' },
      ),
    );
    expect(JSON.stringify((await slack.call('views.update')).args)).toContain('declined by <@UPARK>');
    expect((await slack.call('views.publish')).args).toMatchObject({ user_id: 'UBOSS' });
  });
});
