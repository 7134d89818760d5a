import type { HomeView, InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import { type Overview, type OverviewItem, pageSize } from '../../apps/overview.js';
import { appStates } from '../../domain/app.js';
import { planLabel, stateText } from '../../domain/labels.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import type { NextStep } from '../../notices/notice.js';
import type { NextAction } from '../../operations/change-plan.js';
import type { Operation } from '../../operations/operation.js';
import { operationsPhrases } from '../../operations/phrases.js';
import type { Role } from '../../operations/roles.js';
import { encode, type HomeReference } from '../metadata.js';
import { slackPhrases } from '../phrases.js';
import { type HomeRenderContext, kindBlocks, nameOf, needBlocks, placed, usageOf } from './attention.js';
import { header, nextSteps, optionText, plainText, section } from './blocks.js';
import { homePhrases } from './home.phrases.js';
import { homeButton } from './home-button.js';
import type { MessageTranslator } from './translator.js';

const { phrase } = homePhrases;

/** The first page of all apps. */
export const noFilter: HomeReference = { page: 1 };

/** The value of a filter that lets everything through. */
export const anyValue = 'any';

interface Menu {
  readonly name: string;
  readonly label: Text;
  readonly options: PlainTextOption[];
  readonly value: string;
}

interface Seen {
  readonly overview: Overview;
  readonly looking: HomeReference;
  readonly operations: readonly Operation[];
  readonly roles: ReadonlySet<Role>;
}

/**
 * The Home tab: what needs this person now, then the apps, a page at a time; or only what needs them of one kind. What is
 * looked at is kept in the view.
 */
export function homeView(translator: MessageTranslator, { overview, looking, operations, roles }: Seen): HomeView {
  const { needs, catalogue } = overview;
  const drawing = { translator, operations, catalogue, looking };
  if (looking.kind !== undefined)
    return { type: 'home', private_metadata: encode(looking), blocks: kindBlocks(drawing, needs) };
  const acts = roles.has('operator') || roles.has('approver');
  return {
    type: 'home',
    private_metadata: encode(looking),
    blocks: [
      header(translator, phrase('title')),
      section(translator, phrase('hint')),
      beginnings(translator, operations, roles),
      ...(acts ? [header(translator, phrase('needs'))] : []),
      ...(acts && needs.length === 0 ? [section(translator, phrase('calm'))] : needBlocks(drawing, needs)),
      header(translator, phrase('apps')),
      ...filters(translator, overview, looking),
      section(translator, counted(overview, isFiltered(looking))),
      ...overview.listed.flatMap((it) => appBlocks(drawing, it)),
      ...pages(translator, overview, looking),
    ],
  };
}

/** What stands there when it could not be drawn. */
export function failedHome(translator: MessageTranslator, reference: string): HomeView {
  const again = homeButton(translator, 'refresh', { text: phrase('refresh') });
  return {
    type: 'home',
    blocks: [
      header(translator, phrase('title')),
      section(translator, slackPhrases.phrase('failed', { reference })),
      { type: 'actions', block_id: 'begin', elements: [again] },
    ],
  };
}

/** What can be begun without an app, and looking again. */
function beginnings(
  translator: MessageTranslator,
  operations: readonly Operation[],
  roles: ReadonlySet<Role>,
): KnownBlock {
  const mine = operations.filter(({ subject, role, name }) => subject !== 'app' && roles.has(role) && name !== 'list');
  const steps = nextSteps(
    translator,
    mine.map(({ name }): NextAction => ({ operation: name })),
    operations,
  );
  const buttons = steps.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return {
    type: 'actions',
    block_id: 'begin',
    elements: [homeButton(translator, 'refresh', { text: phrase('refresh') }), ...buttons],
  };
}

/** Filters set anew make blocks that never were: Slack keeps what was chosen in a block for as long as it knows its id. */
function filters(translator: MessageTranslator, { catalogue }: Overview, looking: HomeReference): KnownBlock[] {
  const { search = '', state = anyValue, plan = anyValue, turn = '' } = looking;
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
        select(translator, { name: 'state', label: operationsPhrases.phrase('state'), options: states, value: state }),
        select(translator, { name: 'plan', label: operationsPhrases.phrase('plan'), options: plans, value: plan }),
        ...(isFiltered(looking) ? [homeButton(translator, 'clear', { text: phrase('clear') })] : []),
      ],
    },
  ];
}

function isFiltered({ search, state, plan }: HomeReference): boolean {
  return [search, state, plan].some((it) => it !== undefined);
}

function searchInput({ plain }: MessageTranslator, search: string, turn: string): InputBlock {
  return {
    type: 'input',
    block_id: `search/${turn}`,
    dispatch_action: true,
    optional: true,
    label: plainText(plain(phrase('search')), 2000),
    element: {
      type: 'plain_text_input',
      action_id: 'home/search',
      max_length: 100,
      placeholder: plainText(plain(phrase('searchPlaceholder')), 150),
      ...(search !== '' && { initial_value: search }),
    },
  };
}

function select({ plain }: MessageTranslator, { name, label, options, value }: Menu) {
  const initial = options.find((option) => option.value === value);
  return {
    type: 'static_select' as const,
    action_id: `home/${name}`,
    placeholder: plainText(plain(label), 150),
    options,
    ...(initial && { initial_option: initial }),
  };
}

function counted({ total, listed, page }: Overview, filtered: boolean): Phrase {
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
  const words = { app: nameOf(app), plan: planLabel(catalogue, app.plan), state: stateText(app.state) };
  const line =
    validity && app.state === 'active' ? phrase('rowUntil', { ...words, until: validity.until }) : phrase('row', words);
  const usage = limitUsage && usageOf(limitUsage);
  const asks: NextStep[] = [
    { operation: 'show' },
    ...(usage ? [{ operation: 'usage' }] : []),
    ...(suggestedAction ? [suggestedAction] : []),
  ];
  const steps = nextSteps(
    translator,
    asks.map((step): NextAction => ({ ...step, sdkAppId })),
    operations,
  );
  return [
    section(translator, usage ? phrase('withUsage', { line, usage }) : line),
    ...placed(steps, `app/${sdkAppId}`),
  ];
}

/** The way to the pages before and after. The page before the second is the first, wherever its apps begin by now. */
function pages(translator: MessageTranslator, { listed, more, page }: Overview, looking: HomeReference): KnownBlock[] {
  const { after: _after, before: _before, ...filter } = looking;
  const [first, last] = [listed[0]?.app, listed.at(-1)?.app];
  const mark = ({ name, sdkAppId }: OverviewItem['app']) => ({ name, sdkAppId });
  const previous = page > 2 && first ? { ...filter, page: page - 1, before: mark(first) } : { ...filter, page: 1 };
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
      ? [homeButton(translator, 'next', { text: phrase('next'), to: { ...filter, page: page + 1, after: mark(last) } })]
      : []),
  ];
  return buttons.length > 0 ? [{ type: 'actions', block_id: 'pages', elements: buttons }] : [];
}
