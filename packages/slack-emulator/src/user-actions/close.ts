import type { WorkspaceContext } from '../context.js';
import { flagIn } from '../json.js';
import { commonFields } from '../outbound/payloads.js';
import { type ActionResult, failureCode, ok } from '../outbound/result.js';
import { viewFor } from '../outbound/surfaces.js';
import { viewJson } from '../state/serialize.js';
import type { View } from '../state/state.js';
import { clearStack, popView, stackOf } from '../state/views.js';

export interface CloseAction {
  readonly user: string;
  readonly viewId: string;
  /** True: the whole modal (the × button). Otherwise only the top view. */
  readonly all?: boolean | undefined;
}

/** A user closes a view. The bot gets `view_closed` if it set `notify_on_close`. A view that is gone is ignored. */
export async function closeView(ctx: WorkspaceContext, action: CloseAction): Promise<ActionResult> {
  if (ctx.store.state().views[action.viewId] === undefined) return ok;
  const view = viewFor(ctx.store.state(), action.user, action.viewId);
  const closesAll = action.all === true || flagIn(view.payload, 'clear_on_close');
  const views = closesAll ? [...stackOf(ctx.store.state(), action.user)].reverse() : [view];
  const notified = views.filter((each) => flagIn(each.payload, 'notify_on_close'));
  const payloads = notified.map((each) => closedPayload(ctx, each, closesAll));
  ctx.store.change((state) => (closesAll ? clearStack(state, action.user) : popView(state, view)));
  for (const payload of payloads) {
    const code = failureCode(await ctx.deliver({ kind: 'interactive', payload, acceptsResponse: false }));
    if (code !== undefined) return { ok: false, code, text: `view_closed: ${code}` };
  }
  return ok;
}

function closedPayload(ctx: WorkspaceContext, view: View, cleared: boolean) {
  const state = ctx.store.state();
  return {
    type: 'view_closed',
    ...commonFields(state, view.owner),
    view: viewJson(state, view),
    is_cleared: cleared,
  } as const;
}
