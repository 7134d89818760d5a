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
import { slackLimits } from '../limits.js';
import { encode, type HomeReference } from '../metadata.js';
import { header, nextSteps, plainText, section, sections } from './blocks.js';
import { changeMessagePhrases } from './change-messages.phrases.js';
import { homePhrases } from './home.phrases.js';
import { reviewButtons } from './messages.js';
import { changedAppName } from './outcome.js';
import type { MessageTranslator } from './translator.js';

const { phrase } = homePhrases;

export interface HomeRenderContext {
  readonly translator: MessageTranslator;
  readonly operations: readonly Operation[];
  readonly catalogue: Catalogue;
  /** What the Home tab shows now. */
  readonly query: HomeReference;
}

/** Items that need attention, by kind, with their buttons. At most 2 blocks per item and 2 per kind. */
export function attentionBlocks(context: HomeRenderContext, needs: readonly AttentionItems[]): KnownBlock[] {
  const { translator, query } = context;
  const all = (kind: AttentionItem['kind']) => ({
    accessory: homeButton(translator, `more/${kind}`, { text: phrase('seeAll'), to: { ...query, kind } }),
  });
  return needs.flatMap(({ kind, first, more }) => [
    section(translator, phrase(kind)),
    ...first.flatMap((item, i) => itemBlocks(context, item, `${kind}/${i}`)),
    ...(more ? [{ ...section(translator, phrase('moreOfKind')), ...(query.kind === undefined && all(kind)) }] : []),
  ]);
}

/** The items of one kind, with a button back to all. */
export function attentionKindBlocks(context: HomeRenderContext, needs: readonly AttentionItems[]): KnownBlock[] {
  const { translator, query } = context;
  const { kind: _kind, ...others } = query;
  const buttons = [
    homeButton(translator, 'less', { text: phrase('back'), to: others }),
    homeButton(translator, 'refresh', { text: phrase('refresh') }),
  ];
  return [
    header(translator, phrase('needs')),
    { type: 'actions', block_id: 'back', elements: buttons },
    ...(needs.length === 0 ? [section(translator, phrase('calm'))] : attentionBlocks(context, needs)),
  ];
}

function itemBlocks(
  { translator, operations, catalogue }: HomeRenderContext,
  item: AttentionItem,
  id: string,
): KnownBlock[] {
  if (item.kind === 'approval') return approvalBlocks(translator, item, id);
  const { sdkAppId } = item.app;
  const actions = actionsFor(item).map((step): NextAction => ({ ...step, sdkAppId }));
  return [
    section(translator, itemText(item, catalogue)),
    ...withBlockId(nextSteps(translator, actions, operations), id),
  ];
}

/** The actions that help. */
function actionsFor(item: Exclude<AttentionItem, { kind: 'approval' }>): NextStep[] {
  switch (item.kind) {
    case 'limit':
      return [...(item.remedy ? [item.remedy] : []), { operation: 'usage' }];
    case 'ending':
    case 'suspended':
      return [{ operation: 'extend' }, { operation: 'upgrade' }];
    case 'going':
      return [{ operation: 'restore' }, { operation: 'show' }];
  }
}

function itemText(item: Exclude<AttentionItem, { kind: 'approval' }>, catalogue: Catalogue): Phrase {
  const app = appName(item.app);
  switch (item.kind) {
    case 'limit': {
      const beyond = limitThresholdPhrases.phrase(item.beyond === 'charged' ? 'charged' : 'refused');
      const plan = planLabel(catalogue, item.app.plan);
      return phrase('limitLine', { app, plan, usage: usageText(item.usage) ?? '', beyond });
    }
    case 'ending':
      return phrase('endingLine', { app, at: item.at });
    case 'suspended':
      return phrase('suspendedLine', { app, at: item.at });
    case 'going':
      return phrase('goingLine', { app, at: item.at });
  }
}

/** Who asks for what, why, and until when. The review button shows what it would do, and there it is decided. */
function approvalBlocks(
  translator: MessageTranslator,
  { change }: Extract<AttentionItem, { kind: 'approval' }>,
  id: string,
): KnownBlock[] {
  const { author, operation, reason, expiresAt } = change;
  const label = { key: `${operation}.label` };
  const lines = [
    changeMessagePhrases.phrase('approvalAsked', { author, operation: label, app: changedAppName(change) }),
    changeMessagePhrases.phrase('approvalReason', { reason: reason ?? '' }),
    changeMessagePhrases.phrase('approvalUntil', { until: expiresAt }),
  ];
  return [...sections(translator, lines), ...withBlockId([reviewButtons(translator, change)], id)];
}

/** Usage against the limit, with a bar; null without a limit. */
export function usageText({ label: metric, value, limit, percent }: LimitUsage): Phrase | null {
  return limit === null || percent === null
    ? null
    : phrase('usage', { usageBar: usageBar(percent), percent, metric, value, limit });
}

export function appName({ name, sdkAppId }: App): string {
  return `${name} (${sdkAppId})`;
}

/** The blocks with another block id, which must be unique within the view. */
export function withBlockId(blocks: readonly KnownBlock[], id: string): KnownBlock[] {
  return blocks.map((block) => ({ ...block, block_id: id }));
}

/** A button of the Home tab that changes what it shows: to the query `to`, or as its name says. */
export function homeButton(
  { plain }: MessageTranslator,
  name: string,
  { text, to }: { text: Phrase; to?: HomeReference },
) {
  return {
    type: 'button' as const,
    action_id: `home/${name}`,
    text: plainText(plain(text), slackLimits.button),
    ...(to && { value: encode(to) }),
  };
}
