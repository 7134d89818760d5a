import type { Answer } from './delivery.js';

/** What came of something a person did: nothing went wrong, or Slack's code and sentence for what did. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly text: string };

export const fine: Outcome = { ok: true };

/** Slack's code when no usable answer came; undefined when one did. */
export function failureCode(answer: Answer): string | undefined {
  if (answer.got === 'timeout') return 'operation_timeout';
  if (answer.got === 'nothing') return 'dispatch_failed';
  if (answer.status >= 200 && answer.status < 300) return undefined;
  return answer.status >= 500 ? 'http_service_error' : 'http_client_error';
}

/** What Slack shows when a modal's submission got no usable answer. */
export const trouble = 'We had some trouble connecting. Try again?';
