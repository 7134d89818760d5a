import { z } from 'zod';
import { attentionKinds } from '../apps/attention.js';
import type { ShownPlan } from '../changes/change.js';
import { appStates, largestAppId } from '../domain/app.js';
import type { FormValues } from '../operations/change-plan.js';
import { storableText } from '../operations/text-input.js';
import { slackLimits } from './limits.js';

/**
 * What modals (`private_metadata`) and buttons (`value`) carry. It is not trusted: it only refers to records, and the
 * change service checks the user's role again.
 */
const appId = z.int().min(1).max(largestAppId);
const storableString = (maxLength: number) => z.string().max(maxLength).regex(storableText);
const formValuesSchema = z.record(z.string().max(60), z.string().max(500));
const actionSchema = z.object({ operation: z.string().max(60), sdkAppId: appId.nullable(), answers: formValuesSchema });
/** A message of an earlier version may lack the fingerprint (`shown`): then the plan is shown again. */
const changeSchema = z.object({ change: z.string().max(60), shown: z.string().max(60).catch('') });
const snoozeSchema = z.object({ message: z.uuid(), days: z.int().min(1).max(30) });

const cursorSchema = z.object({ name: storableString(200), sdkAppId: appId });
const homeSchema = z.object({
  search: storableString(100).optional(),
  state: z.enum(appStates).optional(),
  plan: storableString(60).optional(),
  owner: storableString(30).optional(),
  kind: z.enum(attentionKinds).optional(),
  page: z.int().min(1).max(1_000_000),
  /** Changes whenever the filters are reset or set: the hash of the view in which that was done. Part of block ids. */
  turn: storableString(60).optional(),
  after: cursorSchema.optional(),
  before: cursorSchema.optional(),
});

export interface ActionReference extends Omit<z.infer<typeof actionSchema>, 'answers'> {
  readonly values: FormValues;
}
export type ChangeReference = ShownPlan;
export type SnoozeReference = z.infer<typeof snoozeSchema>;
/** What the Home tab shows: a page of a filtered list, or one kind of items that need attention. */
export type HomeReference = z.infer<typeof homeSchema>;

export function decodeAction(text: string | undefined): ActionReference | null {
  const wire = read(actionSchema, text);
  return wire && { operation: wire.operation, sdkAppId: wire.sdkAppId, values: wire.answers };
}
export function decodeChange(text: string | undefined): ChangeReference | null {
  const wire = read(changeSchema, text);
  return wire && { changeId: wire.change, fingerprint: wire.shown };
}
export const decodeSnooze = (text: string | undefined) => read(snoozeSchema, text);
export const decodeHome = (text: string | undefined) => read(homeSchema, text);

/** If it is too long for a button, the form values are left out: the user is asked for them again. */
export function encode(reference: ActionReference | ChangeReference | SnoozeReference | HomeReference): string {
  const text = JSON.stringify(toWire(reference));
  return text.length > slackLimits.buttonValue && 'values' in reference
    ? JSON.stringify(toWire({ ...reference, values: {} }))
    : text;
}

/** The keys must not change: messages of earlier versions carry them. */
function toWire(reference: ActionReference | ChangeReference | SnoozeReference | HomeReference): object {
  if ('fingerprint' in reference) return { change: reference.changeId, shown: reference.fingerprint };
  if (!('values' in reference)) return reference;
  const { values, ...rest } = reference;
  return { ...rest, answers: values };
}

/** Null for anything invalid: outdated or forged. */
function read<T>(schema: z.ZodType<T>, text: string | undefined): T | null {
  try {
    return schema.safeParse(JSON.parse(text ?? '')).data ?? null;
  } catch {
    return null;
  }
}

/** Action ids are `<kind>` or `<kind>/<variant>`: within one message each must be unique. */
export const actionKind = (actionId: string) => actionId.split('/')[0] ?? '';
export const actionVariant = (actionId: string) => actionId.split('/')[1] ?? '';

/** Block ids of fields are `<name>` or `<name>/<variant>`: Slack keeps the input only while the block id is the same. */
export const fieldName = (blockId: string) => blockId.split('/')[0] ?? '';
