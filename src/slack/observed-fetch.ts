/** What every answer of Slack's Web API tells, whatever was asked. */
export interface SlackAnswer {
  /** The time at Slack, to the second; null if it did not say. */
  readonly at: Date | null;
  /** The error of a refused call; null if there was none. */
  readonly error: string | null;
}

/** `fetch`, reporting every answer of Slack. */
export function observedFetch(onAnswer: (answer: SlackAnswer) => void): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const body = await response.arrayBuffer();
    const date = Date.parse(response.headers.get('date') ?? '');
    const error = response.status === 200 ? errorIn(new TextDecoder().decode(body.slice(0, maxErrorBytes))) : null;
    if (response.ok) onAnswer({ at: Number.isNaN(date) ? null : new Date(date), error });
    const { status, statusText, headers } = response;
    return new Response(body, { status, statusText, headers });
  };
}

/** The answer to a refused call is short. */
const maxErrorBytes = 2_000;

function errorIn(text: string): string | null {
  if (!/"ok"\s*:\s*false/.test(text)) return null;
  return /"error"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? 'unknown';
}
