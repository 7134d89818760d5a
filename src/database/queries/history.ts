import type { AddOns, App, Configuration } from '../../domain/app.js';
import type { AppHistory } from '../generated/client.js';
import type { Db } from './apps.js';

/** One line of an app's audit trail. */
export interface AuditRecord {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly before: App | null;
  readonly after: App | null;
  readonly reason: string | null;
  /** What somebody has silenced, and until when. */
  readonly silence: Silence | null;
}

/** Silence about a kind of notice and, of limits, a metric; otherwise ''. */
export interface Silence {
  readonly kind: string;
  readonly metric: string;
  readonly until: string;
}

/** The audit trail's name for silence: before and after it stand as `Silence`, not as an app. */
export const snoozeAction = 'snooze.applied';

/** The configurations of an app, oldest first. */
export async function configurationsOf(db: Db, sdkAppId: number): Promise<readonly Configuration[]> {
  const rows = await db.appHistory.findMany({ where: { sdkAppId }, orderBy: { version: 'asc' } });
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
    from: row.effectiveFrom.toISOString(),
    operation: row.operation,
    ruleSet: row.ruleSet,
    plan: row.plan,
    addOns: row.addOns as AddOns,
    state: row.state,
    changed: row.usedAllowances,
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
    ...(action === snoozeAction
      ? { before: null, after: null, silence: withKindOfToday(after as unknown as Silence) }
      : { before: before as App | null, after: after as App | null, silence: null }),
  }));
}

/** What is in the audit trail is hashed, so kinds of notices keep the names there that they once had. */
const formerKinds: Readonly<Record<string, string>> = { limit: 'limit-threshold', 'limit-refused': 'limit-error' };

function withKindOfToday(silence: Silence): Silence {
  return { ...silence, kind: formerKinds[silence.kind] ?? silence.kind };
}

/** The newest row of the audit trail: its number and hash. */
export async function auditHead(db: Db): Promise<{ seq: string; hash: string }> {
  const row = await db.auditEvent.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true, hash: true } });
  return { seq: String(row?.seq ?? 0), hash: row?.hash ?? '' };
}
