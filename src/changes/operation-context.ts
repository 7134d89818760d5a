import { inState } from '../database/queries/app-state-filter.js';
import { appById, appsOfAccount, type Reader } from '../database/queries/apps.js';
import { billRecord } from '../database/queries/bill-records.js';
import { modeOnRecord, waitingChanges } from '../database/queries/changes.js';
import { configurationsOf, historiesOf, type TrailEvent, trailOf } from '../database/queries/history.js';
import { listApps } from '../database/queries/list-apps.js';
import { daysOf, readingsOf } from '../database/queries/usage.js';
import type { App, State } from '../domain/app.js';
import { metricNamed } from '../domain/entitlements/limit-usage.js';
import { stateAt } from '../domain/states.js';
import { notices } from '../notices/kinds.js';
import { daysCharted } from '../operations/attachments.js';
import type { Answers } from '../operations/change-plan.js';
import type { Knowledge, Operation, Rules, Situation, StoryEvent } from '../operations/operation.js';
import { compacted } from '../operations/read-answers.js';
import type { Asker } from './change.js';
import type { Seen } from './seen.js';

/** What lies on the corridor's desk: the rules, the operations and the clock, handed in once. */
export interface Desk {
  readonly rules: Rules;
  readonly operations: readonly Operation[];
  now(): Date;
}

/** How much of the audit trail, and how many apps, an answer shows. */
const eventsShown = 50;
const appsShown = 40;

/** An app as it really is at `at`, even if the clock's jobs have not run yet. */
export function asOf(app: App, at: string, rules: Rules): App {
  const state = stateAt(app, at, rules);
  return state === app.state ? app : { ...app, state };
}

/** The app by its id as it is at `at`, or that there is none. */
export async function appAt(db: Reader, sdkAppId: number, at: string, rules: Rules): Promise<Seen> {
  const found = await appById(db, sdkAppId);
  return found ? { app: asOf(found.app, at, rules), version: found.version } : { app: null, version: 0 };
}

interface About {
  readonly operation: Operation;
  readonly sdkAppId: number;
  /** The app as it is at `at`, where there is one. */
  readonly app: App | null;
  readonly answers: Answers;
  readonly asker: Asker;
  readonly at: string;
}

/** All that the operation may know. Only what it needs is looked up. */
export async function situationOf(db: Reader, desk: Desk, about: About): Promise<Situation> {
  const { operation, sdkAppId } = about;
  const wants = (what: keyof Knowledge) => operation.needs.includes(what);
  return {
    rules: desk.rules,
    at: about.at,
    roles: about.asker.roles,
    // Whatever moves an app is priced, and for that its history is needed.
    history: wants('history') || !operation.answers ? await configurationsOf(db, sdkAppId) : [],
    events: wants('events') ? (await trailOf(db, sdkAppId, eventsShown)).map((event) => toldIn(desk.rules, event)) : [],
    open: wants('open') ? (await waitingChanges(db, sdkAppId)).map(toOpen) : [],
    apps: wants('apps') ? await appsThat(db, desk, about) : { found: [], total: 0 },
    // Before the siblings: an app that is registered in between is seen by the count.
    mode: wants('mode') ? await modeOf(db, about) : null,
    siblings: wants('siblings') ? await siblingsOf(db, desk, about) : [],
    operations: wants('operations') ? desk.operations : [],
    bill: wants('bill')
      ? await billRecord(db, sdkAppId, monthAnswered(about, desk.rules))
      : { closed: false, frozen: null, peaks: [] },
    readings: wants('readings') ? await readingsOf(db, sdkAppId, Object.keys(desk.rules.catalogue.metrics)) : [],
    days: wants('days') ? await daysAnswered(db, desk, about) : [],
  };
}

/** The event, with what was silenced by its name; what there is no more goes by its id. */
function toldIn({ catalogue }: Rules, event: TrailEvent): StoryEvent {
  if (!event.silence) return { ...event, silence: null };
  const { kind, metric, until } = event.silence;
  const what = notices.find((it) => it.kind === kind)?.label ?? kind;
  return {
    ...event,
    silence: { what, metric: metric === '' ? null : (catalogue.metrics[metric]?.label ?? metric), until },
  };
}

/** The billing mode of the app's account in its data center; of those that are answered where there is no app. */
function modeOf(db: Reader, { app, answers }: About): Promise<Situation['mode']> {
  const account = app?.account ?? answers['account'] ?? '';
  return modeOnRecord(db, account, app?.dataCenter ?? answers['dataCenter'] ?? '');
}

async function siblingsOf(db: Reader, { rules }: Desk, { app, at }: About): Promise<Situation['siblings']> {
  if (!app) return [];
  const apps = await appsOfAccount(db, { account: app.account, dataCenter: app.dataCenter });
  const histories = await historiesOf(
    db,
    apps.map(({ app: { sdkAppId } }) => sdkAppId),
  );
  return apps.map(({ app: sibling, version }) => ({
    app: asOf(sibling, at, rules),
    version,
    history: histories.get(sibling.sdkAppId) ?? [],
  }));
}

/** The month that is answered; this one where none is, or none that could be one. */
function monthAnswered({ answers, at }: About, { calendar }: Rules): string {
  const month = compacted(answers['month'] ?? '');
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : calendar.monthOf(at);
}

/** The days of the metric that the answers name. What counts of a day is its highest value. */
async function daysAnswered(db: Reader, { rules }: Desk, { answers, sdkAppId, at }: About): Promise<Situation['days']> {
  const metric = metricNamed(rules.catalogue, answers['metric'] ?? '');
  if (metric === null) return [];
  const from = rules.calendar.dayOf(rules.calendar.addDays(at, 1 - daysCharted));
  const days = await daysOf(db, { sdkAppId, metric, from });
  return days.map(({ day, peak }) => ({ day, value: peak }));
}

/** The apps that the answers ask for, each as it is now. */
async function appsThat(db: Reader, { rules }: Desk, { answers, at }: About): Promise<Situation['apps']> {
  const { search = '', state, plan = '', ruleSet = '' } = answers;
  const filter = { search, plan, ruleSet };
  const inThat = state === undefined ? {} : { inState: inState(state as State, at, rules) };
  const { found, total } = await listApps(db, { ...filter, ...inThat }, appsShown);
  return { found: found.map((app) => asOf(app, at, rules)), total };
}

function toOpen(row: Awaited<ReturnType<typeof waitingChanges>>[number]) {
  return { operation: row.operation, author: row.author, reason: row.reason, expiresAt: row.expiresAt.toISOString() };
}
