import { minorDigits } from '../i18n/currency.js';
import { Prisma, type PrismaClient } from './generated/client.js';

/**
 * Currencies in which former versions stored amounts by the digits that their Node.js had (0, or 2), not by those of
 * ISO 4217. The rows do not tell which.
 */
const disputed = 'AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR RSD SOS SYP YER'.split(' ');

/** How many minor digits the stored amounts of a currency have, by its code. */
export type StoredMinorDigits = Readonly<Record<string, number>>;

/**
 * Makes sure that all stored amounts have the minor digits of ISO 4217: once, the first time that this version starts.
 * Amounts in a disputed currency are converted as `stored` says. Returns the currencies of which it does not say it; then
 * nothing is changed, and the amounts must not be used.
 */
export async function settleCurrencies(
  prisma: PrismaClient,
  stored: StoredMinorDigits,
): Promise<{ readonly unknown: readonly string[] }> {
  if ((await openCurrencies(prisma)).length === 0) return { unknown: [] };
  return prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`LOCK TABLE settled_currency IN EXCLUSIVE MODE`;
      const open = await openCurrencies(tx);
      const used = await usedCurrencies(tx, open);
      const unknown = used.filter((code) => (stored[code] ?? Infinity) > minorDigits(code));
      if (unknown.length > 0) return { unknown };
      for (const code of used) await convert(tx, code, minorDigits(code) - (stored[code] ?? 0));
      await tx.settledCurrency.createMany({ data: open.map((code) => ({ code })) });
      return { unknown: [] };
    },
    { timeout: conversionTimeoutMs },
  );
}

/** Every stored amount may be rewritten. */
const conversionTimeoutMs = 60_000;

type Transaction = Prisma.TransactionClient;

async function openCurrencies(db: Transaction): Promise<string[]> {
  const settled = new Set((await db.settledCurrency.findMany()).map(({ code }) => code));
  return disputed.filter((code) => !settled.has(code));
}

/** Those in which there is an amount that is not zero, whatever its unit. */
async function usedCurrencies(db: Transaction, codes: readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ code: string }[]>`
    SELECT code FROM unnest(${codes}::text[]) AS code WHERE
      EXISTS (SELECT FROM statement WHERE document->>'currency' = code AND document->'total' <> '0')
      OR EXISTS (SELECT FROM change WHERE agreed_plan::text ~ ${amountPattern(Prisma.raw('code'))})
      OR EXISTS (SELECT FROM notice WHERE payload::text ~ ${amountPattern(Prisma.raw('code'))})`;
  return rows.map(({ code }) => code);
}

/** SQL for the pattern of an amount of money in the text of a JSONB value, which has its keys in this order. */
function amountPattern(code: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`('\\{"minor": ([1-9][0-9]*), "currency": "' || ${code} || '"\\}')`;
}

/** Adds so many digits to every amount in the currency. */
async function convert(db: Transaction, code: string, digits: number): Promise<void> {
  if (digits === 0) return;
  const zeros = '0'.repeat(digits);
  const pattern = amountPattern(Prisma.sql`${code}::text`);
  const converted = Prisma.sql`'{"minor": \\1' || ${zeros}::text || ', "currency": "' || ${code}::text || '"}'`;
  // Statements are frozen; only what their amounts are written in changes.
  await db.$executeRaw`ALTER TABLE statement DISABLE TRIGGER forbid_statement_change`;
  await db.$executeRaw`
    UPDATE statement SET document = document || jsonb_build_object(
      'total', ((document->>'total') || ${zeros}::text)::numeric,
      'lines', (SELECT coalesce(jsonb_agg(line || jsonb_build_object('amount', ((line->>'amount') || ${zeros}::text)::numeric) ORDER BY n), '[]')
        FROM jsonb_array_elements(document->'lines') WITH ORDINALITY AS lines(line, n)))
    WHERE document->>'currency' = ${code}`;
  await db.$executeRaw`ALTER TABLE statement ENABLE TRIGGER forbid_statement_change`;
  await db.$executeRaw`
    UPDATE change SET agreed_plan = regexp_replace(agreed_plan::text, ${pattern}, ${converted}, 'g')::jsonb
    WHERE agreed_plan::text ~ ${pattern}`;
  await db.$executeRaw`
    UPDATE notice SET payload = regexp_replace(payload::text, ${pattern}, ${converted}, 'g')::jsonb
    WHERE payload::text ~ ${pattern}`;
}
