import type { WorkspaceContext } from '../context.js';
import { InvalidActionError } from '../invalid-action.js';
import { isObject, type JsonObject, objectsIn, parseJson } from '../json.js';
import { commonFields, surfaceFields } from '../outbound/payloads.js';
import { failureCode } from '../outbound/result.js';
import { elementFor, type SurfaceTarget, surfaceFor } from '../outbound/surfaces.js';
import { suggestionKey, surfaceKey } from '../state/inputs.js';
import { optionsOf } from '../user-driver/blocks.js';
import { validateOptions } from '../validation/validate-payload.js';

interface SuggestAction extends SurfaceTarget {
  readonly actionId: string;
  readonly blockId?: string | undefined;
  readonly query: string;
}

/** The options of an external select, or why there are none. */
export interface Suggestions {
  readonly options: readonly JsonObject[];
  readonly groups: readonly JsonObject[];
  /** Slack's error code if the bot's response could not be used. */
  readonly failed?: string;
  /** The query is shorter than min_query_length; the bot was not asked. */
  readonly tooShort?: true;
}

/** A user types into an external select. The options returned are stored, because only those can be selected. */
export async function suggest(ctx: WorkspaceContext, action: SuggestAction): Promise<Suggestions> {
  const surface = surfaceFor(ctx.store.state(), action);
  const located = elementFor(surface, action.actionId, action.blockId);
  if (!located.type.includes('external_select'))
    throw new InvalidActionError(`${action.actionId} is a ${located.type}`);
  const minQueryLength = located.element['min_query_length'] ?? 3;
  if ([...action.query].length < Number(minQueryLength)) return { options: [], groups: [], tooShort: true };
  const state = ctx.store.state();
  const payload: JsonObject = {
    type: 'block_suggestion',
    ...commonFields(state, action.user),
    ...surfaceFields(state, surface, action.user),
    action_id: located.actionId,
    block_id: located.blockId,
    value: action.query,
  };
  const response = await ctx.deliver({ kind: 'options', payload, acceptsResponse: true });
  const code = failureCode(response);
  if (code !== undefined || response.got !== 'answer')
    return { options: [], groups: [], failed: code ?? 'operation_timeout' };
  const parsed = parseJson(response.body);
  if (!isObject(parsed) || validateOptions(parsed).length > 0) {
    return { options: [], groups: [], failed: 'invalid_options_response' };
  }
  const key = suggestionKey(surfaceKey(surface, action.user), located);
  ctx.store.change((before) => ({
    ...before,
    suggestedOptions: { ...before.suggestedOptions, [key]: optionsOf(parsed) },
  }));
  return { options: objectsIn(parsed, 'options'), groups: objectsIn(parsed, 'option_groups') };
}
