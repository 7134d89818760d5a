import type { KnownBlock } from '@slack/types';
import type { AttentionItem, AttentionItems } from '../../apps/attention.js';
import type { App } from '../../domain/app.js';
import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import { type LimitUsage, usageBar } from '../../domain/entitlements/limit-usage.js';
import { planLabel } from '../../domain/labels.js';
import type { Phrase } from '../../i18n/phrase.js';
import { limitThresholdPhrases } from '../../notices/kinds/limit-threshold/phrases.js';
import type { NextStep } from '../../notices/notice.js';
import type { NextAction } from '../../operations/change-plan.js';
import type { Operation } from '../../operations/operation.js';
import type { HomeReference } from '../metadata.js';
import { header, nextSteps, section, sections } from './blocks.js';
import { changeMessagePhrases } from './change-messages.phrases.js';
import { homePhrases } from './home.phrases.js';
import { homeButton } from './home-button.js';
import { reviewing } from './messages.js';
import { appOf } from './outcome.js';
import type { MessageTranslator } from './translator.js';

const { phrase } = homePhrases;

/** What needs are drawn with. */
export interface HomeRenderContext {
  readonly translator: MessageTranslator;
  readonly operations: readonly Operation[];
  readonly catalogue: Catalogue;
  /** What the Home tab shows. */
  readonly looking: HomeReference;
}

/** What needs somebody, kind by kind, each with the button that acts. At most 2 blocks per need and 2 per kind. */
export function needBlocks(drawing: HomeRenderContext, needs: readonly AttentionItems[]): KnownBlock[] {
  const { translator, looking } = drawing;
  const all = (kind: AttentionItem['kind']) => ({
    accessory: homeButton(translator, `more/${kind}`, { text: phrase('seeAll'), to: { ...looking, kind } }),
  });
  return needs.flatMap(({ kind, first, more }) => [
    section(translator, phrase(kind)),
    ...first.flatMap((need, i) => needOf(drawing, need, `${kind}/${i}`)),
    ...(more ? [{ ...section(translator, phrase('moreOfKind')), ...(looking.kind === undefined && all(kind)) }] : []),
  ]);
}

/** Only what needs somebody of one kind, with the way back. */
export function kindBlocks(drawing: HomeRenderContext, needs: readonly AttentionItems[]): KnownBlock[] {
  const { translator, looking } = drawing;
  const { kind: _kind, ...others } = looking;
  const buttons = [
    homeButton(translator, 'less', { text: phrase('back'), to: others }),
    homeButton(translator, 'refresh', { text: phrase('refresh') }),
  ];
  return [
    header(translator, phrase('needs')),
    { type: 'actions', block_id: 'back', elements: buttons },
    ...(needs.length === 0 ? [section(translator, phrase('calm'))] : needBlocks(drawing, needs)),
  ];
}

function needOf(
  { translator, operations, catalogue }: HomeRenderContext,
  need: AttentionItem,
  id: string,
): KnownBlock[] {
  if (need.kind === 'approval') return requestOf(translator, need, id);
  const { sdkAppId } = need.app;
  const asks = wanted(need).map((step): NextAction => ({ ...step, sdkAppId }));
  return [section(translator, lineOf(need, catalogue)), ...placed(nextSteps(translator, asks, operations), id)];
}

/** What helps. */
function wanted(need: Exclude<AttentionItem, { kind: 'approval' }>): NextStep[] {
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

function lineOf(need: Exclude<AttentionItem, { kind: 'approval' }>, catalogue: Catalogue): Phrase {
  const app = nameOf(need.app);
  switch (need.kind) {
    case 'limit': {
      const beyond = limitThresholdPhrases.phrase(need.beyond === 'charged' ? 'charged' : 'refused');
      const plan = planLabel(catalogue, need.app.plan);
      return phrase('limitLine', { app, plan, usage: usageOf(need.usage) ?? '', beyond });
    }
    case 'ending':
      return phrase('endingLine', { app, at: need.at });
    case 'suspended':
      return phrase('suspendedLine', { app, at: need.at });
    case 'going':
      return phrase('goingLine', { app, at: need.at });
  }
}

/** Who asks for what, why, and until when. What it would do stands behind its button: there it is decided. */
function requestOf(
  translator: MessageTranslator,
  { change }: Extract<AttentionItem, { kind: 'approval' }>,
  id: string,
): KnownBlock[] {
  const { author, operation, reason, expiresAt } = change;
  const label = { key: `${operation}.label` };
  const lines = [
    changeMessagePhrases.phrase('approvalAsked', { author, operation: label, app: appOf(change) }),
    changeMessagePhrases.phrase('approvalReason', { reason: reason ?? '' }),
    changeMessagePhrases.phrase('approvalUntil', { until: expiresAt }),
  ];
  return [...sections(translator, lines), ...placed([reviewing(translator, change)], id)];
}

/** How much of its limit is used, with a bar; null where there is no limit. */
export function usageOf({ label: metric, value, limit, percent }: LimitUsage): Phrase | null {
  return limit === null || percent === null
    ? null
    : phrase('usage', { usageBar: usageBar(percent), percent, metric, value, limit });
}

export function nameOf({ name, sdkAppId }: App): string {
  return `${name} (${sdkAppId})`;
}

/** Buttons as a block with an id of its own: there are many of them. */
export function placed(blocks: readonly KnownBlock[], id: string): KnownBlock[] {
  return blocks.map((block) => ({ ...block, block_id: id }));
}
