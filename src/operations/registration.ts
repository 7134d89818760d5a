import type { App, Subscription, Validity } from '../domain/app.js';
import type { Calendar } from '../domain/calendar.js';
import { stateText } from '../domain/labels.js';
import { stateAt } from '../domain/states.js';
import { newValidity, validityFromCreation, validityUntil } from '../domain/validity.js';
import { type AppUpdate, type FormValues, isRefusal, type Refusal, type StatePeriod } from './change-plan.js';
import { appName } from './phrases.js';
import { addOnsFrom } from './plan-form.js';
import { registerPhrases } from './registration.phrases.js';
import { creationOf, type RegistrationContext, selectedPlan, validityPeriod } from './registration-subscription.js';
import { tagsIn } from './tags.js';

const { phrase } = registerPhrases;

/** What a registration may know. */
export interface NewAppContext extends RegistrationContext {
  /** The app that has the id already; null if there is none. */
  readonly registeredApp: App | null;
}

/**
 * The app that form values register, with the periods that its history begins with; or why it cannot be registered.
 *
 * Decision: a day stands for its first instant in the billing time zone. Its state follows from the dates; the sweep
 * records that it is suspended or purged, and makes the one notice of it.
 */
export function newApp(ctx: NewAppContext, values: FormValues): AppUpdate | Refusal {
  const { rules, at, registeredApp: former } = ctx;
  const taken = takenRefusal(ctx, values);
  if (taken) return taken;
  const selected = selectedPlan(ctx, values);
  if (isRefusal(selected)) return selected;
  const dates = datesOf(ctx, values);
  if (isRefusal(dates)) return dates;
  const validity = validityOf(ctx, values);
  if (validity && isRefusal(validity)) return validity;
  const after = appOf(values, { ...selected, addOns: addOnsFrom(rules, selected, values) }, { ...dates, validity });
  const state = stateAt(after, at, rules);
  if (values['state'] !== undefined && values['state'] !== state) {
    return { field: 'state', reason: phrase('otherState', { state: stateText(state) }) };
  }
  const registered = { ...after, registeredAt: former ? former.registeredAt : at };
  return { after: registered, usesAllowance: [], periods: periodsOf(after, former?.retiredAt ?? null, rules.calendar) };
}

/** The app with these values, without the instant of its registration. */
function appOf(
  values: FormValues,
  subscription: Subscription,
  dates: RegistrationDates & { readonly validity: Validity | null },
): App {
  return {
    sdkAppId: Number(values['sdkAppId']),
    name: values['name'] ?? '',
    account: values['account'] ?? '',
    dataCenter: values['dataCenter'] ?? '',
    ...subscription,
    ...dates,
    state: dates.disabledAt === null ? 'active' : 'disabled',
    owner: values['owner'] ?? null,
    tags: tagsIn(values['tags'] ?? ''),
    channel: values['channel'] ?? null,
    language: values['language'] ?? null,
    registeredAt: null,
    retiredAt: null,
  };
}

/** An app that is in care has the id; or one that is gone for ever had it. A retired app can come back. */
function takenRefusal({ registeredApp, rules, at }: NewAppContext, values: FormValues): Refusal | null {
  if (!registeredApp) return null;
  const purged = stateAt(registeredApp, at, rules) === 'purged';
  if (registeredApp.retiredAt !== null && !purged) return null;
  const texts = { id: values['sdkAppId'] ?? '', app: appName(registeredApp) };
  return {
    field: 'sdkAppId',
    reason: purged ? phrase('gone', texts) : phrase('taken', texts),
    nextActions: [{ operation: purged ? 'history' : 'show', sdkAppId: registeredApp.sdkAppId }],
  };
}

interface RegistrationDates {
  readonly createdAt: string;
  readonly heldSince: string;
  readonly disabledAt: string | null;
}

/** The dates, in their order: created, held since, disabled, now. */
function datesOf(ctx: NewAppContext, values: FormValues): RegistrationDates | Refusal {
  const { rules, at } = ctx;
  const createdAt = creationOf(ctx, values);
  const heldSince = instantOf(ctx, values['heldSince']) ?? createdAt;
  const disabledAt = instantOf(ctx, values['disabledAt']);
  if (heldSince < createdAt || heldSince > at) {
    return { field: 'heldSince', reason: phrase('heldBetween', { from: createdAt, until: at }) };
  }
  if (disabledAt === null) {
    return values['state'] === 'disabled'
      ? { field: 'disabledAt', reason: phrase('disabledAtMissing') }
      : { createdAt, heldSince, disabledAt };
  }
  const day = rules.calendar.dayOf;
  const inOrder = disabledAt <= at && (disabledAt >= heldSince || day(disabledAt) === day(heldSince));
  return inOrder
    ? { createdAt, heldSince, disabledAt }
    : { field: 'disabledAt', reason: phrase('disabledBetween', { from: heldSince, until: at }) };
}

/** The validity of a plan that ends; null of one that does not. */
function validityOf(ctx: NewAppContext, values: FormValues): Validity | null | Refusal {
  const { calendar } = ctx.rules;
  const period = validityPeriod(ctx, values);
  const until = instantOf(ctx, values['validUntil']);
  const createdAt = creationOf(ctx, values);
  if (period === null) return until === null ? null : { field: 'validUntil', reason: phrase('noEnd') };
  if (until === null) {
    const isNew = calendar.dayOf(createdAt) === calendar.dayOf(ctx.at);
    return isNew
      ? newValidity(ctx.at, period, calendar)
      : validityFromCreation(createdAt, { period, at: ctx.at }, calendar);
  }
  const latest = latestValidUntil(ctx);
  return until > createdAt && until <= latest
    ? validityUntil(until, createdAt, calendar)
    : { field: 'validUntil', reason: phrase('endBetween', { from: createdAt, until: latest }) };
}

/** Decision: an end more than a year ahead is a slip of the pen; no free plan is valid for so long. */
export function latestValidUntil({ rules, at }: Pick<RegistrationContext, 'rules' | 'at'>): string {
  return rules.calendar.addMonths(at, 12);
}

/** The instant for a day or an instant; null for neither. */
export function instantOf({ rules }: Pick<RegistrationContext, 'rules'>, text: string | undefined): string | null {
  if (text === undefined) return null;
  return text.includes('T') ? new Date(text).toISOString() : rules.calendar.startOfDay(text);
}

/** From when on a disabled app is not charged: the day of disabling counts, also where only the day is known. */
export function outOfService(disabledAt: string, calendar: Calendar): string {
  const isDay = calendar.startOfDay(calendar.dayOf(disabledAt)) === disabledAt;
  return isDay ? new Date(Date.parse(disabledAt) + 1).toISOString() : disabledAt;
}

/**
 * What the history begins with: active since the plan has been held, then disabled. An app that comes back continues its
 * history: nothing is charged for the time before it was retired again.
 */
function periodsOf({ heldSince, disabledAt }: App, retiredAt: string | null, calendar: Calendar): StatePeriod[] {
  const later = (a: string, b: string | null) => (b !== null && b > a ? b : a);
  const from = later(heldSince ?? '', retiredAt);
  return [
    { effectiveFrom: from, state: 'active' },
    ...(disabledAt === null
      ? []
      : [{ effectiveFrom: later(outOfService(disabledAt, calendar), from), state: 'disabled' as const }]),
  ];
}
