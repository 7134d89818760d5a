import type { App } from '../../domain/app.js';
import { newRuleSet } from '../../domain/billing-mode.js';
import { type Catalogue, ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { dataCenterLabel, planLabel } from '../../domain/labels.js';
import { inOtherMode } from '../../domain/mode-correction.js';
import type { Refusal, UnpricedPlan } from '../change-plan.js';
import type { AppOperation, AppOperationContext, Policy } from '../operation.js';
import { appName } from '../phrases.js';
import { refusal } from '../refusal.js';
import { correctModePhrases } from './phrases.js';

const { phrase } = correctModePhrases;

/** Puts right which billing mode an account has in a data center, when an older first app of it has come to light. */
export const correctMode: AppOperation = {
  name: 'correct-mode',
  subject: 'app',
  phrases: correctModePhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('undo') },
  usage: '/imapp correct-mode <app>',
  role: 'admin',
  readOnly: false,
  requires: ['recordedMode', 'siblings'],
  policy: (): Policy => ({ confirm: 'app-name', approval: 'on-call', approverConfirms: 'none' }),
  form: (ctx) => obstacleRefusal(ctx) ?? [],
  plan,
};

function obstacleRefusal({ app, rules, recordedMode }: AppOperationContext): Refusal | null {
  if (app.state === 'purged') return refusal({ code: 'purged' }, app, rules);
  const dataCenter = dataCenterLabel(rules.catalogue, app.dataCenter);
  const nextActions = [{ operation: 'show', sdkAppId: app.sdkAppId }];
  if (recordedMode?.migrated) {
    return { reason: phrase('migrated', { account: app.account, dataCenter }), nextActions };
  }
  return otherMode(app, rules.catalogue) === null
    ? { reason: phrase('noOther', { app: appName(app), dataCenter }), nextActions }
    : null;
}

/** The billing mode of the data center that the app does not have; null if there is none. */
function otherMode({ ruleSet, dataCenter }: App, catalogue: Catalogue): string | null {
  const { mode } = ruleSetOf(catalogue, ruleSet);
  return catalogue.dataCenters[dataCenter]?.modes.find((other) => other !== mode) ?? null;
}

const maxLines = 20;

function plan(ctx: AppOperationContext): UnpricedPlan | Refusal {
  const { app, siblings, rules, at } = ctx;
  const { catalogue } = rules;
  const mode = otherMode(app, catalogue);
  if (mode === null) throw new Error(`App ${app.sdkAppId}: its data center has no other billing mode.`);
  const changes = siblings
    .filter(({ app: sibling }) => sibling.state !== 'purged')
    .map(({ app: before }) => ({ before, after: inOtherMode(before, mode, { ...rules, at }) }));
  const place = { account: app.account, dataCenter: dataCenterLabel(catalogue, app.dataCenter) };
  const values = { ...place, ruleSet: ruleSetOf(catalogue, newRuleSet(mode, catalogue)).label };
  const lines = changes.map(({ before, after }) =>
    phrase('app', {
      app: appName(before),
      before: planLabel(catalogue, before.plan),
      after: planLabel(catalogue, after.plan),
    }),
  );
  const hidden = lines.length - maxLines;
  return {
    updates: changes.map(({ after }) => ({ after, usesAllowance: [] })),
    lines: [
      phrase('all', { ...values, count: changes.length }),
      ...lines.slice(0, maxLines),
      ...(hidden > 0 ? [phrase('more', { count: hidden })] : []),
    ],
    warnings: [],
    loss: null,
    undo: phrase('undo'),
    done: phrase('done', values),
    nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}
