import type { WorkspaceContext } from '../context.js';
import { channelName, commonFields } from '../outbound/payloads.js';
import { type ActionResult, failureCode, ok } from '../outbound/result.js';
import { surfaceFor } from '../outbound/surfaces.js';
import { nextTs } from '../state/ids.js';
import { postNotice } from '../state/messages.js';
import { issueResponseUrl } from '../state/response-urls.js';
import { messageJson } from '../state/serialize.js';
import { issueTrigger } from '../state/triggers.js';

interface ShortcutAction {
  readonly user: string;
  readonly callbackId: string;
  /** Set for a message shortcut, undefined for a global one. */
  readonly messageTs?: string | undefined;
}

/** A user runs one of the app's shortcuts. */
export async function useShortcut(ctx: WorkspaceContext, action: ShortcutAction): Promise<ActionResult> {
  const triggerId = ctx.store.apply((state) => issueTrigger(state, action.user, ctx.wallClock()));
  const ts = ctx.store.apply((state) => nextTs(state, ctx.now()));
  const payload = {
    type: action.messageTs === undefined ? 'shortcut' : 'message_action',
    ...commonFields(ctx.store.state(), action.user),
    callback_id: action.callbackId,
    trigger_id: triggerId,
    action_ts: ts,
    ...(action.messageTs === undefined ? {} : messageFields(ctx, action.user, action.messageTs)),
  };
  const code = failureCode(await ctx.deliver({ kind: 'interactive', payload, acceptsResponse: false }));
  if (code === undefined) return ok;
  const text = `The shortcut failed with the error "${code}"`;
  ctx.store.change((state) => postNotice(state, action.user, { at: ctx.now(), code, text }));
  return { ok: false, code, text };
}

function messageFields(ctx: WorkspaceContext, user: string, messageTs: string) {
  const state = ctx.store.state();
  const message = surfaceFor(state, { user, messageTs });
  if ('hash' in message) return {};
  const target = { user, channel: message.channel, issuedAt: ctx.wallClock(), messageTs };
  const key = ctx.store.apply((before) => issueResponseUrl(before, target));
  return {
    message_ts: messageTs,
    channel: { id: message.channel, name: channelName(state, message.channel) },
    message: messageJson(state, message),
    response_url: `${ctx.url()}/hooks/${key}`,
  };
}
