import type { WorkspaceContext } from '../context.js';
import { isList, type JsonObject, objectIn } from '../json.js';
import { idsFrom } from '../state/ids.js';
import type { DeliveryResponse } from './delivery.js';
import { eventPayload } from './payloads.js';
import { failureCode } from './result.js';

/** Slack retries an event immediately, after one minute and after five minutes. */
const retryDelaysMs: readonly number[] = [0, 60_000, 300_000];

/**
 * Sends an event, if the app subscribes to its type (otherwise undefined). Resolves with the response to the first
 * attempt; retries are scheduled, with the same event_id.
 */
export async function sendEvent(
  ctx: WorkspaceContext,
  event: JsonObject,
  team?: string,
): Promise<DeliveryResponse | undefined> {
  const { teamId } = ctx.store.state().identity;
  if (team === undefined || team === teamId) revokeToken(ctx, event);
  if (!ctx.events.has(String(event['type']))) return undefined;
  const id = ctx.store.apply((state) => {
    const ids = idsFrom(state);
    const value = ids.next('Ev');
    return { state: ids.nextState(), value };
  });
  const payload = eventPayload(ctx.store.state(), event, { id, now: ctx.now(), team });
  const response = await ctx.deliver({ kind: 'events', payload, acceptsResponse: false });
  scheduleRetry(ctx, payload, { num: 1, response });
  return response;
}

/** These two events end the bot token, whether or not the app subscribes to them: unless they are about other tokens. */
function revokeToken(ctx: WorkspaceContext, event: JsonObject): void {
  const type = event['type'];
  const bots = objectIn(event, 'tokens')?.['bot'];
  const isOfBot = isList(bots) && bots.includes(ctx.store.state().identity.botUserId);
  if (type === 'tokens_revoked' && isOfBot) ctx.store.change((state) => ({ ...state, revoked: 'token_revoked' }));
  if (type === 'app_uninstalled') ctx.store.change((state) => ({ ...state, revoked: 'account_inactive' }));
}

function scheduleRetry(
  ctx: WorkspaceContext,
  payload: JsonObject,
  attempt: { num: number; response: DeliveryResponse },
): void {
  const delay = retryDelaysMs[attempt.num - 1];
  const failed = failureCode(attempt.response) !== undefined;
  const retryRefused = attempt.response.got === 'answer' && attempt.response.noRetry;
  if (delay === undefined || !failed || retryRefused) return;
  const retry = { num: attempt.num, reason: retryReason(attempt.response) };
  ctx.schedule(delay, () => {
    void ctx.deliver({ kind: 'events', payload, acceptsResponse: false, retry }).then((response) => {
      scheduleRetry(ctx, payload, { num: attempt.num + 1, response });
    });
  });
}

function retryReason(response: DeliveryResponse): string {
  if (response.got === 'timeout') return 'http_timeout';
  return response.got === 'nothing' ? 'connection_failed' : 'http_error';
}
