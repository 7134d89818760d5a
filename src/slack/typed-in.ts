import type { Answers } from '../operations/operation.js';
import { fieldOf } from './references.js';

/** What a view carries of what was typed and chosen in it. */
export interface ViewState {
  readonly values: Readonly<Record<string, Readonly<Record<string, Input>>>>;
}

interface Input {
  readonly value?: string | null;
  readonly selected_option?: { readonly value?: string } | null;
  readonly selected_date?: string | null;
  readonly selected_conversation?: string | null;
}

/** The answers by field, and the block that each stands in. What was left empty is absent. */
export function typedIn(state: ViewState | undefined): { answers: Answers; blocks: Readonly<Record<string, string>> } {
  const inputs = Object.entries(state?.values ?? {}).map(([block, actions]) => ({
    block,
    input: Object.values(actions)[0],
  }));
  const given = inputs.flatMap(({ block, input }) => {
    const value = input?.value ?? input?.selected_option?.value ?? input?.selected_date ?? input?.selected_conversation;
    return value ? [[fieldOf(block), value] as const] : [];
  });
  return {
    answers: Object.fromEntries(given),
    blocks: Object.fromEntries(inputs.map(({ block }) => [fieldOf(block), block])),
  };
}
