import { z } from 'zod';
import { needKinds } from '../apps/attention.js';
import { appStates, largestAppId } from '../domain/app.js';
import { keepable } from '../operations/read-answers.js';

/**
 * What modals and buttons carry. It is never trusted: it only refers to what the corridor knows, and the corridor
 * asks again whether this person may.
 */
const appId = z.int().min(1).max(largestAppId);
const words = (most: number) => z.string().max(most).regex(keepable);
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
  kind: z.enum(needKinds).optional(),
  page: z.int().min(1).max(1_000_000),
  /** Another one whenever the filters are set anew: the hash of the view it was done in. */
  turn: words(60).optional(),
  after: mark.optional(),
  before: mark.optional(),
});

export type AskReference = z.infer<typeof ask>;
export type ChangeReference = z.infer<typeof change>;
export type SnoozeReference = z.infer<typeof snooze>;
/** What the Home tab shows: which apps, or one kind of what needs its reader. */
export type HomeReference = z.infer<typeof home>;

export const asAsk = (text: string | undefined) => read(ask, text);
export const asChange = (text: string | undefined) => read(change, text);
export const asSnooze = (text: string | undefined) => read(snooze, text);
export const asHome = (text: string | undefined) => read(home, text);
/** The most that a button carries; a modal could carry more. */
const longest = 2000;

/** What would not fit is asked again rather than refused by Slack. */
export function write(reference: AskReference | ChangeReference | SnoozeReference | HomeReference): string {
  const text = JSON.stringify(reference);
  return text.length > longest && 'answers' in reference ? JSON.stringify({ ...reference, answers: {} }) : text;
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
export const whatOf = (actionId: string) => actionId.split('/')[0] ?? '';
export const whichOf = (actionId: string) => actionId.split('/')[1] ?? '';

/** Block ids of fields are `<name>` or `<name>/<variant>`: what was typed stays only while the variant does. */
export const fieldOf = (blockId: string) => blockId.split('/')[0] ?? '';
