import type { Calendar } from '../domain/calendar.js';
import {
  type AcceptedPriceLists,
  acceptPriceLists,
  type KeptPriceLists,
} from '../domain/catalogue/accept-price-lists.js';
import type { DatedPriceList } from '../domain/catalogue/merge-price-lists.js';
import type { PriceBook, PriceListSource } from '../domain/catalogue/schema.js';
import type { Prisma, PrismaClient } from './generated/client.js';

interface PriceListsStart {
  /** The vendor's lists that this version comes with. */
  readonly shipped: readonly PriceListSource[];
  /** The shop's file; null if it cannot be used. */
  readonly book: PriceBook | null;
  readonly calendar: Calendar;
  /** Now, an ISO instant in UTC. */
  readonly at: string;
  problemsOf(merged: readonly PriceListSource[]): readonly string[];
}

/**
 * Decides by which price lists the bot goes from now on, and keeps them: days that have passed keep the prices that they
 * had. Several processes may start at once, with different files; each gets lists that agree about those days.
 */
export function keepPriceLists(prisma: PrismaClient, start: PriceListsStart): Promise<AcceptedPriceLists> {
  const { shipped, book, calendar, at, problemsOf } = start;
  return prisma.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE price_list IN EXCLUSIVE MODE`;
    const kept = await keptPriceLists(tx);
    const charged = await isCharged(tx, calendar.startOfDay(calendar.dayOf(at)));
    const accepted = acceptPriceLists(kept, { shipped, book, charged }, { calendar, at, problemsOf });
    await replaceKept(tx, accepted, kept.unknownFile && book === null);
    return accepted;
  });
}

/** Whether an app has had a configuration before an instant. */
async function isCharged(db: Prisma.TransactionClient, before: string): Promise<boolean> {
  const found = await db.appHistory.findFirst({
    where: { effectiveFrom: { lt: before } },
    select: { sdkAppId: true },
  });
  return found !== null;
}

interface Row {
  readonly source: 'catalogue' | 'file';
  readonly from: string;
  readonly document: object | null;
}

async function keptPriceLists(db: Prisma.TransactionClient): Promise<KeptPriceLists> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT source, to_char(from_day, 'YYYY-MM-DD') AS "from", document FROM price_list ORDER BY from_day`;
  const listsOf = <L>(wanted: Row['source']) =>
    rows.flatMap(({ source, from, document }) => (source === wanted && document ? [{ ...document, from } as L] : []));
  return {
    catalogue: listsOf<PriceListSource>('catalogue'),
    own: listsOf<DatedPriceList>('file'),
    unknownFile: rows.some(({ document }) => document === null),
  };
}

/** `unknownFile`: still it is not known what the file was that held before lists had days. */
async function replaceKept(
  db: Prisma.TransactionClient,
  { catalogue, own }: AcceptedPriceLists,
  unknownFile: boolean,
): Promise<void> {
  const rows = [
    ...catalogue.map((document) => ({ source: 'catalogue', from_day: document.from, document })),
    ...own.map((document) => ({ source: 'file', from_day: document.from, document })),
  ];
  await db.$executeRaw`DELETE FROM price_list WHERE document IS NOT NULL OR NOT ${unknownFile}`;
  await db.$executeRaw`
    INSERT INTO price_list (source, from_day, document) SELECT source, from_day, document
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS kept(source text, from_day date, document jsonb)`;
}
