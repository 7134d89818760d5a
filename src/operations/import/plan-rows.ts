import { type App, isSameSubscription } from '../../domain/app.js';
import type { RecordedMode } from '../../domain/billing-mode.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { stateAt } from '../../domain/states.js';
import type { Phrase } from '../../i18n/phrase.js';
import { type AppUpdate, type FormValues, isRefusal, type Refusal } from '../change-plan.js';
import { isCalendarDate, parseForm } from '../form.js';
import { type FileRow, idIn } from '../import-file.js';
import type { FileRecords, OperationContext } from '../operation.js';
import { instantOf, newApp } from '../registration.js';
import { registerFields } from '../registration-fields.js';
import { type RegistrationContext, selectedPlan } from '../registration-subscription.js';
import { normalizeText, parseAppId } from '../text-input.js';
import { importPhrases } from './phrases.js';

const { phrase } = importPhrases;

/** What becomes of a row of a file. */
export interface PlannedRow {
  readonly line: number;
  readonly id: string;
  readonly name: string;
  readonly outcome: 'new' | 'same' | 'differs' | 'refused';
  /** The registration, of a new app. */
  readonly update?: AppUpdate;
  /** In what a registered app differs, by field, or why the row is refused. */
  readonly why?: Phrase;
  readonly fields: readonly string[];
}

type ImportContext = Pick<OperationContext, 'rules' | 'at'> & { readonly records: FileRecords };

/**
 * Plans each row on its own. The billing mode of an account's first apps in a data center follows from the one that was
 * created first, whatever the order of the rows.
 */
export function planRows(rows: readonly FileRow[], ctx: ImportContext): PlannedRow[] {
  const modeOf = recordedModes(rows, ctx);
  const seen = new Set<string>();
  return rows.map((row) => {
    const id = idIn(row.values);
    const twice = seen.has(id);
    seen.add(id);
    const about = { line: row.line, id, name: normalizeText(row.values['name'] ?? '') };
    return { ...about, ...(twice ? refused(phrase('twice', { id }), 'sdkAppId') : planRow(row.values, ctx, modeOf)) };
  });
}

type Planned = Pick<PlannedRow, 'outcome' | 'update' | 'why' | 'fields'>;

function refused(why: Phrase, field: string | undefined): Planned {
  return { outcome: 'refused', why, fields: field === undefined ? [] : [field] };
}

function planRow(given: FormValues, ctx: ImportContext, modeOf: (values: FormValues) => RecordedMode | null): Planned {
  const registered = ctx.records.apps.find(({ app }) => app.sdkAppId === parseAppId(given['sdkAppId']))?.app ?? null;
  const inCare = registered !== null && registered.retiredAt === null && registered.state !== 'purged';
  const { state, ...values } = given;
  const rowCtx = { ...ctx, recordedMode: modeOf(given), registeredApp: inCare ? null : registered };
  const parsed = parseRow(rowCtx, inCare ? values : given);
  if (isRefusal(parsed)) return refused(parsed.reason, parsed.field);
  const update = newApp(rowCtx, parsed);
  if (isRefusal(update)) return refused(update.reason, update.field);
  if (!inCare) return { outcome: 'new', update, fields: [] };
  const fields = differences(given, { registered, planned: update.after }, ctx);
  if (fields.length === 0) return { outcome: 'same', fields };
  return { outcome: 'differs', fields, why: phrase('differsIn', { fields }) };
}

/** The values as the form of a registration takes them; a column that it has no field for is refused, not dropped. */
function parseRow(ctx: RegistrationContext, given: FormValues): FormValues | Refusal {
  const { calendar, catalogue } = ctx.rules;
  const createdAt = instantDay(given['createdAt'], calendar);
  const toggles = Object.entries(given).map(([name, value]) => {
    const isItem = catalogue.addOns[name] !== undefined;
    return [name, isItem ? (itemValues[value.toLowerCase()] ?? value) : value] as const;
  });
  const values = { ...Object.fromEntries(toggles), ...(createdAt !== undefined && { createdAt }) };
  const hasDay = createdAt === undefined || isCalendarDate(createdAt);
  const selected = hasDay ? selectedPlan(ctx, withNormalized(values)) : null;
  const fields = registerFields(ctx, { ...values, ...(selected && !isRefusal(selected) && selected) });
  const unknown = Object.entries(values).find(
    ([name, value]) => value !== 'default' && !fields.some((field) => field.name === name),
  );
  const parsed = parseForm(fields, { ...values, ...(selected && !isRefusal(selected) && selected) });
  if (isRefusal(parsed)) return parsed;
  if (selected && isRefusal(selected)) return selected;
  return unknown ? { field: unknown[0], reason: phrase('notOffered', { column: unknown[0] }) } : parsed.values;
}

/** How toggles are written in files. */
const itemValues: Readonly<Record<string, string>> = {
  true: 'on',
  false: 'default',
  off: 'default',
  yes: 'on',
  no: 'default',
};

function instantDay(text: string | undefined, calendar: RegistrationContext['rules']['calendar']): string | undefined {
  const isInstant = text !== undefined && /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text));
  return isInstant ? calendar.dayOf(new Date(text).toISOString()) : text?.trim();
}

function withNormalized(values: FormValues): FormValues {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, normalizeText(value)]));
}

/** The recorded mode of a row's account in its data center; where none is recorded, the one that the first app decides. */
function recordedModes(rows: readonly FileRow[], ctx: ImportContext): (values: FormValues) => RecordedMode | null {
  const placeOf = (values: FormValues) =>
    `${normalizeText(values['account'] ?? '')}\n${normalizeText(values['dataCenter'] ?? '')}`;
  const modes = new Map<string, RecordedMode | null>(
    ctx.records.modes.map((mode) => [`${mode.account}\n${mode.dataCenter}`, mode]),
  );
  const dayOf = ({ values }: FileRow) =>
    instantDay(values['createdAt'], ctx.rules.calendar) ?? ctx.rules.calendar.dayOf(ctx.at);
  const oldestFirst = rows
    .filter((row) => isCalendarDate(dayOf(row)))
    .toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : 1));
  for (const row of oldestFirst) {
    const place = placeOf(row.values);
    if (modes.has(place)) continue;
    const values = { ...withNormalized(row.values), createdAt: dayOf(row) };
    const selected = selectedPlan({ ...ctx, recordedMode: null }, values);
    if (isRefusal(selected)) continue;
    modes.set(place, {
      mode: ruleSetOf(ctx.rules.catalogue, selected.ruleSet).mode,
      migrated: false,
      registrations: 0,
    });
  }
  return (values) => modes.get(placeOf(values)) ?? null;
}

/** The given fields in which the registered app is another than the one that the row describes. */
function differences(
  given: FormValues,
  { registered, planned }: { readonly registered: App; readonly planned: App },
  { rules, at }: ImportContext,
): string[] {
  const until = registered.validity?.until ?? null;
  const sameText = (
    field: 'name' | 'account' | 'dataCenter' | 'ruleSet' | 'owner' | 'channel' | 'language' | 'createdAt',
  ) => registered[field] === planned[field];
  const isSame: Readonly<Record<string, () => boolean>> = {
    plan: () => registered.plan === planned.plan,
    heldSince: () => registered.heldSince === planned.heldSince,
    disabledAt: () => registered.disabledAt === planned.disabledAt,
    validUntil: () => until === instantOf({ rules }, given['validUntil']),
    tags: () => registered.tags.join(' ') === planned.tags.join(' '),
    state: () => stateAt(registered, at, rules) === given['state'],
    sdkAppId: () => true,
  };
  return Object.keys(given).filter((field) => {
    const known = isSame[field];
    if (known) return !known();
    if (field === 'ruleSet' && given[field] === 'automatic') return false;
    if (rules.catalogue.addOns[field] === undefined) return !sameText(field as 'name');
    return !isSameSubscription(pick(registered, field), pick(planned, field));
  });
}

function pick({ addOns }: App, item: string) {
  const value = addOns[item];
  return { ruleSet: '', plan: '', addOns: value === undefined ? {} : { [item]: value } };
}
