import { z } from 'zod';
import type { FormValues } from '../operations/change-plan.js';
import { fieldName } from './metadata.js';

/** Whatever else came is nothing to us. */
const text = z.string().nullish().catch(null);
const input = z
  .object({
    value: text,
    selected_option: z.object({ value: text }).nullish().catch(null),
    selected_date: text,
    selected_conversation: text,
  })
  .catch({});
const inputs = z.record(z.string(), z.record(z.string(), input).catch({})).catch({});

/** What a view carries of what was typed and chosen in it, as it came. */
export interface ViewState {
  readonly values?: unknown;
}

/** The answers by field, and the block that each stands in. What was left empty is absent. */
export function readViewState(state: ViewState | undefined): {
  answers: FormValues;
  blocks: Readonly<Record<string, string>>;
} {
  const typed = Object.entries(inputs.parse(state?.values ?? {})).map(([block, actions]) => ({
    block,
    input: Object.values(actions)[0],
  }));
  const given = typed.flatMap(({ block, input }) => {
    const value = input?.value ?? input?.selected_option?.value ?? input?.selected_date ?? input?.selected_conversation;
    return value ? [[fieldName(block), value] as const] : [];
  });
  return {
    answers: Object.fromEntries(given),
    blocks: Object.fromEntries(typed.map(({ block }) => [fieldName(block), block])),
  };
}
