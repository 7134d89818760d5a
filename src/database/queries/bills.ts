import type { BillRecord } from '../../imapp/fees/bill.js';
import type { Peak } from '../../imapp/fees/line.js';
import type { Statement } from '../../imapp/fees/statement.js';
import { fromDocument } from '../document.js';
import type { Reader } from './apps.js';

/** What is on record of a month (YYYY-MM) of an app: its frozen statement, if it is closed, and its peaks of usage. */
export async function billRecord(db: Reader, sdkAppId: number, month: string): Promise<BillRecord> {
  const row = await db.statement.findUnique({ where: { sdkAppId_month: { sdkAppId, month } } });
  if (row) return { frozen: fromDocument<Statement>(row.document), peaks: [] };
  return { frozen: null, peaks: await peaksOf(db, sdkAppId, month) };
}

async function peaksOf(db: Reader, sdkAppId: number, month: string): Promise<Peak[]> {
  const first = new Date(`${month}-01T00:00:00Z`);
  const next = new Date(first);
  next.setUTCMonth(next.getUTCMonth() + 1);
  const rows = await db.usageReading.findMany({ where: { sdkAppId, day: { gte: first, lt: next } } });
  return rows.map(({ metric, day, peak }) => ({ metric, day: day.toISOString().slice(0, 10), value: Number(peak) }));
}
