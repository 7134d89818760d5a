import type { KnownBlock } from '@slack/types';
import type { Need, Needs } from '../../changes/needs.js';
import type { Phrase } from '../../i18n/phrase.js';
import type { App } from '../../imapp/app.js';
import type { Catalogue } from '../../imapp/catalogue/catalogue.js';
import { ruleSetOf } from '../../imapp/catalogue/catalogue.js';
import { gauge, type Pressure } from '../../imapp/pressure.js';
import { planLabel } from '../../imapp/words.js';
import type { Ask, Operation } from '../../operations/operation.js';
import { slackBook } from '../text.js';
import { nextSteps, section, sections } from './blocks.js';
import { homeBook } from './home-text.js';
import type { Voice } from './medium.js';
import { decision } from './messages.js';
import { appOf } from './outcome.js';

const { say } = homeBook;

/** What needs are drawn with. */
export interface Drawing {
  readonly voice: Voice;
  readonly operations: readonly Operation[];
  readonly catalogue: Catalogue;
}

/** What needs somebody, kind by kind, each with the button that acts. At most 2 blocks per need and 2 per kind. */
export function needBlocks(drawing: Drawing, needs: readonly Needs[]): KnownBlock[] {
  const { voice } = drawing;
  return needs.flatMap(({ kind, first, more }) => [
    section(voice, say(kind)),
    ...first.flatMap((need, i) => needOf(drawing, need, `${kind}/${i}`)),
    ...(more ? [section(voice, say('moreOfKind'))] : []),
  ]);
}

function needOf({ voice, operations, catalogue }: Drawing, need: Need, id: string): KnownBlock[] {
  if (need.kind === 'approval') return requestOf(voice, need, id);
  const { sdkAppId } = need.app;
  // What lifts a limit is handed which; usage by itself shows them all.
  const draft = need.kind === 'limit' ? { metric: need.pressure.metric } : {};
  const asks = wanted[need.kind](need.app, catalogue).map(
    (operation): Ask => ({ operation, sdkAppId, ...(operation !== 'usage' && { draft }) }),
  );
  return [section(voice, lineOf(need, catalogue)), ...placed(nextSteps(voice, asks, operations), id)];
}

/** What helps with each kind of need. */
const wanted: Record<Exclude<Need['kind'], 'approval'>, (app: App, catalogue: Catalogue) => string[]> = {
  limit: ({ ruleSet, plan }, catalogue) =>
    plan === ruleSetOf(catalogue, ruleSet).freePlan ? ['upgrade', 'usage'] : ['configure', 'usage'],
  ending: () => ['extend', 'upgrade'],
  suspended: () => ['extend', 'upgrade'],
  going: () => ['restore', 'show'],
};

function lineOf(need: Exclude<Need, { kind: 'approval' }>, catalogue: Catalogue): Phrase {
  const app = nameOf(need.app);
  switch (need.kind) {
    case 'limit':
      return say('limitLine', { app, plan: planLabel(catalogue, need.app.plan), usage: usageOf(need.pressure) ?? '' });
    case 'ending':
      return say('endingLine', { app, at: need.at });
    case 'suspended':
      return say('suspendedLine', { app, at: need.at });
    case 'going':
      return say('goingLine', { app, at: need.at });
  }
}

function requestOf(voice: Voice, { change }: Extract<Need, { kind: 'approval' }>, id: string): KnownBlock[] {
  const { author, operation, reason, expiresAt, agreed } = change;
  const label = { key: `${operation}.label` };
  const lines = [
    slackBook.say('approvalAsked', { author, operation: label, app: appOf(change) }),
    slackBook.say('approvalReason', { reason: reason ?? '' }),
    ...(agreed.loss ? [slackBook.say('loss', { loss: agreed.loss })] : []),
    slackBook.say('approvalUntil', { until: expiresAt }),
  ];
  return [...sections(voice, lines), ...placed([decision(voice, change)], id)];
}

/** How much of its limit is used, with a bar; null where there is no limit. */
export function usageOf({ label: metric, value, limit, percent }: Pressure): Phrase | null {
  return limit === null || percent === null
    ? null
    : say('usage', { gauge: gauge(percent), percent, metric, value, limit });
}

export function nameOf({ name, sdkAppId }: App): string {
  return `${name} (${sdkAppId})`;
}

/** Buttons as a block with an id of its own: there are many of them. */
export function placed(blocks: readonly KnownBlock[], id: string): KnownBlock[] {
  return blocks.map((block) => ({ ...block, block_id: id }));
}
