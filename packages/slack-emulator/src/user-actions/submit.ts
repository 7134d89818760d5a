import type { House } from '../context.js';
import { Misuse } from '../invalid-action.js';
import { isObject, type Json, type JsonObject, objectIn, objectsIn, parseJson, stringIn } from '../json.js';
import { envelope } from '../outbound/payloads.js';
import { failureCode, fine, type Outcome, trouble } from '../outbound/result.js';
import { viewFor } from '../outbound/surfaces.js';
import { blocksOf, valuesOf } from '../state/inputs.js';
import { issueResponseUrl } from '../state/response-urls.js';
import { viewJson } from '../state/serialize.js';
import { isRefused, type View } from '../state/state.js';
import { issueTrigger } from '../state/triggers.js';
import { incompleteFields } from '../state/validate-inputs.js';
import { clearStack, markView, popView, pushView, replaceView } from '../state/views.js';
import { elementsOf } from '../user-driver/blocks.js';
import { viewProblems } from '../validation/payloads.js';

/** A person presses the submit button of their top view. */
export async function submit(house: House, ask: { user: string; viewId: string }): Promise<Outcome> {
  const view = viewFor(house.store.state(), ask.user, ask.viewId);
  if (view.payload['submit'] === undefined) throw new Misuse(`view ${view.id} has no submit button`);
  const values = valuesOf(house.store.state(), view, ask.user);
  const missing = incompleteFields(view, values);
  if (Object.keys(missing).length > 0) return refuse(house, view, missing);
  house.store.change((state) => markView(state, view.id, { errors: {} }));
  const payload = submissionPayload(house, view);
  const answer = await house.deliver({ kind: 'interactive', payload, answerable: true });
  const code = failureCode(answer);
  if (code !== undefined || answer.got !== 'answer') return inTrouble(house, view, code ?? 'operation_timeout');
  return follow(house, view, answer.body);
}

function submissionPayload(house: House, view: View): JsonObject {
  const triggerId = house.store.apply((state) => issueTrigger(state, view.owner, house.wallClock()));
  const responseUrls = responseUrlsFor(house, view);
  const state = house.store.state();
  return {
    type: 'view_submission',
    ...envelope(state, view.owner),
    trigger_id: triggerId,
    view: viewJson(state, view),
    response_urls: responseUrls,
  };
}

/** One for every conversation menu of the view that asks for it. */
function responseUrlsFor(house: House, view: View): readonly JsonObject[] {
  const values = valuesOf(house.store.state(), view, view.owner);
  const asking = elementsOf(blocksOf(view)).filter((each) => each.element['response_url_enabled'] === true);
  return asking.flatMap((each) => {
    const value = values[each.blockId]?.[each.actionId] ?? {};
    const channel = stringIn(value, 'selected_conversation') ?? stringIn(value, 'selected_channel');
    if (channel === undefined) return [];
    const place = { user: view.owner, channel, issuedAt: house.wallClock() };
    const key = house.store.apply((state) => issueResponseUrl(state, place));
    const url = `${house.url()}/hooks/${key}`;
    return [{ block_id: each.blockId, action_id: each.actionId, channel_id: channel, response_url: url }];
  });
}

/** Does what the answer asks: close, show errors, update, push, clear. Anything else is trouble. */
function follow(house: House, view: View, body: string): Outcome {
  const parsed: Json | undefined = body.trim() === '' ? {} : parseJson(body);
  if (!isObject(parsed)) return inTrouble(house, view, 'invalid_response');
  if (Object.keys(parsed).length === 0) {
    house.store.change((state) => popView(state, view));
    return fine;
  }
  const act = stringIn(parsed, 'response_action');
  if (act === 'clear') {
    house.store.change((state) => clearStack(state, view.owner));
    return fine;
  }
  if (act === 'errors') return showErrors(house, view, objectIn(parsed, 'errors'));
  if (act === 'update' || act === 'push') return showView(house, view, { act, payload: objectIn(parsed, 'view') });
  return inTrouble(house, view, 'invalid_response');
}

function showErrors(house: House, view: View, errors: JsonObject | undefined): Outcome {
  const inputs = new Set(
    objectsIn(view.payload, 'blocks')
      .filter((block) => stringIn(block, 'type') === 'input')
      .map((block) => stringIn(block, 'block_id')),
  );
  const said = Object.entries(errors ?? {});
  const usable = said.length > 0 && said.every(([block, text]) => inputs.has(block) && typeof text === 'string');
  if (!usable) return inTrouble(house, view, 'invalid_response');
  return refuse(house, view, Object.fromEntries(said.map(([block, text]) => [block, String(text)])));
}

function showView(house: House, view: View, ask: { act: 'update' | 'push'; payload: JsonObject | undefined }): Outcome {
  const { payload } = ask;
  const usable = payload !== undefined && payload['type'] === 'modal' && viewProblems(payload).length === 0;
  const current = house.store.state().views[view.id];
  if (current === undefined) return fine;
  if (!usable) return inTrouble(house, view, 'invalid_response');
  const now = house.now();
  const state = house.store.state();
  const step =
    ask.act === 'update'
      ? replaceView(state, current, { payload, now })
      : pushView(state, { owner: view.owner, payload, now });
  if (isRefused(step)) return inTrouble(house, view, step.refused);
  house.store.change(() => step.state);
  return fine;
}

function refuse(house: House, view: View, errors: Readonly<Record<string, string>>): Outcome {
  house.store.change((state) => markView(state, view.id, { errors }));
  return { ok: false, code: 'errors', text: Object.values(errors).join(' ') };
}

function inTrouble(house: House, view: View, code: string): Outcome {
  house.store.change((state) => markView(state, view.id, { errors: {}, trouble }));
  return { ok: false, code, text: trouble };
}
