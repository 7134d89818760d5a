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

/** Migrates all apps of the app's account in its data center to the current billing mode. It cannot be undone. */
export const migrate: AppOperation = {
  name: 'migrate',
  subject: 'app',
  phrases: migratePhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('undo') },
  usage: '/imapp migrate <app>',
  role: 'operator',
  readOnly: false,
  requires: ['recordedMode', 'siblings', 'readings'],
  policy: (): Policy => ({ confirm: 'app-name', approval: 'on-call', approverConfirms: 'app-name' }),
  form: ({ app, rules }) => {
    const found = migrationObstacle(app, rules.catalogue);
    return found ? migrationRefusal(found, app, rules) : [];
  },
  plan,
};

function migrationRefusal(found: MigrationObstacle, app: App, rules: Rules): Refusal {
  const { catalogue } = rules;
  if (found.code === 'purged' || found.code === 'retired') return refusal({ code: found.code }, app, rules);
  const values = { app: appName(app), ruleSet: ruleSetOf(catalogue, app.ruleSet).label };
  const nextActions = [{ operation: 'show', sdkAppId: app.sdkAppId }];
  if (found.code === 'no-migration') return { reason: phrase('noMigration', values), nextActions };
  return {
    reason: phrase('notThere', { ...values, dataCenter: dataCenterLabel(catalogue, app.dataCenter) }),
    nextActions,
  };
}

interface Migration {
  readonly before: App;
  readonly after: App;
}

function plan(ctx: AppOperationContext): UnpricedPlan | Refusal {
  const { app, siblings, rules, at } = ctx;
  const { catalogue } = rules;
  const migrations = siblings.flatMap(({ app: before }): Migration[] => {
    const after = migrated(before, at, rules);
    return 'code' in after ? [] : [{ before, after }];
  });
  const [first] = migrations;
  if (!first) throw new Error(`App ${app.sdkAppId} can migrate, but is not among the apps of its account.`);
  const account = { account: app.account, dataCenter: dataCenterLabel(catalogue, app.dataCenter) };
  const values = { ...account, ruleSet: ruleSetOf(catalogue, first.after.ruleSet).label, count: migrations.length };
  return {
    updates: migrations.map(({ after }) => ({ after, usesAllowance: [] })),
    lines: [phrase('all', values), ...firstLines(migrations.map((migration) => appLine(migration, rules)))],
    warnings: [...validityWarning(migrations, rules), ...firstLines(appWarnings(migrations, ctx))],
    loss: phrase('loss', account),
    undo: phrase('undo'),
    done: phrase('done', values),
    nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}

function appLine({ before, after }: Migration, { catalogue }: Rules): Phrase {
  const label = ({ plan }: App) => planLabel(catalogue, plan);
  return phrase('app', { app: appName(before), before: label(before), after: label(after) });
}

/** How many apps get a free plan whose validity ends, and when. */
function validityWarning(migrations: readonly Migration[], { catalogue }: Rules): Phrase[] {
  const ending = migrations.filter(({ after }) => after.validity !== null && after.state !== 'disabled');
  const [first] = ending;
  if (!first?.after.validity) return [];
  const { until } = first.after.validity;
  return [phrase('validity', { count: ending.length, plan: planLabel(catalogue, first.after.plan), until })];
}

/** The warnings about each app's change of plan. */
function appWarnings(migrations: readonly Migration[], ctx: AppOperationContext): Phrase[] {
  return migrations.flatMap(({ before, after }) => {
    // Only the readings of the app itself are loaded.
    const readings = before.sdkAppId === ctx.app.sdkAppId ? ctx.readings : [];
    const warnings = planWarnings({ ...ctx, app: before, readings }, after);
    return warnings.map((warning) => phrase('ofApp', { app: appName(before), warning }));
  });
}

const maxLines = 20;

/** The first lines; beyond the maximum, how many more there are. */
function firstLines(lines: readonly Phrase[]): readonly Phrase[] {
  const hidden = lines.length - maxLines;
  return hidden > 0 ? [...lines.slice(0, maxLines), phrase('more', { count: hidden })] : lines;
}
