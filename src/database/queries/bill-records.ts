import type { BillRecord } from '../../domain/billing/bill.js';
import type { Peak } from '../../domain/billing/line-item.js';
import type { Statement } from '../../domain/billing/statement.js';
import { fromJson } from '../json.js';
import type { Db } from './apps.js';

/**
 * What is recorded for the bill of an app for a month (YYYY-MM). Months close in order; those before the first app
 * never close. A month is not closed for an app whose statement could not be computed.
 */
export async function billRecord(db: Db, sdkAppId: number, month: string): Promise<BillRecord> {
  // In this order: a month is closed only after all its statements were frozen.
  const closedMonth = await db.closedMonth.findFirst({ where: { month: { gte: month } } });
  const row = await db.statement.findUnique({ where: { sdkAppId_month: { sdkAppId, month } } });
  const frozen = row && fromJson<Statement>(row.document);
  const failed = await db.closedMonth.count({ where: { month, failedApps: { has: sdkAppId } } });
  const closed = (closedMonth !== null && failed === 0) || frozen !== null;
  return { closed, frozen, peaks: closed ? [] : await peaksOf(db, sdkAppId, month) };
}

async function peaksOf(db: Db, sdkAppId: number, month: string): Promise<Peak[]> {
  const first = new Date(`${month}-01T00:00:00Z`);
  const next = new Date(first);
  next.setUTCMonth(next.getUTCMonth() + 1);
  const rows = await db.usageReading.findMany({ where: { sdkAppId, day: { gte: first, lt: next } } });
  return rows.map(({ metric, day, peak }) => ({ metric, day: day.toISOString().slice(0, 10), value: Number(peak) }));
}
