import { whereState } from '../database/queries/app-state-filter.js';
import { appById, appsOfAccount, type Db, versionedAppsById } from '../database/queries/apps.js';
import { billRecord } from '../database/queries/bill-records.js';
import { pendingChanges, recordedModeOf, recordedModesOf } from '../database/queries/changes.js';
import { type AuditRecord, auditEntries, configurationsOf, historiesOf } from '../database/queries/history.js';
import { listApps } from '../database/queries/list-apps.js';
import { dailyReadings, readingsOf, takesReadings } from '../database/queries/usage.js';
import type { App, AppState } from '../domain/app.js';
import { findMetric } from '../domain/entitlements/limit-usage.js';
import { metricLabel } from '../domain/labels.js';
import { withCurrentState } from '../domain/states.js';
import { noticeTraits } from '../notices/kinds.js';
import { daysCharted } from '../operations/attachments.js';
import type { FormValues } from '../operations/change-plan.js';
import { namedIn, readImportFile } from '../operations/import-file.js';
import {
  type AuditEntry,
  maxEvents,
  noData,
  type Operation,
  type OperationContext,
  type OperationData,
  type Rules,
} from '../operations/operation.js';
import { tagsIn } from '../operations/tags.js';
import { normalizeNumber, normalizeOwner } from '../operations/text-input.js';
import type { Actor, VersionedApp } from './change.js';

/** How many apps a list shows. */
const maxApps = 40;

/** The app with this id as it is at `at`, with its version; null and 0 when there is none. */
export async function loadApp(db: Db, sdkAppId: number, at: string, rules: Rules): Promise<VersionedApp> {
  const found = await appById(db, sdkAppId);
  return found ? { app: withCurrentState(found.app, at, rules), version: found.version } : { app: null, version: 0 };
}

/** What the data of an operation is looked up by. */
interface OperationLookup {
  readonly rules: Rules;
  readonly operations: readonly Operation[];
  readonly operation: Operation;
  readonly sdkAppId: number;
  /** The app as it is at `at`, where there is one. */
  readonly app: App | null;
  readonly values: FormValues;
  readonly actor: Actor;
  readonly at: string;
}

type Loaders = {
  readonly [Key in keyof OperationData]: (
    db: Db,
    lookup: OperationLookup,
  ) => OperationData[Key] | Promise<OperationData[Key]>;
};

/**
 * How each piece of data that an operation may require is loaded. In this order: the billing mode before the siblings, so
 * that the count of apps reveals one that is registered in between.
 */
const loaders: Loaders = {
  history: (db, { sdkAppId }) => configurationsOf(db, sdkAppId),
  events: async (db, { sdkAppId, rules }) =>
    (await auditEntries(db, sdkAppId, maxEvents)).map((record) => auditEntryOf(rules, record)),
  pendingChanges: async (db, { sdkAppId }) => (await pendingChanges(db, sdkAppId)).map(toOpenChange),
  apps: findApps,
  recordedMode: loadBillingMode,
  siblings: loadSiblings,
  fileRecords: loadFileRecords,
  operations: (_db, { operations }) => operations,
  bill: (db, lookup) => billRecord(db, lookup.sdkAppId, requestedMonth(lookup)),
  takesReadings: (db, lookup) => takesReadings(db, requestedMonth(lookup)),
  readings: (db, { sdkAppId, rules }) => readingsOf(db, sdkAppId, Object.keys(rules.catalogue.metrics)),
  dailyValues: loadDays,
};

/** Everything that the operation may know. Only what it requires is looked up. */
export async function loadOperationContext(db: Db, lookup: OperationLookup): Promise<OperationContext> {
  const { operation, rules, at, actor } = lookup;
  // Whatever changes an app is priced, which takes its history.
  const required = new Set<keyof OperationData>(
    operation.readOnly ? operation.requires : [...operation.requires, 'history'],
  );
  const data: { -readonly [Key in keyof OperationData]: OperationData[Key] } = { ...noData };
  const load = async <Key extends keyof OperationData>(key: Key) => {
    if (required.has(key)) data[key] = await loaders[key](db, lookup);
  };
  for (const key of Object.keys(loaders) as (keyof OperationData)[]) await load(key);
  return { ...data, rules, at, roles: actor.roles };
}

/** The entry, with the snoozed kind and metric by their labels; one that is no longer in the catalogue keeps its id. */
function auditEntryOf({ catalogue }: Rules, record: AuditRecord): AuditEntry {
  const { reading } = record;
  if (reading)
    return { ...record, snooze: null, reading: { ...reading, metric: metricLabel(catalogue, reading.metric) } };
  if (!record.snooze) return { ...record, snooze: null, reading: null };
  const { kind, metric, until } = record.snooze;
  const traits = noticeTraits(kind);
  const what = traits?.about === 'app' ? traits.kind.label : kind;
  return {
    ...record,
    reading: null,
    snooze: { what, metric: metric === '' ? null : (catalogue.metrics[metric]?.label ?? metric), until },
  };
}

/** The billing mode of the account in the data center that the form names; by default those of the app. */
function loadBillingMode(db: Db, { app, values }: OperationLookup): Promise<OperationContext['recordedMode']> {
  const account = values['account'] ?? app?.account ?? '';
  return recordedModeOf(db, account, values['dataCenter'] ?? app?.dataCenter ?? '');
}

async function loadSiblings(db: Db, { app, at, rules }: OperationLookup): Promise<OperationContext['siblings']> {
  if (!app) return [];
  const apps = await appsOfAccount(db, { account: app.account, dataCenter: app.dataCenter });
  const ids = apps.map((sibling) => sibling.app.sdkAppId);
  const histories = await historiesOf(db, ids);
  return apps.map(({ app: sibling, version }) => ({
    app: withCurrentState(sibling, at, rules),
    version,
    history: histories.get(sibling.sdkAppId) ?? [],
  }));
}

/** The registered apps and the billing modes that the file in the form names. */
export async function loadFileRecords(
  db: Db,
  { values, at, rules }: Pick<OperationLookup, 'values' | 'at' | 'rules'>,
): Promise<OperationContext['fileRecords']> {
  const read = readImportFile(values['file'] ?? '');
  if ('code' in read) return noData.fileRecords;
  const { ids, accounts } = namedIn(read.rows);
  const modes = await recordedModesOf(db, accounts);
  const apps = await versionedAppsById(db, ids);
  const histories = await historiesOf(
    db,
    apps.map(({ app }) => app.sdkAppId),
  );
  return {
    modes,
    apps: apps.map(({ app, version }) => ({
      app: withCurrentState(app, at, rules),
      version,
      history: histories.get(app.sdkAppId) ?? [],
    })),
  };
}

/** The month in the form, YYYY-MM, or that of its day; the current billing month where there is none that is valid. */
function requestedMonth({ values, at, rules }: OperationLookup): string {
  const month = normalizeNumber(values['month'] ?? values['day']?.slice(0, 7) ?? '');
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : rules.calendar.monthOf(at);
}

/** The daily peaks of the metric in the form; none where it names no metric. */
async function loadDays(
  db: Db,
  { values, sdkAppId, at, rules }: OperationLookup,
): Promise<OperationContext['dailyValues']> {
  const metric = findMetric(rules.catalogue, values['metric'] ?? '');
  if (metric === null) return [];
  const from = rules.calendar.dayOf(rules.calendar.addDays(at, 1 - daysCharted));
  const days = await dailyReadings(db, { sdkAppId, metric, from });
  return days.map(({ day, peak }) => ({ day, value: peak }));
}

/** The apps that match the filter in the form, each as it is at `at`. */
async function findApps(db: Db, { values, at, rules }: OperationLookup): Promise<OperationContext['apps']> {
  const { search = '', state, plan = '', ruleSet = '', owner = '', tag = '' } = values;
  const filter = {
    ...{ search, plan, ruleSet, owner: normalizeOwner(owner), tag: tagsIn(tag)[0] },
    ...(state !== undefined && { inState: whereState(state as AppState, at, rules) }),
  };
  const { found, total } = await listApps(db, filter, maxApps);
  return { found: found.map((app) => withCurrentState(app, at, rules)), total };
}

function toOpenChange(row: Awaited<ReturnType<typeof pendingChanges>>[number]) {
  return { operation: row.operation, author: row.author, reason: row.reason, expiresAt: row.expiresAt.toISOString() };
}
