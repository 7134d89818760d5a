import type { WorkspaceContext } from '../context.js';
import { InvalidActionError } from '../invalid-action.js';
import { type ActionResult, ok } from '../outbound/result.js';
import { elementFor, viewFor } from '../outbound/surfaces.js';
import { rememberInput, suggestionKey, surfaceKey } from '../state/inputs.js';
import { type Selection, selectedValue } from '../state/select-option.js';

interface FillAction {
  readonly user: string;
  readonly viewId: string;
  readonly values: Readonly<Record<string, Readonly<Record<string, Selection>>>>;
}

/** A user fills in fields of a view. Nothing is sent to the bot. */
export function fillView(ctx: WorkspaceContext, action: FillAction): ActionResult {
  const view = viewFor(ctx.store.state(), action.user, action.viewId);
  const key = surfaceKey(view, action.user);
  for (const [blockId, actions] of Object.entries(action.values)) {
    for (const [actionId, selection] of Object.entries(actions)) {
      const located = elementFor(view, actionId, blockId);
      const suggested = ctx.store.state().suggestedOptions[suggestionKey(key, located)] ?? [];
      const value = selectedValue(located, selection, suggested);
      if ('invalid' in value) throw new InvalidActionError(`${located.label || actionId}: ${String(value['invalid'])}`);
      ctx.store.change((state) => rememberInput(state, key, { blockId, actionId, value }));
    }
  }
  return ok;
}
