import type { KnownBlock } from '@slack/types';
import type { Need, Needs } from '../../apps/attention.js';
import type { App } from '../../domain/app.js';
import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import { gauge, type Pressure } from '../../domain/entitlements/limit-usage.js';
import { planLabel } from '../../domain/labels.js';
import type { Phrase } from '../../i18n/phrase.js';
import { limitBook } from '../../notices/kinds/limit-threshold/phrases.js';
import type { Step } from '../../notices/notice.js';
import type { Ask } from '../../operations/change-plan.js';
import type { Operation } from '../../operations/operation.js';
import type { HomeReference } from '../metadata.js';
import { header, nextSteps, section, sections } from './blocks.js';
import { requestBook } from './change-messages.phrases.js';
import { homeBook } from './home.phrases.js';
import { homeButton } from './home-button.js';
import { reviewing } from './messages.js';
import { appOf } from './outcome.js';
import type { Voice } from './translator.js';

const { say } = homeBook;

/** What needs are drawn with. */
export interface Drawing {
  readonly voice: Voice;
  readonly operations: readonly Operation[];
  readonly catalogue: Catalogue;
  /** What the Home tab shows. */
  readonly looking: HomeReference;
}

/** What needs somebody, kind by kind, each with the button that acts. At most 2 blocks per need and 2 per kind. */
export function needBlocks(drawing: Drawing, needs: readonly Needs[]): KnownBlock[] {
  const { voice, looking } = drawing;
  const all = (kind: Need['kind']) => ({
    accessory: homeButton(voice, `more/${kind}`, { text: say('seeAll'), to: { ...looking, kind } }),
  });
  return needs.flatMap(({ kind, first, more }) => [
    section(voice, say(kind)),
    ...first.flatMap((need, i) => needOf(drawing, need, `${kind}/${i}`)),
    ...(more ? [{ ...section(voice, say('moreOfKind')), ...(looking.kind === undefined && all(kind)) }] : []),
  ]);
}

/** Only what needs somebody of one kind, with the way back. */
export function kindBlocks(drawing: Drawing, needs: readonly Needs[]): KnownBlock[] {
  const { voice, looking } = drawing;
  const { kind: _kind, ...others } = looking;
  const buttons = [
    homeButton(voice, 'less', { text: say('back'), to: others }),
    homeButton(voice, 'refresh', { text: say('refresh') }),
  ];
  return [
    header(voice, say('needs')),
    { type: 'actions', block_id: 'back', elements: buttons },
    ...(needs.length === 0 ? [section(voice, say('calm'))] : needBlocks(drawing, needs)),
  ];
}

function needOf({ voice, operations, catalogue }: Drawing, need: Need, id: string): KnownBlock[] {
  if (need.kind === 'approval') return requestOf(voice, need, id);
  const { sdkAppId } = need.app;
  const asks = wanted(need).map((step): Ask => ({ ...step, sdkAppId }));
  return [section(voice, lineOf(need, catalogue)), ...placed(nextSteps(voice, asks, operations), id)];
}

/** What helps. */
function wanted(need: Exclude<Need, { kind: 'approval' }>): Step[] {
  switch (need.kind) {
    case 'limit':
      return [...(need.remedy ? [need.remedy] : []), { operation: 'usage' }];
    case 'ending':
    case 'suspended':
      return [{ operation: 'extend' }, { operation: 'upgrade' }];
    case 'going':
      return [{ operation: 'restore' }, { operation: 'show' }];
  }
}

function lineOf(need: Exclude<Need, { kind: 'approval' }>, catalogue: Catalogue): Phrase {
  const app = nameOf(need.app);
  switch (need.kind) {
    case 'limit': {
      const beyond = limitBook.say(need.beyond === 'charged' ? 'charged' : 'refused');
      const plan = planLabel(catalogue, need.app.plan);
      return say('limitLine', { app, plan, usage: usageOf(need.pressure) ?? '', beyond });
    }
    case 'ending':
      return say('endingLine', { app, at: need.at });
    case 'suspended':
      return say('suspendedLine', { app, at: need.at });
    case 'going':
      return say('goingLine', { app, at: need.at });
  }
}

/** Who asks for what, why, and until when. What it would do stands behind its button: there it is decided. */
function requestOf(voice: Voice, { change }: Extract<Need, { kind: 'approval' }>, id: string): KnownBlock[] {
  const { author, operation, reason, expiresAt } = change;
  const label = { key: `${operation}.label` };
  const lines = [
    requestBook.say('approvalAsked', { author, operation: label, app: appOf(change) }),
    requestBook.say('approvalReason', { reason: reason ?? '' }),
    requestBook.say('approvalUntil', { until: expiresAt }),
  ];
  return [...sections(voice, lines), ...placed([reviewing(voice, change)], id)];
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
