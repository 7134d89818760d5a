import type { ServiceContext } from '../changes/context.js';
import { firstConfiguration, lastClosed, monthRecords } from '../database/queries/month-records.js';
import { closesAt } from '../domain/billing/bill.js';
import { statementOf } from '../domain/billing/statement.js';

/** How many apps are billed at a time, so that memory use does not grow with their number. */
const appsPerBatch = 1_000;

/**
 * Closes every month that is due, the oldest first: freezes the statement of each app. It can run at any time, in
 * several processes at once and after a crash: statements that are frozen stay, missing ones are added. Returns the
 * months that it closed.
 */
export async function closeMonths(ctx: ServiceContext): Promise<readonly string[]> {
  const { calendar } = ctx.rules;
  const at = ctx.now().toISOString();
  const closed: string[] = [];
  for (let month = await nextToClose(ctx); month !== null && closesAt(month, calendar) <= at; ) {
    await closeMonth(ctx, { month, at });
    closed.push(month);
    month = calendar.spanOf(month).next;
  }
  return closed;
}

/** The month after the last closed one; if there is none, the month of the first app; null without apps. */
async function nextToClose({ database: { prisma }, rules: { calendar } }: ServiceContext): Promise<string | null> {
  const last = await lastClosed(prisma);
  if (last !== null) return calendar.spanOf(last).next;
  const first = await firstConfiguration(prisma);
  return first && calendar.monthOf(first);
}

interface ClosingMonth {
  readonly month: string;
  readonly at: string;
}

async function closeMonth({ database: { prisma }, rules }: ServiceContext, { month, at }: ClosingMonth): Promise<void> {
  const { start, end } = rules.calendar.spanOf(month);
  const metrics = Object.keys(rules.catalogue.prices.overage);
  for (let after: number | null = 0; after !== null; ) {
    const { records, last } = await monthRecords(prisma, { month, start, end, metrics, after, limit: appsPerBatch });
    const statements = records.flatMap(({ sdkAppId, ...record }) => {
      const document = statementOf(month, record, rules);
      return document.lines.length > 0 ? [{ sdk_app_id: sdkAppId, document }] : [];
    });
    await prisma.$executeRaw`
      INSERT INTO statement (sdk_app_id, month, document, closed_at)
      SELECT sdk_app_id, ${month}, document, ${at}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(statements)}::jsonb) AS new_statement(sdk_app_id int, document jsonb)
      ON CONFLICT DO NOTHING`;
    after = last;
  }
  await prisma.closedMonth.createMany({ data: [{ month, closedAt: at }], skipDuplicates: true });
}
