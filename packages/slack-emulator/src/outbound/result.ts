import type { DeliveryResponse } from './delivery.js';

export interface Ok {
  readonly ok: true;
}

/** Result of a user's action: success, or the code and text with which Slack reports the failure. */
export type ActionResult = Ok | { readonly ok: false; readonly code: string; readonly text: string };

export const ok: Ok = { ok: true };

/** Slack's error code for a delivery; undefined if the bot responded with a 2xx status. */
export function failureCode(response: DeliveryResponse): string | undefined {
  if (response.got === 'timeout') return 'operation_timeout';
  if (response.got === 'nothing') return 'dispatch_failed';
  if (response.status >= 200 && response.status < 300) return undefined;
  return response.status >= 500 ? 'http_service_error' : 'http_client_error';
}

/** What Slack shows in a modal when the response to its submission is missing or invalid. */
export const connectionTrouble = 'We had some trouble connecting. Try again?';
