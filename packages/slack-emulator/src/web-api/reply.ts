import type { Json, JsonObject } from '../json.js';
import type { Problem } from '../validation/schema-problems.js';
import { problemLogLine, problemText } from '../validation/validate-payload.js';

/** The JSON of a Web API response. */
export type Reply = JsonObject;

export function okReply(result: Readonly<Record<string, Json | undefined>> = {}): Reply {
  return { ok: true, ...result };
}

export function errorReply(error: string, more: Readonly<Record<string, Json>> = {}): Reply {
  return { ok: false, error, ...more };
}

/** An error with its problems, in `errors` and in `response_metadata`, as Slack does. */
export function problemsReply(error: string, problems: readonly Problem[]): Reply {
  if (problems.length === 0) return errorReply(error);
  return errorReply(error, {
    errors: problems.map(problemText),
    response_metadata: { messages: problems.map(problemLogLine) },
  });
}

/** invalid_arguments, with Slack's messages. */
export function invalidArguments(...messages: readonly string[]): Reply {
  return errorReply('invalid_arguments', {
    response_metadata: { messages: messages.map((each) => `[ERROR] ${each}`) },
  });
}
