import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { maxItemsOfOneKind } from '../../../src/apps/attention.js';
import type { Overview } from '../../../src/apps/overview.js';
import type { Change, ChangeState, Outcome } from '../../../src/changes/change.js';
import type { App } from '../../../src/domain/app.js';
import { languages } from '../../../src/i18n/language.js';
import { appNoticeKinds } from '../../../src/notices/kinds.js';
import type { ChangePlan, FormValues } from '../../../src/operations/change-plan.js';
import { operations } from '../../../src/operations/index.js';
import type { AuditEntry } from '../../../src/operations/operation.js';
import { rolesOf } from '../../../src/operations/roles.js';
import type { HomeReference } from '../../../src/slack/metadata.js';
import { slackPhrases } from '../../../src/slack/phrases.js';
import { alert, appText, nextSteps } from '../../../src/slack/render/blocks.js';
import { changeMessageRenderer } from '../../../src/slack/render/change-messages.js';
import { formView } from '../../../src/slack/render/form.js';
import { homeView } from '../../../src/slack/render/home.js';
import {
  appliedMessage,
  approvalMessage,
  appSteps,
  decisionMessage,
  linesMessage,
  sentence,
} from '../../../src/slack/render/messages.js';
import { digestMessage, noticeMessage } from '../../../src/slack/render/notices.js';
import { approvalView, declineView, outcomeView } from '../../../src/slack/render/outcome.js';
import {
  type MessageTranslator,
  translatorForChannel,
  translatorForUser,
} from '../../../src/slack/render/translator.js';
import { failedView, loadingView, manageView, pickView, staleView } from '../../../src/slack/render/views.js';
import { samplePayloads } from '../../fixtures/notices.js';
import {
  at,
  change,
  fieldsOf,
  fullOverview,
  limitUsage,
  operation,
  outcome,
  pilot,
  planOf,
  request,
  shop,
} from '../../fixtures/slack.js';
import { rules } from '../../support/service.js';
import { optionProblems, problems } from '../../support/slack-limits.js';
import { testTranslator } from './harness.js';

/** What people call their apps, and what else they may type. */
const nasty: Readonly<Record<string, string>> = {
  plain: 'shop',
  long: 'a very long name '.repeat(6).slice(0, 100),
  wide: '가나다라마바사아자차'.repeat(10),
  emoji: '👩‍👩‍👧‍👦🛒'.repeat(12).slice(0, 100),
  markup: '<!channel> <@U123> <https://evil.example|click> & <b>',
  formatted: '*bold* _it_ ~gone~ `code` ```block``` :cn: > quote',
  lines: 'one\ntwo\r\n*Approved by* <@UBOSS>\u2028three\u0007\u0000',
  rightToLeft: '\u202eparty\u202c متجر \u2066حذف\u2069 \u200f',
  quotes: '"quoted" ‘single’ “double” {{name}} $t(x)',
  spaces: '   ',
};

const readers: (readonly [string, MessageTranslator])[] = languages.flatMap((language) => [
  [`${language}, one reader`, translatorForUser(testTranslator, language, 'America/Argentina/ComodRivadavia')] as const,
  [`${language}, a channel`, translatorForChannel(testTranslator, language)] as const,
]);

const states: readonly ChangeState[] = ['proposed', 'pending', 'applied', 'declined', 'expired', 'outdated'];

function appsCalled(name: string): { shop: App; pilot: App } {
  return { shop: { ...shop, name }, pilot: { ...pilot, name } };
}

/** A story as long as is ever looked up. */
function story(name: string, app: App): AuditEntry[] {
  return Array.from({ length: 50 }, () => ({
    at,
    actor: 'UKIM',
    action: 'disable.declined',
    before: app,
    after: app,
    reason: `${name} `.repeat(500).slice(0, 500),
    snooze: null,
    reading: null,
  }));
}

/** Every modal, for apps and people of this name. */
function views(translator: MessageTranslator, name: string): Record<string, object> {
  const apps = appsCalled(name);
  const it = change('disable', apps.shop, { reason: `${name} `.repeat(500).slice(0, 500), declineReason: name });
  const view = (outcome: Outcome) => outcomeView(translator, operations, outcome);
  const form = (operationName: string, app: App, draft = {}) =>
    view({ step: 'form', operation: operation(operationName), app, fields: fieldsOf(operationName, app, draft) });
  const answer = (operationName: string, plan: ChangePlan) =>
    view({ step: 'result', operation: operation(operationName), app: apps.shop, plan });
  const refusal = {
    reason: slackPhrases.phrase('stale'),
    next: operations.map(({ name }) => ({ operation: name, sdkAppId: 1 })),
  };
  const draft = { name, account: name, sdkAppId: name.slice(0, 30), ruleSet: 'legacy-monthly', plan: 'legacy.pro' };
  return {
    loading: loadingView(translator),
    failed: failedView(translator, '0123ABCD'),
    stale: staleView(translator, operations),
    pick: pickView(translator, operation('upgrade'), { values: { [name.slice(0, 60)]: name } }),
    'pick with all that fits a command': pickView(translator, operation('upgrade'), { values: longDraft }),
    manage: manageView(translator, operations),
    home: home(translator, fullOverview(apps), {
      page: 3,
      search: name.slice(0, 100),
      state: 'active',
      plan: 'legacy.pro',
    }),
    'home, one kind of need': home(translator, oneKind(apps), { page: 1, kind: 'approval' }),
    'home, nothing of a kind': home(translator, nothing, { page: 1, kind: 'limit' }),
    'home of nobody': home(translator, nothing, { page: 1 }),
    'home, filtered to nothing': home(translator, nothing, { page: 1, search: name.slice(0, 100) }),
    'home, off the page': home(translator, { ...nothing, total: 30, page: 3 }, { page: 3 }),
    'answer of usage': answer('usage', planOf('usage', apps.shop, {}, { readings: [limitUsage] })),
    approve: approvalView(translator, operation('disable'), it),
    decline: declineView(translator, operation('disable'), { change: it, own: false }),
    withdraw: declineView(translator, operation('disable'), { change: it, own: true }),
    'form of upgrade': form('upgrade', {
      ...apps.pilot,
      ruleSet: 'legacy-daily',
      plan: 'legacy.trial',
      validity: null,
    }),
    'form of configure': form('configure', apps.shop),
    'form of register': form('register', apps.shop, draft),
    'preview of disable': view(outcome('preview', it)),
    'preview of upgrade': view(
      outcome('preview', change('upgrade', apps.pilot, { formValues: { plan: 'current.premium' } })),
    ),
    'preview, moved': view({ step: 'preview', operation: operation('disable'), change: it, moved: true }),
    'preview of a new app': view(outcome('preview', { ...it, operation: 'register', before: null })),
    awaiting: view(outcome('pending', it)),
    applied: view(outcome('applied', { ...it, state: 'applied' })),
    'applied, with nothing to say': view(outcome('applied', { ...it, agreedPlan: { ...it.agreedPlan, done: null } })),
    declined: view(outcome('declined', { ...it, state: 'declined' })),
    ...Object.fromEntries(
      states.map((state) => [`settled, ${state}`, view(outcome('alreadyDecided', { ...it, state }))]),
    ),
    refused: view({ step: 'refused', operation: operation('upgrade'), app: apps.shop, refusal }),
    'refused without an operation': view({
      step: 'refused',
      operation: null,
      app: null,
      refusal: { reason: refusal.reason },
    }),
    'answer of show': answer('show', planOf('show', apps.shop)),
    'answer of a long history': answer('history', planOf('history', apps.shop, {}, { events: story(name, apps.shop) })),
    'answer of help': answer('help', planOf('help', apps.shop, {}, { operations })),
  };
}

const nothing: Overview = { attention: [], items: [], more: false, total: 0, page: 1, catalogue: rules.catalogue };

/** As many requests as are ever told. */
function oneKind(apps: { shop: App; pilot: App }): Overview {
  const first = Array.from({ length: maxItemsOfOneKind }, () => ({
    kind: 'approval' as const,
    change: request('pending', { before: apps.shop, reason: 'x'.repeat(500) }),
  }));
  return { ...nothing, attention: [{ kind: 'approval', first, more: true }] };
}

function home(translator: MessageTranslator, overview: Overview, looking: HomeReference) {
  return homeView(translator, { overview, query: looking, operations, roles: rolesOf(['admin']) });
}

const longDraft = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`option${i}`, 'x'.repeat(100)]));

/** Every notice, alone and with many of its kind. */
function noticeMessages(translator: MessageTranslator, name: string): Record<string, object> {
  const payloads = new Map(Object.entries(samplePayloads(appsCalled(name).shop.name)));
  return Object.fromEntries(
    appNoticeKinds.flatMap(({ id: kindId, kind }) => {
      const context = { message: randomUUID(), snoozable: true, kindId, kind, catalogue: rules.catalogue, operations };
      const said = (payloads.get(kindId) ?? []).map((it, i) => ({
        dedupeKey: `${kindId}:${i}`,
        sdkAppId: 2_147_483_647,
        metric: 'membersPerGroup',
        payload: it,
        resolved: it['now'] !== undefined,
      }));
      const many = Array.from({ length: 20 }, (_, i) => said[i % said.length]).flatMap((it) => it ?? []);
      const due = {
        id: '',
        kind: kindId,
        language: 'en' as const,
        attemptedAt: null,
        ref: null,
        threadTs: null,
        file: null,
        redirectedFrom: null,
        unreachableSince: null,
        version: 1,
        resolvedCount: 4710,
        snoozable: true,
      };
      return [
        ...said.map((it, i) => [`notice ${kindId} ${i}`, noticeMessage(translator, context, it)] as const),
        [`many ${kindId}`, digestMessage(translator, context, { ...due, notices: many, count: 4711 })] as const,
      ];
    }),
  );
}

/** Every message, for apps and people of this name. */
function messages(translator: MessageTranslator, name: string): Record<string, object> {
  const apps = appsCalled(name);
  const over = { reason: `${name} `.repeat(500).slice(0, 500), answer: name, before: apps.shop };
  const asked = (state: ChangeState): Change => request(state, { ...over, agreedPlan: planOf('disable', apps.shop) });
  const many = Array.from({ length: 40 }, (_, i) => ({ ...apps.shop, sdkAppId: i + 1 }));
  const about = (operationName: string, plan: ChangePlan) =>
    [operationName, linesMessage(translator, plan.lines, nextSteps(translator, plan.nextActions, operations))] as const;
  return {
    ...Object.fromEntries(
      states.map((state) => [`request, ${state}`, approvalMessage(translator, operation('disable'), asked(state))]),
    ),
    ...Object.fromEntries(
      states.map((state) => [
        `decision, ${state}`,
        decisionMessage(translator, operations, operation('disable'), asked(state)),
      ]),
    ),
    ...noticeMessages(translator, name),
    reminder:
      changeMessageRenderer('approval-reminder')?.(
        translator,
        {
          operation: operation('disable'),
          operations,
          onCall: Array.from({ length: 30 }, (_, i) => `S0ONCALL${i}`),
          payload: {},
        },
        asked('pending'),
      ) ?? {},
    ...Object.fromEntries(
      [0, 2].map((count) => [
        `redirected to ${count}`,
        changeMessageRenderer('approval-redirected')?.(
          translator,
          {
            ...{ operation: operation('disable'), operations, onCall: [] },
            payload: { channel: 'CAPPROVE', error: 'is_archived', asked: count },
          },
          asked('pending'),
        ) ?? {},
      ]),
    ),
    'applied in a channel': appliedMessage(translator, operations, asked('applied')),
    'near apps': sentence(
      translator,
      slackPhrases.phrase('unknownApp', { name }),
      appSteps(translator, operation('upgrade'), many.slice(0, 5), longDraft),
    ),
    ...Object.fromEntries(
      operations.map(({ name }) => [
        `help about ${name}`,
        about(name, planOf('help', apps.shop, { operation: name }, { operations }))[1],
      ]),
    ),
    ...Object.fromEntries([
      about('show', planOf('show', apps.shop)),
      about('history', planOf('history', apps.shop, {}, { events: story(name, apps.shop) })),
      about('list', planOf('list', apps.shop, {}, { apps: { found: many, total: 4711 } })),
      about('plans', planOf('plans', apps.shop, { ruleSet: 'legacy-daily' })),
      about('help', planOf('help', apps.shop, {}, { operations })),
      about('usage', planOf('usage', apps.shop, {}, { readings: [limitUsage] })),
    ]),
  };
}

describe.each(readers)('rendered for %s', (_reader, translator) => {
  test.each(Object.entries(nasty))('every modal is within Slack’s limits (%s)', (_kind, name) => {
    const found = Object.entries(views(translator, name)).flatMap(([view, drawn]) =>
      problems(drawn).map((it) => `${view}: ${it}`),
    );
    expect(found).toEqual([]);
  });

  test.each(Object.entries(nasty))('every message is within Slack’s limits (%s)', (_kind, name) => {
    const found = Object.entries(messages(translator, name)).flatMap(([message, drawn]) =>
      problems(drawn).map((it) => `${message}: ${it}`),
    );
    expect(found).toEqual([]);
  });

  test.each(Object.entries(nasty))('an app in a menu shows its whole id (%s)', (_kind, name) => {
    const text = appText(translator, { ...shop, name });
    expect(optionProblems({ text, value: '1' })).toEqual([]);
    expect(text.text).toContain(`(${shop.sdkAppId})`);
  });
});

test.each(readers)('titles and submit buttons fit without being cut (%s)', (_reader, translator) => {
  const heads = Object.values(views(translator, 'shop')).flatMap((view) => {
    const { title, submit, close } = view as Partial<Record<string, { text: string }>>;
    return [title, submit, close].flatMap((it) => (it ? [it.text] : []));
  });
  const own = operations.flatMap(({ text }) => [translator.plain(text.title), translator.plain(text.label)]);
  expect([...heads, ...own].filter((text) => text.length > 24 || text.endsWith('…'))).toEqual([]);
});

test('a form opened from a limit focuses the field that raises it', () => {
  const translator = translatorForUser(testTranslator, 'en', 'UTC');
  const focused = (draft: FormValues) => {
    const fields = fieldsOf('configure', { ...shop, addOns: {} }, draft);
    const { blocks } = formView(translator, { operation: operation('configure'), app: shop, fields });
    const elements: unknown[] = blocks.flatMap((block) => ('element' in block ? [block.element] : []));
    return elements.filter((element) => JSON.stringify(element).includes('focus_on_load'));
  };
  expect(focused({})).toEqual([]);
  expect(focused({ metric: 'groupsPerUser' })).toMatchObject([
    { action_id: 'maxGroupsPerUser', focus_on_load: true, initial_option: { value: '1000' } },
  ]);
});

describe('hostile app name', () => {
  const translator = translatorForUser(testTranslator, 'en', 'UTC');
  const said = (name: string) => translator?.mrkdwn(slackPhrases.phrase('about', { app: name })) ?? '';

  test('contains no mention and no link', () => {
    expect(said('<!channel> <@U1> <https://x|y> &')).toBe('*&lt;!channel&gt; &lt;@U1&gt; &lt;https://x|y&gt; &amp;*');
  });

  test('contains no line break', () => {
    expect(said('shop\n*Approved by* boss\r\n\u2028x')).not.toMatch(/[\n\r\u2028]/);
  });

  test('contains no marks of text direction and no invisible characters', () => {
    expect(said('\u202egnp\u202c')).not.toMatch(/[\u202a-\u202e]/);
  });

  test('is neither formatted nor shown as an emoji', () => {
    expect(said('*x*').slice(1, -1)).not.toContain('*');
    expect(said('`x`')).not.toContain('`');
    expect(said('~x~')).not.toContain('~');
    expect(said('im:cn:prod')).not.toContain(':cn:');
    expect(said('prod_chat_kr')).toBe('*prod_chat_kr*');
  });

  test('is shown exactly where it has to be typed', () => {
    const name = '*Shop* `1` :cn:';
    const view = outcomeView(
      translatorForUser(testTranslator, 'en', 'UTC'),
      operations,
      outcome('preview', change('disable', { ...shop, name })),
    );
    expect(JSON.stringify(view)).toContain(`Exactly as it is written: ${name}`);
  });
});

describe('approval message', () => {
  const drawn = (state: ChangeState) =>
    JSON.stringify(approvalMessage(translatorForUser(testTranslator, 'en', 'UTC'), operation('disable'), asked(state)));
  const asked = (state: ChangeState) => request(state, { before: pilot, agreedPlan: planOf('disable', pilot), policy });
  const policy = { confirm: 'app-name', approval: 'on-call', approverConfirms: 'none' } as const;

  test('has a confirmation dialog that names the loss and the app once', () => {
    const [, question = ''] =
      /"confirm":\{.*?"text":\{"type":"plain_text","text":"(Disable[^"]*)"/.exec(drawn('pending')) ?? [];
    expect(question).toMatch(/^Disable: All services of pilot \(1400000001\) stop at once\. It can be restored until /);
    expect(question.split('pilot')).toHaveLength(2);
  });

  test.each([
    ['plan', 'no longer as agreed'],
    ['author_role', '<@UKIM>, who asked for it, no longer has the role'],
    [null, 'no longer as agreed'],
  ] as const)('says why it is void: %s', (voidCause, told) => {
    const change = request('outdated', { voidCause });
    const message = approvalMessage(translatorForUser(testTranslator, 'en', 'UTC'), operation('disable'), change);
    expect(message.text).toContain(told);
  });

  test('says above the request that it was not applied', () => {
    for (const state of ['declined', 'expired', 'outdated'] as const)
      expect(drawn(state)).toContain('and was not done:\\n*State*: active → *disabled*');
    expect(drawn('applied')).not.toContain('not done');
  });
});

describe('alert', () => {
  const translator = translatorForUser(testTranslator, 'en', 'UTC');
  const shown = (text: string) =>
    alert({ ...translator, mrkdwn: () => text }, '', 'error').map((block) =>
      block.type === 'alert' || block.type === 'section' ? block.text?.text : '',
    );

  test.each([
    ['all of a text that fits', 'All is lost.', ['All is lost.']],
    ['whole sentences, and the rest below', `One. Two! ${'x'.repeat(195)}.`, ['One. Two!', `${'x'.repeat(195)}.`]],
    ['whole sentences in Chinese', `全部停止。${'数'.repeat(199)}。`, ['全部停止。', `${'数'.repeat(199)}。`]],
    [
      'no sentence that ends within a name',
      `*A. B* ${'x'.repeat(200)}`,
      [/^\*A\. B\* x+…$/, `*A. B* ${'x'.repeat(200)}`],
    ],
    ['closed bold text', `*${'n'.repeat(250)}* ends.`, [/^\*n+…\*$/, `*${'n'.repeat(250)}* ends.`]],
    ['no half escape', `${'x'.repeat(197)}&amp;y`, [/^x{197}…$/, `${'x'.repeat(197)}&amp;y`]],
  ])('shows %s', (_what, text, expected) => {
    const texts = shown(text);
    expect(texts).toHaveLength(expected.length);
    for (const [i, each] of expected.entries())
      expect(texts[i]).toEqual(typeof each === 'string' ? each : expect.stringMatching(each));
    expect(texts[0]?.length).toBeLessThanOrEqual(200);
  });
});

describe('long results', () => {
  test('end with the number of lines left out', () => {
    const lines = Array.from({ length: 2000 }, (_, i) => slackPhrases.phrase('about', { app: `line ${i} of many` }));
    const { blocks } = linesMessage(translatorForUser(testTranslator, 'en', 'UTC'), lines);
    const text = JSON.stringify(blocks);
    const shown = text.match(/line \d+ of many/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(100);
    expect(text).toContain(`And ${(2000 - shown).toLocaleString('en')} more lines`);
  });
});

describe('translated instants', () => {
  const moment = { key: 'operation.moment', values: { at } };
  test('are in a user’s own time zone, named, in 24-hour notation', () => {
    expect(translatorForUser(testTranslator, 'en', 'America/New_York').mrkdwn(moment)).toMatch(
      /^Nov 20, 2026, 22:00 E[SD]T$/,
    );
  });
  test('are date tokens in a channel, with UTC as the fallback', () => {
    expect(translatorForChannel(testTranslator, 'en').mrkdwn(moment)).toBe(
      '<!date^1795230000^{date_short} {time}|Nov 21, 2026, 03:00 UTC>',
    );
  });
});
