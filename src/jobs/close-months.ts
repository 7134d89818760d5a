import type { ServiceContext } from '../changes/context.js';
import { firstRegistration, lastClosed, monthRecords } from '../database/queries/month-records.js';
import { closesAt } from '../domain/billing/bill.js';
import { statementOf } from '../domain/billing/statement.js';

/** How many apps are billed at a time, so that memory use does not grow with their number. */
const appsPerBatch = 1_000;

/**
 * Closes every month that is due, the oldest first: freezes the statement of each app. It can run at any time, in
 * several processes at once and after a crash: statements that are frozen stay, missing ones are added. While the clock
 * is not trusted it closes none. Returns the months that it closed.
 *
 * An app whose statement cannot be computed is recorded with its month and tried again by every run; the others are
 * billed all the same. Throws at the end if there is one.
 */
export async function closeMonths(ctx: ServiceContext): Promise<readonly string[]> {
  const { calendar } = ctx.rules;
  const at = ctx.trustedNow()?.toISOString();
  if (at === undefined) return [];
  const closed: string[] = [];
  const failures = await retryFailedApps(ctx, at);
  for (let month = await nextToClose(ctx); month !== null && closesAt(month, calendar) <= at; ) {
    const failed = await freezeStatements(ctx, { month, at });
    const failedApps = failed.map(({ sdkAppId }) => sdkAppId);
    await ctx.database.prisma.closedMonth.createMany({
      data: [{ month, closedAt: at, failedApps }],
      skipDuplicates: true,
    });
    failures.push(...failed);
    closed.push(month);
    month = calendar.spanOf(month).next;
  }
  if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join(' '));
  return closed;
}

/** The month after the last closed one; if there is none, the month of the first app; null without apps. */
async function nextToClose({ database: { prisma }, rules: { calendar } }: ServiceContext): Promise<string | null> {
  const last = await lastClosed(prisma);
  if (last !== null) return calendar.spanOf(last).next;
  const first = await firstRegistration(prisma);
  return first && calendar.monthOf(first);
}

/** The statement of an app for a month cannot be computed. */
class FailedStatement extends Error {
  override readonly name = 'FailedStatement';
  readonly sdkAppId: number;
  constructor(sdkAppId: number, month: string, cause: unknown) {
    super(`The statement of app ${sdkAppId} for ${month} cannot be computed: ${String(cause)}`, { cause });
    this.sdkAppId = sdkAppId;
  }
}

/** Tries the statements again that could not be computed when their month was closed. Returns those that still cannot. */
async function retryFailedApps(ctx: ServiceContext, at: string): Promise<FailedStatement[]> {
  const { prisma } = ctx.database;
  const months = await prisma.closedMonth.findMany({
    where: { failedApps: { isEmpty: false } },
    orderBy: { month: 'asc' },
  });
  const failures: FailedStatement[] = [];
  for (const { month, failedApps } of months) {
    const failed = await freezeStatements(ctx, { month, at, only: failedApps });
    const stillFailed = failed.map(({ sdkAppId }) => sdkAppId);
    if (stillFailed.length < failedApps.length)
      await prisma.closedMonth.update({ where: { month }, data: { failedApps: stillFailed } });
    failures.push(...failed);
  }
  return failures;
}

interface ClosingMonth {
  readonly month: string;
  readonly at: string;
  /** Only these apps, if given. */
  readonly only?: readonly number[];
}

/** Freezes the statements of a month that are missing. Returns those that cannot be computed. */
async function freezeStatements(
  { database: { prisma }, rules }: ServiceContext,
  { month, at, only }: ClosingMonth,
): Promise<FailedStatement[]> {
  const { start, end } = rules.calendar.spanOf(month);
  // From here on the month takes no more readings. Those that are being written are waited for: the SQL function
  // `takes_readings` holds this lock.
  await prisma.closingMonth.createMany({ data: [{ month, since: at }], skipDuplicates: true });
  await prisma.$queryRaw`SELECT pg_advisory_xact_lock(6027153305)::text`;
  const metrics = [...new Set(rules.catalogue.priceLists.flatMap(({ overage }) => Object.keys(overage)))];
  const failures: FailedStatement[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const batch = await monthRecords(prisma, { month, start, end, metrics, after, limit: appsPerBatch, only });
    const statements = batch.records.flatMap(({ sdkAppId, ...record }) => {
      try {
        const document = statementOf(month, record, rules);
        return document.lines.length > 0 ? [{ sdk_app_id: sdkAppId, document }] : [];
      } catch (error) {
        failures.push(new FailedStatement(sdkAppId, month, error));
        return [];
      }
    });
    await prisma.$executeRaw`
      INSERT INTO statement (sdk_app_id, month, document, closed_at)
      SELECT sdk_app_id, ${month}, document, ${at}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(statements)}::jsonb) AS new_statement(sdk_app_id int, document jsonb)
      ON CONFLICT DO NOTHING`;
    after = batch.last;
  }
  return failures;
}
