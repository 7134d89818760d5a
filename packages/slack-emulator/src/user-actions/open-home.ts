import type { House } from '../context.js';
import type { JsonObject } from '../json.js';
import type { Answer } from '../outbound/delivery.js';
import { sendEvent } from '../outbound/events.js';
import { openDirect } from '../state/conversations.js';
import { nextTs } from '../state/ids.js';
import { viewJson } from '../state/serialize.js';
import { homeOf } from '../state/views.js';

/** A person opens the app's Home tab. */
export function openHome(house: House, user: string): Promise<Answer | undefined> {
  const channel = house.store.apply((state) => openDirect(state, user));
  const ts = house.store.apply((state) => nextTs(state, house.now()));
  const state = house.store.state();
  const view = homeOf(state, user);
  const event: JsonObject = {
    type: 'app_home_opened',
    user,
    channel: channel.id,
    tab: 'home',
    event_ts: ts,
    ...(view === undefined ? {} : { view: viewJson(state, view) }),
  };
  return sendEvent(house, event);
}
