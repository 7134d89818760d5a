import { whereState } from '../database/queries/app-state-filter.js';
import { appById, appsOfAccount, type Db } from '../database/queries/apps.js';
import { billRecord } from '../database/queries/bill-records.js';
import { modeOnRecord, pendingChanges } from '../database/queries/changes.js';
import { type AuditRecord, auditEntries, configurationsOf, historiesOf } from '../database/queries/history.js';
import { listApps } from '../database/queries/list-apps.js';
import { daysOf, readingsOf } from '../database/queries/usage.js';
import type { App, AppState } from '../domain/app.js';
import { findMetric } from '../domain/entitlements/limit-usage.js';
import { stateAt } from '../domain/states.js';
import { notices } from '../notices/kinds.js';
import { daysCharted } from '../operations/attachments.js';
import type { FormValues } from '../operations/change-plan.js';
import type { AuditEntry, Operation, OperationContext, OperationData, Rules } from '../operations/operation.js';
import { normalizeNumber } from '../operations/text-input.js';
import type { Actor } from './change.js';
import type { VersionedApp } from './seen.js';

/** What lies on the corridor's desk: the rules, the operations and the clock, handed in once. */
export interface ServiceContext {
  readonly rules: Rules;
  readonly operations: readonly Operation[];
  now(): Date;
}

/** How much of the audit trail, and how many apps, an answer shows. */
const eventsShown = 50;
const appsShown = 40;

/** An app as it really is at `at`, even if the clock's jobs have not run yet. */
export function withCurrentState(app: App, at: string, rules: Rules): App {
  const state = stateAt(app, at, rules);
  return state === app.state ? app : { ...app, state };
}

/** The app by its id as it is at `at`, or that there is none. */
export async function loadApp(db: Db, sdkAppId: number, at: string, rules: Rules): Promise<VersionedApp> {
  const found = await appById(db, sdkAppId);
  return found ? { app: withCurrentState(found.app, at, rules), version: found.version } : { app: null, version: 0 };
}

interface OperationLookup {
  readonly operation: Operation;
  readonly sdkAppId: number;
  /** The app as it is at `at`, where there is one. */
  readonly app: App | null;
  readonly answers: FormValues;
  readonly actor: Actor;
  readonly at: string;
}

/** All that the operation may know. Only what it needs is looked up. */
export async function loadOperationContext(
  db: Db,
  ctx: ServiceContext,
  about: OperationLookup,
): Promise<OperationContext> {
  const { operation, sdkAppId } = about;
  const wants = (what: keyof OperationData) => operation.requires.includes(what);
  return {
    rules: ctx.rules,
    at: about.at,
    roles: about.actor.roles,
    // Whatever moves an app is priced, and for that its history is needed.
    history: wants('history') || !operation.readOnly ? await configurationsOf(db, sdkAppId) : [],
    events: wants('events')
      ? (await auditEntries(db, sdkAppId, eventsShown)).map((event) => toldIn(ctx.rules, event))
      : [],
    open: wants('open') ? (await pendingChanges(db, sdkAppId)).map(toOpen) : [],
    apps: wants('apps') ? await appsThat(db, ctx, about) : { found: [], total: 0 },
    // Before the siblings: an app that is registered in between is seen by the count.
    mode: wants('mode') ? await modeOf(db, about) : null,
    siblings: wants('siblings') ? await siblingsOf(db, ctx, about) : [],
    operations: wants('operations') ? ctx.operations : [],
    bill: wants('bill')
      ? await billRecord(db, sdkAppId, monthAnswered(about, ctx.rules))
      : { closed: false, frozen: null, peaks: [] },
    readings: wants('readings') ? await readingsOf(db, sdkAppId, Object.keys(ctx.rules.catalogue.metrics)) : [],
    days: wants('days') ? await daysAnswered(db, ctx, about) : [],
  };
}

/** The event, with what was silenced by its name; what there is no more goes by its id. */
function toldIn({ catalogue }: Rules, event: AuditRecord): AuditEntry {
  if (!event.silence) return { ...event, silence: null };
  const { kind, metric, until } = event.silence;
  const what = notices.find((it) => it.kind === kind)?.label ?? kind;
  return {
    ...event,
    silence: { what, metric: metric === '' ? null : (catalogue.metrics[metric]?.label ?? metric), until },
  };
}

/** The billing mode of the app's account in its data center; of those that are answered where there is no app. */
function modeOf(db: Db, { app, answers }: OperationLookup): Promise<OperationContext['mode']> {
  const account = app?.account ?? answers['account'] ?? '';
  return modeOnRecord(db, account, app?.dataCenter ?? answers['dataCenter'] ?? '');
}

async function siblingsOf(
  db: Db,
  { rules }: ServiceContext,
  { app, at }: OperationLookup,
): Promise<OperationContext['siblings']> {
  if (!app) return [];
  const apps = await appsOfAccount(db, { account: app.account, dataCenter: app.dataCenter });
  const histories = await historiesOf(
    db,
    apps.map(({ app: { sdkAppId } }) => sdkAppId),
  );
  return apps.map(({ app: sibling, version }) => ({
    app: withCurrentState(sibling, at, rules),
    version,
    history: histories.get(sibling.sdkAppId) ?? [],
  }));
}

/** The month that is answered; this one where none is, or none that could be one. */
function monthAnswered({ answers, at }: OperationLookup, { calendar }: Rules): string {
  const month = normalizeNumber(answers['month'] ?? '');
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : calendar.monthOf(at);
}

/** The days of the metric that the answers name. What counts of a day is its highest value. */
async function daysAnswered(
  db: Db,
  { rules }: ServiceContext,
  { answers, sdkAppId, at }: OperationLookup,
): Promise<OperationContext['days']> {
  const metric = findMetric(rules.catalogue, answers['metric'] ?? '');
  if (metric === null) return [];
  const from = rules.calendar.dayOf(rules.calendar.addDays(at, 1 - daysCharted));
  const days = await daysOf(db, { sdkAppId, metric, from });
  return days.map(({ day, peak }) => ({ day, value: peak }));
}

/** The apps that the answers ask for, each as it is now. */
async function appsThat(
  db: Db,
  { rules }: ServiceContext,
  { answers, at }: OperationLookup,
): Promise<OperationContext['apps']> {
  const { search = '', state, plan = '', ruleSet = '' } = answers;
  const filter = { search, plan, ruleSet };
  const inThat = state === undefined ? {} : { inState: whereState(state as AppState, at, rules) };
  const { found, total } = await listApps(db, { ...filter, ...inThat }, appsShown);
  return { found: found.map((app) => withCurrentState(app, at, rules)), total };
}

function toOpen(row: Awaited<ReturnType<typeof pendingChanges>>[number]) {
  return { operation: row.operation, author: row.author, reason: row.reason, expiresAt: row.expiresAt.toISOString() };
}
