import type { ServiceContext } from '../changes/context.js';
import { firstConfiguration, lastClosed, monthRecords } from '../database/queries/month-records.js';
import { closesAt } from '../domain/billing/bill.js';
import { statementOf } from '../domain/billing/statement.js';

/** How many apps are billed at a time: memory stays flat, however many there are. */
const batchSize = 1_000;

/**
 * Closes every month that is due, the oldest first: freezes the statement of each app. Runs as often as it likes, on
 * as many processes, and after any crash: what is frozen stays, the rest is made up. Answers the months it closed.
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

/** The month after the last that was closed; before there is one, that of the first app. */
async function nextToClose({ database: { prisma }, rules: { calendar } }: ServiceContext): Promise<string | null> {
  const last = await lastClosed(prisma);
  if (last !== null) return calendar.spanOf(last).next;
  const first = await firstConfiguration(prisma);
  return first && calendar.monthOf(first);
}

interface Closing {
  readonly month: string;
  readonly at: string;
}

async function closeMonth({ database: { prisma }, rules }: ServiceContext, { month, at }: Closing): Promise<void> {
  const { start, end } = rules.calendar.spanOf(month);
  const metrics = Object.keys(rules.catalogue.prices.overage);
  for (let after: number | null = 0; after !== null; ) {
    const { records, last } = await monthRecords(prisma, { month, start, end, metrics, after, limit: batchSize });
    const statements = records.flatMap(({ sdkAppId, ...charged }) => {
      const document = statementOf(month, charged, rules);
      return document.lines.length > 0 ? [{ sdk_app_id: sdkAppId, document }] : [];
    });
    await prisma.$executeRaw`
      INSERT INTO statement (sdk_app_id, month, document, closed_at)
      SELECT sdk_app_id, ${month}, document, ${at}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(statements)}::jsonb) AS it(sdk_app_id int, document jsonb)
      ON CONFLICT DO NOTHING`;
    after = last;
  }
  await prisma.closedMonth.createMany({ data: [{ month, closedAt: at }], skipDuplicates: true });
}
