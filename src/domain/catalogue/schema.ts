import { z } from 'zod';

const label = z.strictObject({ en: z.string().min(1), ko: z.string().min(1), zh: z.string().min(1) });
const id = z.string().regex(/^[a-z][A-Za-z0-9.-]{0,59}$/);
const day = z.iso.date('takes a day such as 2026-01-31');
const dayOfMonth = z.int().min(1).max(28);

const metric = z.strictObject({
  label,
  /**
   * What the value is counted per. For `user` and `group` it is the highest one. `message`: not usage, but for how many
   * days each message is kept.
   */
  per: z.enum(['app', 'user', 'group', 'day', 'month', 'message']),
  /** The vendor's error code above the limit; our own if none is documented; null if nothing is refused. */
  errorCode: z.union([z.int(), z.string()]).nullable(),
  /** The plans on which usage above the limit is refused; on others it is charged as overage. */
  refusedOn: z.enum(['every-plan', 'free-plan', 'never']),
  /** The value-added item that extends the limit. */
  extendedBy: id.nullable(),
  /** A sentence: what helps apart from another plan or an item. */
  relief: label.nullable().default(null),
});

const feature = z.strictObject({ label });

const addOn = z.strictObject({
  label,
  /** A toggle makes the limit that it extends unlimited; an amount replaces it. */
  kind: z.enum(['toggle', 'amount']),
  /** The metric whose limit it extends; null for a toggle that is a separate service. */
  extends: id.nullable(),
});

const plan = z.strictObject({
  label,
  /** The limit of each metric; null is unlimited. A metric that is left out does not exist in the plan. */
  limits: z.record(id, z.int().nonnegative().nullable()),
  features: z.record(id, z.boolean()),
});

const ruleSet = z.strictObject({
  label,
  /** Its billing mode. */
  mode: id,
  /** Whether new apps of the mode get it. Other rule sets are for imported contracts. */
  forNewApps: z.boolean(),
  freePlan: id,
  /** From the lowest to the highest. */
  paidPlans: z.array(id).min(1),
  /** For each plan the items it offers, with the values above its default; empty for a toggle. */
  addOns: z.record(id, z.record(id, z.array(z.int().positive()))),
  /** How often the plan, and each item, may be changed in a calendar period of the billing time zone. */
  allowance: z
    .strictObject({ changes: z.int().positive(), per: z.enum(['day', 'week', 'month', 'quarter', 'year']) })
    .default({ changes: 1, per: 'month' }),
  /** Whether an item may be put back to its value at the start of the period although its change is used. */
  revertAlwaysAllowed: z.boolean(),
  /** Whether an upgrade from the free plan is a change of the plan, and uses its allowance. */
  upgradeUsesAllowance: z.boolean().default(false),
  /** Whether a paid app can be changed back to the free plan. */
  backToFree: z.boolean(),
  /** The validity of the free plan in months; null: it does not end. */
  freeValidityMonths: z.int().positive().nullable(),
  /** The same in days, where it is not counted in months. */
  freeValidityDays: z.int().positive().nullable().default(null),
  /** For how many days a disabled app can be restored; null: it cannot. */
  restoreDays: z.int().positive().nullable(),
  /** Whether fees are charged for whole months or per day. */
  feeMode: z.enum(['by-month', 'by-day']).default('by-day'),
  /** The days of the next month on which a month's plan and value-added items are billed. */
  bills: z.strictObject({ plan: dayOfMonth, items: dayOfMonth }).default({ plan: 1, items: 1 }),
  /** The rule set that apps can migrate to, and the new plan for each plan; null: no migration. There is no way back. */
  migratesTo: z
    .strictObject({ ruleSet: id, plans: z.record(id, id) })
    .nullable()
    .default(null),
});

const mode = z.strictObject({
  /** The first day, in the billing time zone, on which a first app gets it; null: there is none. */
  from: day.nullable(),
});

const dataCenter = z.strictObject({
  label,
  /** The billing modes that exist there. */
  modes: z.array(id).min(1),
});

/** A price per month in the currency's major unit, exact: "449.99", "0.015". */
const amount = 'takes an amount in quotes such as "449.99", with at most 6 decimals';
const price = z.string(amount).regex(/^\d{1,9}(\.\d{1,6})?$/, amount);
const currencyCode = 'takes an ISO 4217 currency such as USD';
const currency = z.string(currencyCode).regex(/^[A-Z]{3}$/, currencyCode);

const overage = z.strictObject({
  price,
  /** The price is for this many units above the free quota; a started block counts. */
  per: z.int().positive(),
});

const byOption = z.record(z.string().regex(/^\d{1,9}$/, 'takes a value of the item'), price);
/** The price of an item: the same for all of its options, by option, or by plan. */
const itemPrice = z.union([price, byOption, z.record(id, z.union([price, byOption]))], {
  error: 'takes an amount such as "449.99", or amounts by option or plan',
});

const prices = z.strictObject({
  plans: z.record(id, price),
  addOns: z.record(id, itemPrice),
  /** The price of usage above a paid plan's free quota, by metric. */
  overage: z.record(id, overage),
});

export const priceListSchema = prices.extend({
  /** The day, in the billing time zone, from which it holds. The first list also holds for the days before. */
  from: day,
  currency,
  /** The date of the vendor's list; null: these are not the vendor's prices. */
  listed: day.nullable(),
  /** The items that are not sold any more; apps that hold them keep them. */
  withdrawn: z.array(id).default([]),
  /** Prices that differ in a data center. */
  dataCenters: z.record(id, prices.partial()).default({}),
});
export type PriceListSource = z.output<typeof priceListSchema>;

/** A price list of a shop. All parts are optional: see `mergePriceLists`. */
export const ownPriceListSchema = z
  .strictObject({
    from: day.optional(),
    currency: currency.optional(),
    /** Without effect: bills showed it once, and files still have it. */
    listed: day.optional(),
    ...prices.partial().shape,
    withdrawn: z.array(id).optional(),
    dataCenters: z.record(id, prices.partial()).optional(),
  })
  .transform(({ listed: _, ...list }) => list);

/** Several price lists of a shop, with their days. */
export const ownPriceListsSchema = z
  .array(ownPriceListSchema)
  .min(1)
  .superRefine((lists, context) => {
    const days = lists.map(({ from }) => from);
    if (lists.length > 1 && days.includes(undefined))
      context.addIssue({ code: 'custom', path: ['from'], message: 'every one of several lists needs it' });
    if (new Set(days).size < days.length)
      context.addIssue({ code: 'custom', path: ['from'], message: 'two lists have the same day' });
  });
export type OwnPriceList = z.output<typeof ownPriceListSchema>;
export type PriceBook = readonly OwnPriceList[];

/** The catalogue as data. */
export const catalogueSchema = z.strictObject({
  priceLists: z.array(priceListSchema).min(1),
  metrics: z.record(id, metric),
  features: z.record(id, feature),
  addOns: z.record(id, addOn),
  plans: z.record(id, plan),
  modes: z.record(id, mode),
  ruleSets: z.record(id, ruleSet),
  dataCenters: z.record(id, dataCenter),
});

export type CatalogueSource = z.input<typeof catalogueSchema>;

const entries = <S extends z.ZodType>(entry: S) => z.record(z.string(), entry.nullable().catch(null));

/** Data that may be invalid: an invalid entry becomes null, so that the others can still be checked. */
export const draftSchema = z.object({
  priceLists: z.array(priceListSchema.nullable().catch(null)).catch([]),
  metrics: entries(metric),
  features: entries(feature),
  addOns: entries(addOn),
  plans: entries(plan),
  modes: entries(mode),
  ruleSets: entries(ruleSet),
  dataCenters: entries(dataCenter),
});

export type CatalogueDraft = z.output<typeof draftSchema>;
