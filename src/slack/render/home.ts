import type { HomeView, InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import { type Listed, type Overview, pageSize } from '../../apps/overview.js';
import { appStates } from '../../domain/app.js';
import { planLabel, stateText } from '../../domain/labels.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import type { Step } from '../../notices/notice.js';
import type { Ask } from '../../operations/change-plan.js';
import type { Operation } from '../../operations/operation.js';
import { operationBook } from '../../operations/phrases.js';
import type { Role } from '../../operations/roles.js';
import { type HomeReference, write } from '../metadata.js';
import { slackBook } from '../phrases.js';
import { type Drawing, kindBlocks, nameOf, needBlocks, placed, usageOf } from './attention.js';
import { header, nextSteps, optionText, plainText, section } from './blocks.js';
import { homeBook } from './home.phrases.js';
import { homeButton } from './home-button.js';
import type { Voice } from './translator.js';

const { say } = homeBook;

/** The first page of all apps. */
export const everything: HomeReference = { page: 1 };

/** The value of a filter that lets everything through. */
export const any = 'any';

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
export function homeView(voice: Voice, { overview, looking, operations, roles }: Seen): HomeView {
  const { needs, catalogue } = overview;
  const drawing = { voice, operations, catalogue, looking };
  if (looking.kind !== undefined)
    return { type: 'home', private_metadata: write(looking), blocks: kindBlocks(drawing, needs) };
  const acts = roles.has('operator') || roles.has('approver');
  return {
    type: 'home',
    private_metadata: write(looking),
    blocks: [
      header(voice, say('title')),
      section(voice, say('hint')),
      beginnings(voice, operations, roles),
      ...(acts ? [header(voice, say('needs'))] : []),
      ...(acts && needs.length === 0 ? [section(voice, say('calm'))] : needBlocks(drawing, needs)),
      header(voice, say('apps')),
      ...filters(voice, overview, looking),
      section(voice, counted(overview, isFiltered(looking))),
      ...overview.listed.flatMap((it) => appBlocks(drawing, it)),
      ...pages(voice, overview, looking),
    ],
  };
}

/** What stands there when it could not be drawn. */
export function failedHome(voice: Voice, reference: string): HomeView {
  const again = homeButton(voice, 'refresh', { text: say('refresh') });
  return {
    type: 'home',
    blocks: [
      header(voice, say('title')),
      section(voice, slackBook.say('failed', { reference })),
      { type: 'actions', block_id: 'begin', elements: [again] },
    ],
  };
}

/** What can be begun without an app, and looking again. */
function beginnings(voice: Voice, operations: readonly Operation[], roles: ReadonlySet<Role>): KnownBlock {
  const mine = operations.filter(({ subject, role, name }) => subject !== 'app' && roles.has(role) && name !== 'list');
  const steps = nextSteps(
    voice,
    mine.map(({ name }): Ask => ({ operation: name })),
    operations,
  );
  const buttons = steps.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return {
    type: 'actions',
    block_id: 'begin',
    elements: [homeButton(voice, 'refresh', { text: say('refresh') }), ...buttons],
  };
}

/** Filters set anew make blocks that never were: Slack keeps what was chosen in a block for as long as it knows its id. */
function filters(voice: Voice, { catalogue }: Overview, looking: HomeReference): KnownBlock[] {
  const { search = '', state = any, plan = any, turn = '' } = looking;
  const option = (value: string, label: Text) => ({ value, text: optionText(voice, label) });
  const states = [option(any, say('anyState')), ...appStates.map((it) => option(it, stateText(it)))];
  const plans = [
    option(any, say('anyPlan')),
    ...Object.keys(catalogue.plans).map((it) => option(it, planLabel(catalogue, it))),
  ];
  return [
    searchInput(voice, search, turn),
    {
      type: 'actions',
      block_id: `filter/${turn}`,
      elements: [
        select(voice, { name: 'state', label: operationBook.say('state'), options: states, value: state }),
        select(voice, { name: 'plan', label: operationBook.say('plan'), options: plans, value: plan }),
        ...(isFiltered(looking) ? [homeButton(voice, 'clear', { text: say('clear') })] : []),
      ],
    },
  ];
}

function isFiltered({ search, state, plan }: HomeReference): boolean {
  return [search, state, plan].some((it) => it !== undefined);
}

function searchInput({ plain }: Voice, search: string, turn: string): InputBlock {
  return {
    type: 'input',
    block_id: `search/${turn}`,
    dispatch_action: true,
    optional: true,
    label: plainText(plain(say('search')), 2000),
    element: {
      type: 'plain_text_input',
      action_id: 'home/search',
      max_length: 100,
      placeholder: plainText(plain(say('searchPlaceholder')), 150),
      ...(search !== '' && { initial_value: search }),
    },
  };
}

function select({ plain }: Voice, { name, label, options, value }: Menu) {
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
  if (total === 0) return say(filtered ? 'none' : 'empty');
  if (listed.length === 0) return say('offPage');
  const from = (page - 1) * pageSize + 1;
  return total <= pageSize
    ? say('count', { count: total })
    : say('shown', { from, to: Math.min(from + listed.length - 1, total), count: total });
}

function appBlocks({ voice, operations, catalogue }: Drawing, { app, pressure, likely }: Listed): KnownBlock[] {
  const { sdkAppId, validity } = app;
  const words = { app: nameOf(app), plan: planLabel(catalogue, app.plan), state: stateText(app.state) };
  const line =
    validity && app.state === 'active' ? say('rowUntil', { ...words, until: validity.until }) : say('row', words);
  const usage = pressure && usageOf(pressure);
  const asks: Step[] = [{ operation: 'show' }, ...(usage ? [{ operation: 'usage' }] : []), ...(likely ? [likely] : [])];
  const steps = nextSteps(
    voice,
    asks.map((step): Ask => ({ ...step, sdkAppId })),
    operations,
  );
  return [section(voice, usage ? say('withUsage', { line, usage }) : line), ...placed(steps, `app/${sdkAppId}`)];
}

/** The way to the pages before and after. The page before the second is the first, wherever its apps begin by now. */
function pages(voice: Voice, { listed, more, page }: Overview, looking: HomeReference): KnownBlock[] {
  const { after: _after, before: _before, ...filter } = looking;
  const [first, last] = [listed[0]?.app, listed.at(-1)?.app];
  const mark = ({ name, sdkAppId }: Listed['app']) => ({ name, sdkAppId });
  const previous = page > 2 && first ? { ...filter, page: page - 1, before: mark(first) } : { ...filter, page: 1 };
  const buttons = [
    ...(page > 1
      ? [homeButton(voice, 'previous', { text: say(previous.page === 1 ? 'firstPage' : 'previous'), to: previous })]
      : []),
    ...(more && last
      ? [homeButton(voice, 'next', { text: say('next'), to: { ...filter, page: page + 1, after: mark(last) } })]
      : []),
  ];
  return buttons.length > 0 ? [{ type: 'actions', block_id: 'pages', elements: buttons }] : [];
}
