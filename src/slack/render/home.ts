import type { HomeView, InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import { type Overview, type OverviewItem, pageSize } from '../../apps/overview.js';
import { appStates } from '../../domain/app.js';
import { planLabel, retiredText, stateText } from '../../domain/labels.js';
import { isSlackUser } from '../../domain/slack-ids.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import type { NextStep } from '../../notices/notice.js';
import type { NextAction } from '../../operations/change-plan.js';
import type { Operation } from '../../operations/operation.js';
import { operationsPhrases } from '../../operations/phrases.js';
import type { Role } from '../../operations/roles.js';
import { encode, type HomeReference } from '../metadata.js';
import { slackPhrases } from '../phrases.js';

import {
  appName,
  attentionBlocks,
  attentionKindBlocks,
  type HomeRenderContext,
  homeButton,
  usageText,
  withBlockId,
} from './attention.js';
import { header, labelText, nextSteps, optionText, placeholderText, section } from './blocks.js';
import { homePhrases } from './home.phrases.js';
import type { MessageTranslator } from './translator.js';

const { phrase } = homePhrases;

/** The first page of all apps. */
export const noFilter: HomeReference = { page: 1 };

/** The value of a filter that matches everything. */
export const anyValue = 'any';

interface Menu {
  readonly name: string;
  readonly label: Text;
  readonly options: PlainTextOption[];
  readonly value: string;
}

interface HomeViewOptions {
  readonly overview: Overview;
  readonly query: HomeReference;
  readonly operations: readonly Operation[];
  readonly roles: ReadonlySet<Role>;
}

/**
 * The Home tab: items that need this user's attention, then a page of the apps; or only the items of one kind. The query
 * is kept in the view's metadata.
 */
export function homeView(
  translator: MessageTranslator,
  { overview, query, operations, roles }: HomeViewOptions,
): HomeView {
  const { attention, catalogue } = overview;
  const context = { translator, operations, catalogue, query };
  if (query.kind !== undefined)
    return { type: 'home', private_metadata: encode(query), blocks: attentionKindBlocks(context, attention) };
  const canAct = roles.has('operator') || roles.has('approver');
  return {
    type: 'home',
    private_metadata: encode(query),
    blocks: [
      header(translator, phrase('title')),
      section(translator, phrase('hint')),
      startActions(translator, operations, roles),
      ...(canAct ? [header(translator, phrase('needs'))] : []),
      ...(canAct && attention.length === 0
        ? [section(translator, phrase('calm'))]
        : attentionBlocks(context, attention)),
      header(translator, phrase('apps')),
      ...filters(translator, overview, query),
      section(translator, countText(overview, isFiltered(query))),
      ...overview.items.flatMap((it) => appBlocks(context, it)),
      ...pageButtons(translator, overview, query),
    ],
  };
}

/** Shown when the Home tab could not be rendered. */
export function failedHome(translator: MessageTranslator, reference: string): HomeView {
  return homeWithText(translator, slackPhrases.phrase('failed', { reference }));
}

/** The Home tab of somebody who may not see anything, or when there is nothing to see. */
export function homeWithText(translator: MessageTranslator, text: Phrase): HomeView {
  const refresh = homeButton(translator, 'refresh', { text: phrase('refresh') });
  return {
    type: 'home',
    blocks: [
      header(translator, phrase('title')),
      section(translator, text),
      { type: 'actions', block_id: 'begin', elements: [refresh] },
    ],
  };
}

/** Buttons for operations that need no app, and one to refresh. */
function startActions(
  translator: MessageTranslator,
  operations: readonly Operation[],
  roles: ReadonlySet<Role>,
): KnownBlock {
  const startable = operations.filter(
    ({ subject, role, name }) => subject !== 'app' && roles.has(role) && name !== 'list',
  );
  const steps = nextSteps(
    translator,
    startable.map(({ name }): NextAction => ({ operation: name })),
    operations,
  );
  const buttons = steps.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return {
    type: 'actions',
    block_id: 'begin',
    elements: [homeButton(translator, 'refresh', { text: phrase('refresh') }), ...buttons],
  };
}

/** The block ids change when filters are set or reset: Slack keeps the state of a block as long as its id is the same. */
function filters(translator: MessageTranslator, { catalogue }: Overview, query: HomeReference): KnownBlock[] {
  const { search = '', state = anyValue, plan = anyValue, owner = '', turn = '' } = query;
  const option = (value: string, label: Text) => ({ value, text: optionText(translator, label) });
  const states = [option(anyValue, phrase('anyState')), ...appStates.map((it) => option(it, stateText(it)))];
  const plans = [
    option(anyValue, phrase('anyPlan')),
    ...Object.keys(catalogue.plans).map((it) => option(it, planLabel(catalogue, it))),
  ];
  return [
    searchInput(translator, search, turn),
    {
      type: 'actions',
      block_id: `filter/${turn}`,
      elements: [
        filterSelect(translator, {
          name: 'state',
          label: operationsPhrases.phrase('state'),
          options: states,
          value: state,
        }),
        filterSelect(translator, {
          name: 'plan',
          label: operationsPhrases.phrase('plan'),
          options: plans,
          value: plan,
        }),
        {
          type: 'users_select',
          action_id: 'home/owner',
          placeholder: placeholderText(translator, phrase('anyOwner')),
          ...(isSlackUser(owner) && { initial_user: owner }),
        },
        ...(isFiltered(query) ? [homeButton(translator, 'clear', { text: phrase('clear') })] : []),
      ],
    },
  ];
}

function isFiltered({ search, state, plan, owner }: HomeReference): boolean {
  return [search, state, plan, owner].some((it) => it !== undefined);
}

function searchInput(translator: MessageTranslator, search: string, turn: string): InputBlock {
  return {
    type: 'input',
    block_id: `search/${turn}`,
    dispatch_action: true,
    optional: true,
    label: labelText(translator, phrase('search')),
    element: {
      type: 'plain_text_input',
      action_id: 'home/search',
      max_length: 100,
      placeholder: placeholderText(translator, phrase('searchPlaceholder')),
      ...(search !== '' && { initial_value: search }),
    },
  };
}

function filterSelect(translator: MessageTranslator, { name, label, options, value }: Menu) {
  const initial = options.find((option) => option.value === value);
  return {
    type: 'static_select' as const,
    action_id: `home/${name}`,
    placeholder: placeholderText(translator, label),
    options,
    ...(initial && { initial_option: initial }),
  };
}

function countText({ total, items: listed, page }: Overview, filtered: boolean): Phrase {
  if (total === 0) return phrase(filtered ? 'none' : 'empty');
  if (listed.length === 0) return phrase('offPage');
  const from = (page - 1) * pageSize + 1;
  return total <= pageSize
    ? phrase('count', { count: total })
    : phrase('shown', { from, to: Math.min(from + listed.length - 1, total), count: total });
}

function appBlocks(
  { translator, operations, catalogue }: HomeRenderContext,
  { app, limitUsage, suggestedAction }: OverviewItem,
): KnownBlock[] {
  const { sdkAppId, validity } = app;
  const retired = app.retiredAt !== null && app.state !== 'purged';
  const state = retired ? retiredText : stateText(app.state);
  const values = { app: appName(app), plan: planLabel(catalogue, app.plan), state };
  const line =
    validity && !retired && app.state === 'active'
      ? phrase('rowUntil', { ...values, until: validity.until })
      : phrase('row', values);
  const usage = limitUsage && usageText(limitUsage);
  const actions: NextStep[] = [
    { operation: 'show' },
    ...(usage ? [{ operation: 'usage' }] : []),
    ...(suggestedAction ? [suggestedAction] : []),
  ];
  const steps = nextSteps(
    translator,
    actions.map((step): NextAction => ({ ...step, sdkAppId })),
    operations,
  );
  return [
    section(translator, usage ? phrase('withUsage', { line, usage }) : line),
    ...withBlockId(steps, `app/${sdkAppId}`),
  ];
}

/** Buttons for the previous and next page. Page 1 is always fetched from the start of the list, not from a cursor. */
function pageButtons(
  translator: MessageTranslator,
  { items: listed, more, page }: Overview,
  query: HomeReference,
): KnownBlock[] {
  const { after: _after, before: _before, ...filter } = query;
  const [first, last] = [listed[0]?.app, listed.at(-1)?.app];
  const cursor = ({ name, sdkAppId }: OverviewItem['app']) => ({ name, sdkAppId });
  const previous = page > 2 && first ? { ...filter, page: page - 1, before: cursor(first) } : { ...filter, page: 1 };
  const buttons = [
    ...(page > 1
      ? [
          homeButton(translator, 'previous', {
            text: phrase(previous.page === 1 ? 'firstPage' : 'previous'),
            to: previous,
          }),
        ]
      : []),
    ...(more && last
      ? [
          homeButton(translator, 'next', {
            text: phrase('next'),
            to: { ...filter, page: page + 1, after: cursor(last) },
          }),
        ]
      : []),
  ];
  return buttons.length > 0 ? [{ type: 'actions', block_id: 'pages', elements: buttons }] : [];
}
