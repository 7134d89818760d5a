import type { House } from '../context.js';
import type { JsonObject } from '../json.js';
import { idsFrom } from '../state/ids.js';
import type { Answer } from './delivery.js';
import { eventPayload } from './payloads.js';
import { failureCode } from './result.js';

/** Slack tries again nearly at once, then after a minute, then after five. */
const retryDelays: readonly number[] = [0, 60_000, 300_000];

/**
 * Sends an event the app listens to. The promise is of the first try;
 * retries follow by the workspace's timers, with the same event_id.
 */
export async function sendEvent(house: House, event: JsonObject): Promise<Answer | undefined> {
  endInstallation(house, String(event['type']));
  if (!house.events.has(String(event['type']))) return undefined;
  const id = house.store.apply((state) => {
    const ids = idsFrom(state);
    const value = ids.next('Ev');
    return { state: ids.spent(), value };
  });
  const payload = eventPayload(house.store.state(), event, { id, now: house.now() });
  const answer = await house.deliver({ kind: 'events', payload, answerable: false });
  retryLater(house, payload, { num: 1, answer });
  return answer;
}

/** With these two events the bot's token stops working, whether or not it listens. */
function endInstallation(house: House, type: string): void {
  if (type === 'tokens_revoked') house.store.change((state) => ({ ...state, revoked: 'token_revoked' }));
  if (type === 'app_uninstalled') house.store.change((state) => ({ ...state, revoked: 'account_inactive' }));
}

function retryLater(house: House, payload: JsonObject, last: { num: number; answer: Answer }): void {
  const delay = retryDelays[last.num - 1];
  const failed = failureCode(last.answer) !== undefined;
  const unwanted = last.answer.got === 'answer' && last.answer.noRetry;
  if (delay === undefined || !failed || unwanted) return;
  const retry = { num: last.num, reason: reasonOf(last.answer) };
  house.after(delay, () => {
    void house.deliver({ kind: 'events', payload, answerable: false, retry }).then((answer) => {
      retryLater(house, payload, { num: last.num + 1, answer });
    });
  });
}

function reasonOf(answer: Answer): string {
  if (answer.got === 'timeout') return 'http_timeout';
  return answer.got === 'nothing' ? 'connection_failed' : 'http_error';
}
