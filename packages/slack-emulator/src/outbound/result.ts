import type { DeliveryResponse } from './delivery.js';

/** What came of something a person did: nothing went wrong, or Slack's code and sentence for what did. */
export type ActionResult = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly text: string };

export const fine: ActionResult = { ok: true };

/** Slack's code when no usable answer came; undefined when one did. */
export function failureCode(response: DeliveryResponse): string | undefined {
  if (response.got === 'timeout') return 'operation_timeout';
  if (response.got === 'nothing') return 'dispatch_failed';
  if (response.status >= 200 && response.status < 300) return undefined;
  return response.status >= 500 ? 'http_service_error' : 'http_client_error';
}

/** What Slack shows when a modal's submission got no usable answer. */
export const connectionTrouble = 'We had some trouble connecting. Try again?';
