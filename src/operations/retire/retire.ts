import type { App } from '../../domain/app.js';
import type { Refusal, UnpricedPlan } from '../change-plan.js';
import { disablePolicy } from '../disable-policy.js';
import type { AppOperation, AppOperationContext } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { refusal } from '../refusal.js';
import { retirePhrases } from './phrases.js';

const { phrase } = retirePhrases;

/** Takes an app out of care. Its state, history and statements stay. */
export const retire: AppOperation = {
  name: 'retire',
  subject: 'app',
  phrases: retirePhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('wayBack') },
  usage: '/imapp retire <app>',
  role: 'admin',
  readOnly: false,
  requires: [],
  policy: disablePolicy,
  form: (ctx) => obstacleRefusal(ctx) ?? [],
  plan,
};

function obstacleRefusal({ app, rules }: AppOperationContext): Refusal | null {
  if (app.state === 'purged') return refusal({ code: 'purged' }, app, rules);
  if (app.retiredAt === null) return null;
  return {
    reason: phrase('already', { app: appName(app) }),
    nextActions: [{ operation: 'history', sdkAppId: app.sdkAppId }],
  };
}

function plan(ctx: AppOperationContext): UnpricedPlan | Refusal {
  const { app, at } = ctx;
  const refused = obstacleRefusal(ctx);
  if (refused) return refused;
  const after: App = { ...app, retiredAt: at };
  const name = { app: appName(app) };
  const texts = { what: phrase('care'), before: phrase('inCare'), after: phrase('outOfCare') };
  return {
    updates: [{ after, usesAllowance: [] }],
    lines: [operationsPhrases.phrase('change', texts)],
    warnings: [],
    loss: phrase('loss', name),
    undo: phrase('wayBack'),
    done: phrase('done', name),
    nextActions: [{ operation: 'history', sdkAppId: app.sdkAppId }],
  };
}
