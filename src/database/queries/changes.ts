import type { RecordedMode } from '../../domain/billing-mode.js';
import type { Change as ChangeRow } from '../generated/client.js';
import type { Db } from './apps.js';

/** The changes of an app that wait for an approver, oldest first. */
export function pendingChanges(db: Db, sdkAppId: number): Promise<ChangeRow[]> {
  return db.change.findMany({ where: { sdkAppId, state: 'pending' }, orderBy: { createdAt: 'asc' } });
}

/** The requests of others than `actor` that wait for an approver at `at`; those that expire first come first. */
export function requestsOfOthers(
  db: Db,
  { actor, at }: { actor: string; at: string },
  limit: number,
): Promise<ChangeRow[]> {
  return db.change.findMany({
    where: { state: 'pending', expiresAt: { gt: at }, author: { not: actor } },
    orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }],
    take: limit,
  });
}

/** The recorded billing modes of these accounts, in every data center. */
export async function recordedModesOf(db: Db, accounts: readonly string[]) {
  const rows = await db.billingMode.findMany({ where: { account: { in: [...accounts] } } });
  return rows.map((row) => ({
    account: row.account,
    dataCenter: row.dataCenter,
    mode: row.mode,
    migrated: row.migratedAt !== null,
    registrations: row.registeredApps,
  }));
}

/** The recorded billing mode of an account in a data center, or null. */
export async function recordedModeOf(db: Db, account: string, dataCenter: string): Promise<RecordedMode | null> {
  const row = await db.billingMode.findUnique({ where: { account_dataCenter: { account, dataCenter } } });
  return row && { mode: row.mode, migrated: row.migratedAt !== null, registrations: row.registeredApps };
}
