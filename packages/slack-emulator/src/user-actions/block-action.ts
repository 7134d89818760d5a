import type { House } from '../context.js';
import { Misuse } from '../invalid-action.js';
import type { JsonObject } from '../json.js';
import { actionOf, envelope, placeOf } from '../outbound/payloads.js';
import { failureCode, fine, type Outcome } from '../outbound/result.js';
import { elementFor, surfaceFor, type Target } from '../outbound/surfaces.js';
import { nextTs } from '../state/ids.js';
import { offerKey, rememberInput, slots, surfaceKey } from '../state/inputs.js';
import { notify } from '../state/messages.js';
import { issueResponseUrl } from '../state/response-urls.js';
import { chosenValue, pickOption, type Selection } from '../state/select-option.js';
import type { Message, View } from '../state/state.js';
import { issueTrigger } from '../state/triggers.js';
import { type Located, optionsOf } from '../user-driver/blocks.js';

interface Press extends Target {
  readonly actionId: string;
  readonly blockId?: string | undefined;
  /** What is chosen; a button needs nothing. */
  readonly selection?: Selection | undefined;
}

interface Touch {
  readonly surface: View | Message;
  readonly located: Located;
  readonly user: string;
}

/** A person acts on an element: what they chose is kept, and the bot is told where Slack would tell it. */
export async function press(house: House, ask: Press): Promise<Outcome> {
  const surface = surfaceFor(house.store.state(), ask);
  const located = elementFor(surface, ask.actionId, ask.blockId);
  const touch: Touch = { surface, located, user: ask.user };
  const chosen = choose(house, touch, ask.selection);
  return located.dispatches ? dispatchAction(house, touch, chosen) : fine;
}

/** Keeps the value of a stateful element; for the rest says what the action carries. */
function choose(house: House, touch: Touch, selection: Selection | undefined): JsonObject {
  const { located, surface, user } = touch;
  if (located.type === 'overflow') return overflowChoice(located, selection);
  if (slots[located.type] === undefined) {
    const value = located.element['value'];
    return value === undefined ? {} : { value };
  }
  if (selection === undefined) throw new Misuse(`${located.actionId} is a ${located.type}: say what is chosen`);
  const key = surfaceKey(surface, user);
  const offered = house.store.state().offers[offerKey(key, located)] ?? [];
  const value = chosenValue(located, selection, offered);
  if ('impossible' in value) throw new Misuse(`${located.label || located.actionId}: ${String(value['impossible'])}`);
  const { blockId, actionId } = located;
  house.store.change((state) => rememberInput(state, key, { blockId, actionId, value }));
  return value;
}

function overflowChoice(located: Located, selection: Selection | undefined): JsonObject {
  const option = pickOption(optionsOf(located.element), String(selection));
  if (option === undefined) throw new Misuse(`${located.actionId} has no option "${String(selection)}"`);
  return { selected_option: option };
}

async function dispatchAction(house: House, touch: Touch, chosen: JsonObject): Promise<Outcome> {
  const { surface, user, located } = touch;
  const triggerId = house.store.apply((state) => issueTrigger(state, user, house.wallClock()));
  const ts = house.store.apply((state) => nextTs(state, house.now()));
  const responseUrl = 'hash' in surface ? {} : { response_url: responseUrlFor(house, surface, user) };
  const state = house.store.state();
  const payload: JsonObject = {
    type: 'block_actions',
    ...envelope(state, user),
    ...placeOf(state, surface, user),
    ...responseUrl,
    trigger_id: triggerId,
    actions: [actionOf(located, chosen, ts)],
  };
  const code = failureCode(await house.deliver({ kind: 'interactive', payload, answerable: false }));
  if (code === undefined) return fine;
  const text = `This app did not respond as expected (${code}).`;
  house.store.change((before) => notify(before, user, { at: house.now(), code, text }));
  return { ok: false, code, text };
}

function responseUrlFor(house: House, message: Message, user: string): string {
  const place = { user, channel: message.channel, issuedAt: house.wallClock(), messageTs: message.ts };
  return `${house.url()}/hooks/${house.store.apply((state) => issueResponseUrl(state, place))}`;
}
