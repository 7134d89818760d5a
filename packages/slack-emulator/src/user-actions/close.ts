import type { House } from '../context.js';
import { flagIn } from '../json.js';
import { envelope } from '../outbound/payloads.js';
import { failureCode, fine, type Outcome } from '../outbound/result.js';
import { viewFor } from '../outbound/surfaces.js';
import { viewJson } from '../state/serialize.js';
import type { View } from '../state/state.js';
import { clearStack, popView, stackOf } from '../state/views.js';

export interface Close {
  readonly user: string;
  readonly viewId: string;
  /** The cross in the corner closes the whole modal; the close button only the top view. */
  readonly all?: boolean | undefined;
}

/** A person closes a view; the bot hears of it only where it asked to. One that is gone already needs no closing. */
export async function closeView(house: House, ask: Close): Promise<Outcome> {
  if (house.store.state().views[ask.viewId] === undefined) return fine;
  const view = viewFor(house.store.state(), ask.user, ask.viewId);
  const whole = ask.all === true || flagIn(view.payload, 'clear_on_close');
  const closing = whole ? [...stackOf(house.store.state(), ask.user)].reverse() : [view];
  const told = closing.filter((each) => flagIn(each.payload, 'notify_on_close'));
  const payloads = told.map((each) => closedPayload(house, each, whole));
  house.store.change((state) => (whole ? clearStack(state, ask.user) : popView(state, view)));
  for (const payload of payloads) {
    const code = failureCode(await house.deliver({ kind: 'interactive', payload, answerable: false }));
    if (code !== undefined) return { ok: false, code, text: `view_closed: ${code}` };
  }
  return fine;
}

function closedPayload(house: House, view: View, cleared: boolean) {
  const state = house.store.state();
  return {
    type: 'view_closed',
    ...envelope(state, view.owner),
    view: viewJson(state, view),
    is_cleared: cleared,
  } as const;
}
