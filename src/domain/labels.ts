import { definePhrases, type Phrase, type Text } from '../i18n/phrase.js';
import type { AppState, Subscription } from './app.js';
import type { Catalogue } from './catalogue/catalogue.js';
import { consequenceOf, type Limit } from './entitlements/entitlement-check.js';

/** Texts about apps. The names of plans, items and metrics are labels in the catalogue. */
export const appPhrases = definePhrases('app', {
  en: {
    active: 'active',
    suspended: 'suspended',
    disabled: 'disabled',
    purged: 'gone for ever',
    retired: 'retired',
    on: 'on',
    off: 'off',
    unlimited: 'unlimited',
    free: '{{amount, number}} free',
    included: '{{amount, number}} (included)',
    daysIncluded: { one: '{{count, number}} day (included)', other: '{{count, number}} days (included)' },
    amount: '{{amount, number}}',
    days: { one: '{{count, number}} day', other: '{{count, number}} days' },
  },
  ko: {
    active: '정상',
    suspended: '일시 중단',
    disabled: '비활성화',
    purged: '영구 삭제',
    retired: '관리 해제',
    on: '사용',
    off: '사용 안 함',
    unlimited: '무제한',
    free: '{{amount, number}}(무료 할당량)',
    included: '{{amount, number}}(기본 제공)',
    daysIncluded: '{{count, number}}일(기본 제공)',
    amount: '{{amount, number}}',
    days: '{{count, number}}일',
  },
  zh: {
    active: '正常',
    suspended: '已暂停',
    disabled: '已停用',
    purged: '已永久删除',
    retired: '已取消纳管',
    on: '开启',
    off: '关闭',
    unlimited: '无上限',
    free: '{{amount, number}}（免费额度）',
    included: '{{amount, number}}（默认）',
    daysIncluded: '{{count, number}} 天（默认）',
    amount: '{{amount, number}}',
    days: '{{count, number}} 天',
  },
});

const { phrase } = appPhrases;

export function stateText(state: AppState): Phrase {
  return phrase(state);
}

/** In place of the state of an app that is out of care. */
export const retiredText: Phrase = phrase('retired');

/** The name of a plan; its id if the catalogue no longer has it. The same holds for the labels below. */
export function planLabel({ plans }: Catalogue, plan: string): Text {
  return plans[plan]?.label ?? plan;
}

export function addOnLabel({ addOns }: Catalogue, item: string): Text {
  return addOns[item]?.label ?? item;
}

export function metricLabel({ metrics }: Catalogue, metric: string): Text {
  return metrics[metric]?.label ?? metric;
}

export function dataCenterLabel({ dataCenters }: Catalogue, dataCenter: string): Text {
  return dataCenters[dataCenter]?.label ?? dataCenter;
}

/** A limit of a metric, in its unit; null is unlimited. */
export function limitText({ metrics }: Catalogue, metric: string | null, limit: number | null): Phrase {
  if (limit === null) return phrase('unlimited');
  return metrics[metric ?? '']?.per === 'message'
    ? phrase('days', { count: limit })
    : phrase('amount', { amount: limit });
}

/** What a plan includes of a metric: a limit, or the free quota of a metric that is charged above it. */
export function quotaText(catalogue: Catalogue, app: Subscription, { id, limit }: Limit): Phrase {
  const metric = catalogue.metrics[id];
  const charged = limit !== null && metric && consequenceOf(catalogue, app, metric) === 'charged';
  return charged ? phrase('free', { amount: limit }) : limitText(catalogue, id, limit);
}

/** The value of a value-added item on a plan. An undefined `value` is the plan's default. */
export function addOnText(
  catalogue: Catalogue,
  { item, plan }: { readonly item: string; readonly plan: string },
  value: number | true | undefined,
): Phrase {
  const metric = catalogue.addOns[item]?.extends ?? null;
  if (value === true) return metric === null ? phrase('on') : phrase('unlimited');
  if (value !== undefined) return limitText(catalogue, metric, value);
  const included = metric === null ? undefined : catalogue.plans[plan]?.limits[metric];
  if (included === undefined) return phrase('off');
  if (included === null || metric === null) return phrase('unlimited');
  return catalogue.metrics[metric]?.per === 'message'
    ? phrase('daysIncluded', { count: included })
    : phrase('included', { amount: included });
}
