import { z } from 'zod';

const label = z.strictObject({ en: z.string().min(1), ko: z.string().min(1), zh: z.string().min(1) });
const id = z.string().regex(/^[a-z][A-Za-z0-9.-]{0,59}$/);
/** Null: without limit. */
const limit = z.int().nonnegative().nullable();

const plan = z.strictObject({
  label,
  /** What the plan has of each metric. A metric that is left out does not exist for the plan. */
  limits: z.record(id, limit),
  features: z.record(id, z.boolean()),
  /** How long messages are kept without paying, in days. */
  messageRetentionDays: z.int().positive(),
});

const metric = z.strictObject({
  label,
  /** What the number is counted over. */
  per: z.enum(['app', 'user', 'group', 'day', 'month']),
  /** The vendor's error code for crossing the limit; ours where none is documented; null where nothing is refused. */
  errorCode: z.union([z.int(), z.string()]).nullable(),
  /** On which plans crossing the limit is refused; elsewhere it is charged as overage. */
  refusedOn: z.enum(['every-plan', 'free-plan', 'never']),
  /** The value-added item that extends the limit. */
  extendedBy: id.nullable(),
});

const addOn = z.strictObject({
  label,
  kind: z.enum(['toggle', 'amount']),
  /** The metric whose limit it extends. */
  extends: id.nullable(),
});

const ruleSet = z.strictObject({
  label,
  mode: z.enum(['legacy', 'current']),
  /** Whether new apps of the mode get it; the others are for imported contracts. */
  forNewApps: z.boolean(),
  freePlan: id,
  paidPlans: z.array(id).min(1),
  /** For each plan the items it offers, with the values above its default; none for a toggle. */
  addOns: z.record(id, z.record(id, z.array(z.int().positive()))),
  /** Whether a paid app can be changed back to the free plan. */
  backToFree: z.boolean(),
  /** Whether an item may be put back to what it was when the month began, although its change is used. */
  putBackAlwaysAllowed: z.boolean(),
  /** For how many months the free plan is valid at a time; null: without end. */
  freeValidityMonths: z.int().positive().nullable(),
  /** For how many days a disabled app can be restored; null: never. */
  restoreDays: z.int().positive().nullable(),
});

const dataCenter = z.strictObject({ label, modes: z.array(z.enum(['legacy', 'current'])).min(1) });
const feature = z.strictObject({ label });

/** The catalogue as it is written: data, and nothing else. */
export const catalogueSchema = z.strictObject({
  metrics: z.record(id, metric),
  features: z.record(id, feature),
  addOns: z.record(id, addOn),
  plans: z.record(id, plan),
  ruleSets: z.record(id, ruleSet),
  dataCenters: z.record(id, dataCenter),
});

export type CatalogueSource = z.input<typeof catalogueSchema>;
