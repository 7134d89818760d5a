import type { BillRecord } from '../../domain/billing/bill.js';
import type { Peak } from '../../domain/billing/line-item.js';
import type { Statement } from '../../domain/billing/statement.js';
import { fromJson } from '../json.js';
import type { Db } from './apps.js';

/** What is on record of a month (YYYY-MM) of an app. Months close in order, and those before the first app never do. */
export async function billRecord(db: Db, sdkAppId: number, month: string): Promise<BillRecord> {
  // In this order: a month is closed after the last of its statements was frozen.
  const later = await db.closedMonth.findFirst({ where: { month: { gte: month } } });
  const row = await db.statement.findUnique({ where: { sdkAppId_month: { sdkAppId, month } } });
  const frozen = row && fromJson<Statement>(row.document);
  const closed = later !== null || frozen !== null;
  return { closed, frozen, peaks: closed ? [] : await peaksOf(db, sdkAppId, month) };
}

async function peaksOf(db: Db, sdkAppId: number, month: string): Promise<Peak[]> {
  const first = new Date(`${month}-01T00:00:00Z`);
  const next = new Date(first);
  next.setUTCMonth(next.getUTCMonth() + 1);
  const rows = await db.usageReading.findMany({ where: { sdkAppId, day: { gte: first, lt: next } } });
  return rows.map(({ metric, day, peak }) => ({ metric, day: day.toISOString().slice(0, 10), value: Number(peak) }));
}
