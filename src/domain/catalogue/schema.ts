import { z } from 'zod';

const label = z.strictObject({ en: z.string().min(1), ko: z.string().min(1), zh: z.string().min(1) });
const id = z.string().regex(/^[a-z][A-Za-z0-9.-]{0,59}$/);
const mode = z.enum(['legacy', 'current']);
const dayOfMonth = z.int().min(1).max(28);

const metric = z.strictObject({
  label,
  /** What the number is counted over; for `user` and `group`, the fullest one. */
  per: z.enum(['app', 'user', 'group', 'day', 'month']),
  /** The vendor's error code for crossing the limit; ours where none is documented; null where nothing is refused. */
  errorCode: z.union([z.int(), z.string()]).nullable(),
  /** On which plans crossing the limit is refused; elsewhere it is charged as overage. */
  refusedOn: z.enum(['every-plan', 'free-plan', 'never']),
  /** The value-added item that extends the limit. */
  extendedBy: id.nullable(),
  /** What helps besides another plan or an item, as a sentence. */
  relief: label.nullable().default(null),
});

const feature = z.strictObject({ label });

const addOn = z.strictObject({
  label,
  /** A toggle makes the limit that it extends unlimited; an amount takes its place. */
  kind: z.enum(['toggle', 'amount']),
  /** The metric whose limit it extends; null for a toggle that is a service of its own. */
  extends: id.nullable(),
});

const plan = z.strictObject({
  label,
  /** What the plan has of each metric; null is without limit. A metric that is left out does not exist for the plan. */
  limits: z.record(id, z.int().nonnegative().nullable()),
  features: z.record(id, z.boolean()),
  /** How long messages are kept without paying, in days. */
  messageRetentionDays: z.int().positive(),
});

const ruleSet = z.strictObject({
  label,
  mode,
  /** Whether new apps of the mode get it; the others are for imported contracts. */
  forNewApps: z.boolean(),
  freePlan: id,
  /** In rising order. */
  paidPlans: z.array(id).min(1),
  /** For each plan the items it offers, with the values above its default; none for a toggle. */
  addOns: z.record(id, z.record(id, z.array(z.int().positive()))),
  /** Whether an item may be put back to what it was when the month began, although its change is used. */
  revertAlwaysAllowed: z.boolean(),
  /** Whether a paid app can be changed back to the free plan. */
  backToFree: z.boolean(),
  /** For how many months the free plan is valid at a time; null: without end. */
  freeValidityMonths: z.int().positive().nullable(),
  /** For how many days a disabled app can be restored; null: never. */
  restoreDays: z.int().positive().nullable(),
  /** Whether fees are for whole months, or for each day in force. */
  feeMode: z.enum(['by-month', 'by-day']).default('by-day'),
  /** The days of the next month on which a month's plan, and its value-added items, are billed. */
  bills: z.strictObject({ plan: dayOfMonth, items: dayOfMonth }).default({ plan: 1, items: 1 }),
  /** The rule set that an app can migrate to, one way, and which plan becomes which; null: it stays. */
  migratesTo: z
    .strictObject({ ruleSet: id, plans: z.record(id, id) })
    .nullable()
    .default(null),
});

const dataCenter = z.strictObject({
  label,
  /** The billing modes that exist there. */
  modes: z.array(mode).min(1),
});

/** A price per month in the currency's major unit, exact: "449.99", "0.015". */
const price = z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, 'takes an amount such as "449.99", with at most 6 decimals');
const day = z.iso.date('takes a day such as 2026-01-31');
const currency = z.string().regex(/^[A-Z]{3}$/, 'takes an ISO 4217 currency such as USD');

const overage = z.strictObject({
  price,
  /** So many above the free quota cost the price once; what is begun counts. */
  per: z.int().positive(),
});

const prices = z.strictObject({
  currency,
  /** The day of the price list. */
  listed: day,
  plans: z.record(id, price),
  addOns: z.record(id, price),
  /** What a metric costs above a paid plan's free quota. */
  overage: z.record(id, overage),
});

/** A price book of a shop's own: what it leaves out is as listed, so long as its currency is the same. */
export const priceBookSchema = prices.partial();
export type PriceBook = z.output<typeof priceBookSchema>;

/** The catalogue as it is written: data, and nothing else. */
export const catalogueSchema = z.strictObject({
  prices,
  metrics: z.record(id, metric),
  features: z.record(id, feature),
  addOns: z.record(id, addOn),
  plans: z.record(id, plan),
  ruleSets: z.record(id, ruleSet),
  dataCenters: z.record(id, dataCenter),
});

export type CatalogueSource = z.input<typeof catalogueSchema>;

const entries = <S extends z.ZodType>(entry: S) => z.record(z.string(), entry.nullable().catch(null));

/** Data that may be wrong: an entry of a wrong shape reads as null, so that the others can be looked at. */
export const draftSchema = z.object({
  prices: prices.nullable().catch(null),
  metrics: entries(metric),
  features: entries(feature),
  addOns: entries(addOn),
  plans: entries(plan),
  ruleSets: entries(ruleSet),
  dataCenters: entries(dataCenter),
});

export type CatalogueDraft = z.output<typeof draftSchema>;
