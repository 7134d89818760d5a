import type { WorkspaceContext } from '../context.js';
import { InvalidActionError } from '../invalid-action.js';
import { isObject, type Json, type JsonObject, objectIn, objectsIn, parseJson, stringIn } from '../json.js';
import { commonFields } from '../outbound/payloads.js';
import { type ActionResult, connectionTrouble, failureCode, ok } from '../outbound/result.js';
import { viewFor } from '../outbound/surfaces.js';
import { blocksOf, valuesOf } from '../state/inputs.js';
import { issueResponseUrl } from '../state/response-urls.js';
import { viewJson } from '../state/serialize.js';
import { isRefused, type View } from '../state/state.js';
import { issueTrigger } from '../state/triggers.js';
import { inputErrors } from '../state/validate-inputs.js';
import { clearStack, popView, pushView, replaceView, setViewErrors } from '../state/views.js';
import { elementsOf } from '../user-driver/blocks.js';
import { validateView } from '../validation/validate-payload.js';

/** A user submits the top view of their modal. */
export async function submit(ctx: WorkspaceContext, action: { user: string; viewId: string }): Promise<ActionResult> {
  const view = viewFor(ctx.store.state(), action.user, action.viewId);
  if (view.payload['submit'] === undefined) throw new InvalidActionError(`view ${view.id} has no submit button`);
  const values = valuesOf(ctx.store.state(), view, action.user);
  const errors = inputErrors(view, values);
  if (Object.keys(errors).length > 0) return showInputErrors(ctx, view, errors);
  ctx.store.change((state) => setViewErrors(state, view.id, { errors: {} }));
  const payload = submissionPayload(ctx, view);
  const response = await ctx.deliver({ kind: 'interactive', payload, acceptsResponse: true });
  const code = failureCode(response);
  if (code !== undefined || response.got !== 'answer')
    return showConnectionTrouble(ctx, view, code ?? 'operation_timeout');
  return applyResponseAction(ctx, view, response.body);
}

function submissionPayload(ctx: WorkspaceContext, view: View): JsonObject {
  const triggerId = ctx.store.apply((state) => issueTrigger(state, view.owner, ctx.wallClock()));
  const responseUrls = responseUrlsFor(ctx, view);
  const state = ctx.store.state();
  return {
    type: 'view_submission',
    ...commonFields(state, view.owner),
    trigger_id: triggerId,
    view: viewJson(state, view),
    response_urls: responseUrls,
  };
}

/** A response URL for every conversation select with `response_url_enabled`. */
function responseUrlsFor(ctx: WorkspaceContext, view: View): readonly JsonObject[] {
  const values = valuesOf(ctx.store.state(), view, view.owner);
  const menus = elementsOf(blocksOf(view)).filter((each) => each.element['response_url_enabled'] === true);
  return menus.flatMap((each) => {
    const value = values[each.blockId]?.[each.actionId] ?? {};
    const channel = stringIn(value, 'selected_conversation') ?? stringIn(value, 'selected_channel');
    if (channel === undefined) return [];
    const target = { user: view.owner, channel, issuedAt: ctx.wallClock() };
    const key = ctx.store.apply((state) => issueResponseUrl(state, target));
    const url = `${ctx.url()}/hooks/${key}`;
    return [{ block_id: each.blockId, action_id: each.actionId, channel_id: channel, response_url: url }];
  });
}

/** Applies the response action: close, errors, update, push or clear. Anything else counts as a connection problem. */
function applyResponseAction(ctx: WorkspaceContext, view: View, body: string): ActionResult {
  const parsed: Json | undefined = body.trim() === '' ? {} : parseJson(body);
  if (!isObject(parsed)) return showConnectionTrouble(ctx, view, 'invalid_response');
  if (Object.keys(parsed).length === 0) {
    ctx.store.change((state) => popView(state, view));
    return ok;
  }
  const responseAction = stringIn(parsed, 'response_action');
  if (responseAction === 'clear') {
    ctx.store.change((state) => clearStack(state, view.owner));
    return ok;
  }
  if (responseAction === 'errors') return applyErrors(ctx, view, objectIn(parsed, 'errors'));
  if (responseAction === 'update' || responseAction === 'push')
    return applyView(ctx, view, { responseAction, payload: objectIn(parsed, 'view') });
  return showConnectionTrouble(ctx, view, 'invalid_response');
}

function applyErrors(ctx: WorkspaceContext, view: View, errors: JsonObject | undefined): ActionResult {
  const inputs = new Set(
    objectsIn(view.payload, 'blocks')
      .filter((block) => stringIn(block, 'type') === 'input')
      .map((block) => stringIn(block, 'block_id')),
  );
  const entries = Object.entries(errors ?? {});
  const valid = entries.length > 0 && entries.every(([block, text]) => inputs.has(block) && typeof text === 'string');
  if (!valid) return showConnectionTrouble(ctx, view, 'invalid_response');
  return showInputErrors(ctx, view, Object.fromEntries(entries.map(([block, text]) => [block, String(text)])));
}

function applyView(
  ctx: WorkspaceContext,
  view: View,
  action: { responseAction: 'update' | 'push'; payload: JsonObject | undefined },
): ActionResult {
  const { payload } = action;
  const valid = payload !== undefined && payload['type'] === 'modal' && validateView(payload).length === 0;
  const current = ctx.store.state().views[view.id];
  if (current === undefined) return ok;
  if (!valid) return showConnectionTrouble(ctx, view, 'invalid_response');
  const now = ctx.now();
  const state = ctx.store.state();
  const step =
    action.responseAction === 'update'
      ? replaceView(state, current, { payload, now })
      : pushView(state, { owner: view.owner, payload, now });
  if (isRefused(step)) return showConnectionTrouble(ctx, view, step.refused);
  ctx.store.change(() => step.state);
  return ok;
}

function showInputErrors(ctx: WorkspaceContext, view: View, errors: Readonly<Record<string, string>>): ActionResult {
  ctx.store.change((state) => setViewErrors(state, view.id, { errors }));
  return { ok: false, code: 'errors', text: Object.values(errors).join(' ') };
}

function showConnectionTrouble(ctx: WorkspaceContext, view: View, code: string): ActionResult {
  ctx.store.change((state) => setViewErrors(state, view.id, { errors: {}, connectionError: connectionTrouble }));
  return { ok: false, code, text: connectionTrouble };
}
