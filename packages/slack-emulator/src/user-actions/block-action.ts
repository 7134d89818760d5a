import type { WorkspaceContext } from '../context.js';
import { InvalidActionError } from '../invalid-action.js';
import type { JsonObject } from '../json.js';
import { actionJson, commonFields, surfaceFields } from '../outbound/payloads.js';
import { type ActionResult, failureCode, ok } from '../outbound/result.js';
import { elementFor, type SurfaceTarget, surfaceFor } from '../outbound/surfaces.js';
import { nextTs } from '../state/ids.js';
import { rememberInput, slots, suggestionKey, surfaceKey } from '../state/inputs.js';
import { postNotice } from '../state/messages.js';
import { issueResponseUrl } from '../state/response-urls.js';
import { findOption, type Selection, selectedValue } from '../state/select-option.js';
import type { Message, View } from '../state/state.js';
import { issueTrigger } from '../state/triggers.js';
import { type LocatedElement, optionsOf } from '../user-driver/blocks.js';

interface BlockAction extends SurfaceTarget {
  readonly actionId: string;
  readonly blockId?: string | undefined;
  /** The new value; not needed for buttons. */
  readonly selection?: Selection | undefined;
}

interface Interaction {
  readonly surface: View | Message;
  readonly located: LocatedElement;
  readonly user: string;
}

/** A user acts on an element: the value is stored, and the bot gets `block_actions` where Slack would send it. */
export async function press(ctx: WorkspaceContext, action: BlockAction): Promise<ActionResult> {
  const surface = surfaceFor(ctx.store.state(), action);
  const located = elementFor(surface, action.actionId, action.blockId);
  const interaction: Interaction = { surface, located, user: action.user };
  const selected = storeSelection(ctx, interaction, action.selection);
  return located.dispatches ? dispatchAction(ctx, interaction, selected) : ok;
}

/** Stores the value of a stateful element; returns the fields that the action carries. */
function storeSelection(ctx: WorkspaceContext, interaction: Interaction, selection: Selection | undefined): JsonObject {
  const { located, surface, user } = interaction;
  if (located.type === 'overflow') return selectedOverflowOption(located, selection);
  if (slots[located.type] === undefined) {
    const value = located.element['value'];
    return value === undefined ? {} : { value };
  }
  if (selection === undefined)
    throw new InvalidActionError(`${located.actionId} is a ${located.type}: a selection is required`);
  const key = surfaceKey(surface, user);
  const suggested = ctx.store.state().suggestedOptions[suggestionKey(key, located)] ?? [];
  const value = selectedValue(located, selection, suggested);
  if ('invalid' in value)
    throw new InvalidActionError(`${located.label || located.actionId}: ${String(value['invalid'])}`);
  const { blockId, actionId } = located;
  ctx.store.change((state) => rememberInput(state, key, { blockId, actionId, value }));
  return value;
}

function selectedOverflowOption(located: LocatedElement, selection: Selection | undefined): JsonObject {
  const option = findOption(optionsOf(located.element), String(selection));
  if (option === undefined) throw new InvalidActionError(`${located.actionId} has no option "${String(selection)}"`);
  return { selected_option: option };
}

async function dispatchAction(
  ctx: WorkspaceContext,
  interaction: Interaction,
  selected: JsonObject,
): Promise<ActionResult> {
  const { surface, user, located } = interaction;
  const triggerId = ctx.store.apply((state) => issueTrigger(state, user, ctx.wallClock()));
  const ts = ctx.store.apply((state) => nextTs(state, ctx.now()));
  const responseUrl = 'hash' in surface ? {} : { response_url: responseUrlFor(ctx, surface, user) };
  const state = ctx.store.state();
  const payload: JsonObject = {
    type: 'block_actions',
    ...commonFields(state, user),
    ...surfaceFields(state, surface, user),
    ...responseUrl,
    trigger_id: triggerId,
    actions: [actionJson(located, selected, ts)],
  };
  const code = failureCode(await ctx.deliver({ kind: 'interactive', payload, acceptsResponse: false }));
  if (code === undefined) return ok;
  const text = `This app did not respond as expected (${code}).`;
  ctx.store.change((before) => postNotice(before, user, { at: ctx.now(), code, text }));
  return { ok: false, code, text };
}

function responseUrlFor(ctx: WorkspaceContext, message: Message, user: string): string {
  const target = { user, channel: message.channel, issuedAt: ctx.wallClock(), messageTs: message.ts };
  return `${ctx.url()}/hooks/${ctx.store.apply((state) => issueResponseUrl(state, target))}`;
}
