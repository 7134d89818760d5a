import type { House } from '../context.js';
import { Misuse } from '../invalid-action.js';
import { isObject, type JsonObject, objectsIn, parseJson } from '../json.js';
import { envelope, placeOf } from '../outbound/payloads.js';
import { failureCode } from '../outbound/result.js';
import { elementFor, surfaceFor, type Target } from '../outbound/surfaces.js';
import { offerKey, surfaceKey } from '../state/inputs.js';
import { optionsOf } from '../user-driver/blocks.js';
import { optionsProblems } from '../validation/payloads.js';

interface Suggest extends Target {
  readonly actionId: string;
  readonly blockId?: string | undefined;
  readonly query: string;
}

/** What the menu shows: options, groups, or why nothing. */
export interface Suggestions {
  readonly options: readonly JsonObject[];
  readonly groups: readonly JsonObject[];
  /** Slack's code when the bot's answer could not be used. */
  readonly failed?: string;
  /** The query is shorter than min_query_length: the bot was not asked. */
  readonly tooShort?: true;
}

/** A person types into an external select; what the bot offers is remembered, so that it can be chosen. */
export async function suggest(house: House, ask: Suggest): Promise<Suggestions> {
  const surface = surfaceFor(house.store.state(), ask);
  const located = elementFor(surface, ask.actionId, ask.blockId);
  if (!located.type.includes('external_select')) throw new Misuse(`${ask.actionId} is a ${located.type}`);
  const least = located.element['min_query_length'] ?? 3;
  if ([...ask.query].length < Number(least)) return { options: [], groups: [], tooShort: true };
  const state = house.store.state();
  const payload: JsonObject = {
    type: 'block_suggestion',
    ...envelope(state, ask.user),
    ...placeOf(state, surface, ask.user),
    action_id: located.actionId,
    block_id: located.blockId,
    value: ask.query,
  };
  const answer = await house.deliver({ kind: 'options', payload, answerable: true });
  const code = failureCode(answer);
  if (code !== undefined || answer.got !== 'answer')
    return { options: [], groups: [], failed: code ?? 'operation_timeout' };
  const parsed = parseJson(answer.body);
  if (!isObject(parsed) || optionsProblems(parsed).length > 0) {
    return { options: [], groups: [], failed: 'invalid_options_response' };
  }
  const key = offerKey(surfaceKey(surface, ask.user), located);
  house.store.change((before) => ({ ...before, offers: { ...before.offers, [key]: optionsOf(parsed) } }));
  return { options: objectsIn(parsed, 'options'), groups: objectsIn(parsed, 'option_groups') };
}
