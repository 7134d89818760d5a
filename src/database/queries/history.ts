import { type AddOns, type App, type Configuration, completeApp, type RecordedApp } from '../../domain/app.js';
import type { AppHistory, Prisma } from '../generated/client.js';
import { fromJson } from '../json.js';
import type { Db } from './apps.js';

/** One event of an app's audit trail. `at` is an ISO instant in UTC. */
export interface AuditRecord {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly before: App | null;
  readonly after: App | null;
  readonly reason: string | null;
  /** For the action `snooze.applied`: what was snoozed, and until when. */
  readonly snooze: SnoozeRecord | null;
  /** For the action `correct-reading.applied`: what was put right. */
  readonly reading: ReadingRecord | null;
}

/** The value of a metric on a day; `before` is null where none was recorded. */
interface ReadingRecord {
  readonly metric: string;
  readonly day: string;
  readonly before: number | null;
  readonly value: number;
}

/** The audit action of a correction of a reading. */
export const readingAction = 'correct-reading.applied';

/** A snooze of one kind of notices. `metric` is empty for kinds that are not about a limit. */
export interface SnoozeRecord {
  readonly kind: string;
  readonly metric: string;
  readonly until: string;
}

/** The audit action of a snooze; its `before` and `after` are snooze records, not apps. */
export const snoozeAction = 'snooze.applied';

/** The configurations of an app, oldest first; up to a version of it, where one is given. */
export async function configurationsOf(
  db: Db,
  sdkAppId: number,
  maxVersion?: number,
): Promise<readonly Configuration[]> {
  const where = { sdkAppId, ...(maxVersion !== undefined && { version: { lte: maxVersion } }) };
  const rows = await db.appHistory.findMany({ where, orderBy: { version: 'asc' } });
  return rows.map(toConfiguration);
}

/** The configurations of several apps, each oldest first. */
export async function historiesOf(
  db: Db,
  sdkAppIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Configuration[]>> {
  const where = { sdkAppId: { in: [...sdkAppIds] } };
  const rows = await db.appHistory.findMany({ where, orderBy: [{ sdkAppId: 'asc' }, { version: 'asc' }] });
  const found = new Map<number, Configuration[]>();
  for (const row of rows) found.set(row.sdkAppId, [...(found.get(row.sdkAppId) ?? []), toConfiguration(row)]);
  return found;
}

function toConfiguration(row: AppHistory): Configuration {
  return {
    effectiveFrom: row.effectiveFrom.toISOString(),
    operation: row.operation,
    ruleSet: row.ruleSet,
    plan: row.plan,
    addOns: row.addOns as AddOns,
    state: row.state,
    usedAllowances: row.usedAllowances,
    retired: row.retired,
  };
}

/** The newest `limit` events of an app's audit trail, newest first. */
export async function auditEntries(db: Db, sdkAppId: number, limit: number): Promise<readonly AuditRecord[]> {
  const rows = await db.auditEvent.findMany({ where: { sdkAppId }, orderBy: { seq: 'desc' }, take: limit });
  return rows.map(({ at, actor, action, before, after, reason }) => ({
    at: at.toISOString(),
    actor,
    action,
    reason,
    ...subjectOf(action, before, after),
  }));
}

/** What an audit event is about: an app, a snooze or a reading. */
function subjectOf(action: string, before: Prisma.JsonValue, after: Prisma.JsonValue) {
  const none = { before: null, after: null, snooze: null, reading: null };
  if (action === snoozeAction) return { ...none, snooze: withCurrentKind(fromJson<SnoozeRecord>(after)) };
  if (action === readingAction) {
    const was = fromJson<Omit<ReadingRecord, 'before' | 'value'> & { value: number | null }>(before);
    return { ...none, reading: { ...fromJson<ReadingRecord>(after), before: was.value } };
  }
  return { ...none, before: appOf(before), after: appOf(after) };
}

/** The app that an audit event recorded, perhaps by an earlier version. */
function appOf(recorded: unknown): App | null {
  return recorded === null ? null : completeApp(recorded as RecordedApp);
}

/** Audit events are hashed and so never change: older ones have the former names of these kinds of notices. */
const formerKinds: Readonly<Record<string, string>> = { limit: 'limit-threshold', 'limit-refused': 'limit-error' };

function withCurrentKind(snooze: SnoozeRecord): SnoozeRecord {
  return { ...snooze, kind: formerKinds[snooze.kind] ?? snooze.kind };
}

/** Number and hash of the newest audit event; '0' and '' when there is none. */
export async function auditHead(db: Db): Promise<{ seq: string; hash: string }> {
  const row = await db.auditEvent.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true, hash: true } });
  return { seq: String(row?.seq ?? 0), hash: row?.hash ?? '' };
}
