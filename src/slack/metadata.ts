import { z } from 'zod';
import { attentionKinds } from '../apps/attention.js';
import type { ShownPlan } from '../changes/change.js';
import { appStates, largestAppId } from '../domain/app.js';
import type { FormValues } from '../operations/change-plan.js';
import { storableText } from '../operations/text-input.js';

/**
 * What modals and buttons carry. It is never trusted: it only refers to what the corridor knows, and the corridor
 * asks again whether this person may.
 */
const appId = z.int().min(1).max(largestAppId);
const words = (most: number) => z.string().max(most).regex(storableText);
const answers = z.record(z.string().max(60), z.string().max(500));
const ask = z.object({ operation: z.string().max(60), sdkAppId: appId.nullable(), answers });
/** A mark that is missing or odd is of a message from before: what it shows is shown again. */
const change = z.object({ change: z.string().max(60), shown: z.string().max(60).catch('') });
const snooze = z.object({ message: z.uuid(), days: z.int().min(1).max(30) });

const mark = z.object({ name: words(200), sdkAppId: appId });
const home = z.object({
  search: words(100).optional(),
  state: z.enum(appStates).optional(),
  plan: words(60).optional(),
  kind: z.enum(attentionKinds).optional(),
  page: z.int().min(1).max(1_000_000),
  /** Another one whenever the filters are set anew: the hash of the view it was done in. */
  turn: words(60).optional(),
  after: mark.optional(),
  before: mark.optional(),
});

export interface ActionReference extends Omit<z.infer<typeof ask>, 'answers'> {
  readonly values: FormValues;
}
export type ChangeReference = ShownPlan;
export type SnoozeReference = z.infer<typeof snooze>;
/** What the Home tab shows: which apps, or one kind of what needs its reader. */
export type HomeReference = z.infer<typeof home>;

export function decodeAction(text: string | undefined): ActionReference | null {
  const wire = read(ask, text);
  return wire && { operation: wire.operation, sdkAppId: wire.sdkAppId, values: wire.answers };
}
export function decodeChange(text: string | undefined): ChangeReference | null {
  const wire = read(change, text);
  return wire && { changeId: wire.change, fingerprint: wire.shown };
}
export const decodeSnooze = (text: string | undefined) => read(snooze, text);
export const decodeHome = (text: string | undefined) => read(home, text);
/** The most that a button carries; a modal could carry more. */
const longest = 2000;

/** What would not fit is asked again rather than refused by Slack. */
export function encode(reference: ActionReference | ChangeReference | SnoozeReference | HomeReference): string {
  const text = JSON.stringify(toWire(reference));
  return text.length > longest && 'values' in reference ? JSON.stringify(toWire({ ...reference, values: {} })) : text;
}

/** The keys stay as messages of every earlier version carry them. */
function toWire(reference: ActionReference | ChangeReference | SnoozeReference | HomeReference): object {
  if ('fingerprint' in reference) return { change: reference.changeId, shown: reference.fingerprint };
  if (!('values' in reference)) return reference;
  const { values, ...rest } = reference;
  return { ...rest, answers: values };
}

/** Null for anything that this program did not write: it is out of date, or forged. */
function read<T>(schema: z.ZodType<T>, text: string | undefined): T | null {
  try {
    return schema.safeParse(JSON.parse(text ?? '')).data ?? null;
  } catch {
    return null;
  }
}

/** Action ids are `<what>` or `<what>/<which>`: within one message each must be another. */
export const actionKind = (actionId: string) => actionId.split('/')[0] ?? '';
export const actionVariant = (actionId: string) => actionId.split('/')[1] ?? '';

/** Block ids of fields are `<name>` or `<name>/<variant>`: what was typed stays only while the variant does. */
export const fieldName = (blockId: string) => blockId.split('/')[0] ?? '';
