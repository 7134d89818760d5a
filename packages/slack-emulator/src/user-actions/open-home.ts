import type { WorkspaceContext } from '../context.js';
import type { JsonObject } from '../json.js';
import type { DeliveryResponse } from '../outbound/delivery.js';
import { sendEvent } from '../outbound/events.js';
import { openDirectChannel } from '../state/conversations.js';
import { nextTs } from '../state/ids.js';
import { viewJson } from '../state/serialize.js';
import { homeOf } from '../state/views.js';

/** A user opens the app's Home tab. Undefined if the app does not subscribe to app_home_opened. */
export function openHome(ctx: WorkspaceContext, user: string): Promise<DeliveryResponse | undefined> {
  const channel = ctx.store.apply((state) => openDirectChannel(state, user));
  const ts = ctx.store.apply((state) => nextTs(state, ctx.now()));
  const state = ctx.store.state();
  const view = homeOf(state, user);
  const event: JsonObject = {
    type: 'app_home_opened',
    user,
    channel: channel.id,
    tab: 'home',
    event_ts: ts,
    ...(view === undefined ? {} : { view: viewJson(state, view) }),
  };
  return sendEvent(ctx, event);
}
