import type { App } from '../../domain/app.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { dataCenterLabel, planLabel } from '../../domain/labels.js';
import { type MigrationObstacle, migrated, migrationObstacle } from '../../domain/mode-migration.js';
import type { Phrase } from '../../i18n/phrase.js';
import type { Refusal, UnpricedPlan } from '../change-plan.js';
import type { AppOperation, AppOperationContext, Policy, Rules } from '../operation.js';
import { appName } from '../phrases.js';
import { planWarnings } from '../plan-warnings.js';
import { refusal } from '../refusal.js';
import { migratePhrases } from './phrases.js';

const { phrase } = migratePhrases;

/** All apps of the app's account in its data center go over to the current billing mode: one way, and together. */
export const migrate: AppOperation = {
  name: 'migrate',
  subject: 'app',
  phrases: migratePhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('undo') },
  usage: '/imapp migrate <app>',
  role: 'operator',
  readOnly: false,
  requires: ['mode', 'siblings', 'readings'],
  policy: (): Policy => ({ confirm: 'app-name', approval: 'on-call', approverConfirms: 'none' }),
  form: ({ app, rules }) => {
    const no = migrationObstacle(app, rules.catalogue);
    return no ? refused(no, app, rules) : [];
  },
  plan,
};

function refused(no: MigrationObstacle, app: App, rules: Rules): Refusal {
  const { catalogue } = rules;
  if (no.code === 'purged') return refusal({ code: 'purged' }, app, rules);
  const values = { app: appName(app), ruleSet: ruleSetOf(catalogue, app.ruleSet).label };
  const next = [{ operation: 'show', sdkAppId: app.sdkAppId }];
  if (no.code === 'no-migration') return { reason: phrase('noMigration', values), nextActions: next };
  return {
    reason: phrase('notThere', { ...values, dataCenter: dataCenterLabel(catalogue, app.dataCenter) }),
    nextActions: next,
  };
}

interface Migration {
  readonly before: App;
  readonly after: App;
}

function plan(situation: AppOperationContext): UnpricedPlan | Refusal {
  const { app, siblings, rules, at } = situation;
  const { catalogue } = rules;
  const all = siblings.flatMap(({ app: before }): Migration[] => {
    const after = migrated(before, at, rules);
    return 'code' in after ? [] : [{ before, after }];
  });
  const [first] = all;
  if (!first) throw new Error(`App ${app.sdkAppId} can migrate, but is not among the apps of its account.`);
  const where = { account: app.account, dataCenter: dataCenterLabel(catalogue, app.dataCenter) };
  const values = { ...where, ruleSet: ruleSetOf(catalogue, first.after.ruleSet).label, count: all.length };
  return {
    updates: all.map(({ after }) => ({ after, usesAllowance: [] })),
    lines: [phrase('all', values), ...some(all.map((it) => appLine(it, rules)))],
    warnings: [...validity(all, rules), ...some(warnings(all, situation))],
    loss: phrase('loss', where),
    undo: phrase('undo'),
    done: phrase('done', values),
    nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}

function appLine({ before, after }: Migration, { catalogue }: Rules): Phrase {
  const label = ({ plan }: App) => planLabel(catalogue, plan);
  return phrase('app', { app: appName(before), before: label(before), after: label(after) });
}

/** What becomes of the free plans: their validity ends. */
function validity(all: readonly Migration[], { catalogue }: Rules): Phrase[] {
  const ending = all.filter(({ after }) => after.validity !== null && after.state !== 'disabled');
  const [first] = ending;
  if (!first?.after.validity) return [];
  const { until } = first.after.validity;
  return [phrase('validity', { count: ending.length, plan: planLabel(catalogue, first.after.plan), until })];
}

/** What falls away, gets lower or is lost, app by app. */
function warnings(all: readonly Migration[], situation: AppOperationContext): Phrase[] {
  return all.flatMap(({ before, after }) => {
    const readings = before.sdkAppId === situation.app.sdkAppId ? situation.readings : [];
    const its = planWarnings({ ...situation, app: before, readings }, after);
    return its.map((warning) => phrase('ofApp', { app: appName(before), warning }));
  });
}

const shown = 20;

/** As many as can be read, and how many there are besides. */
function some(lines: readonly Phrase[]): readonly Phrase[] {
  return lines.length > shown ? [...lines.slice(0, shown), phrase('more', { count: lines.length - shown })] : lines;
}
