import type { Json, JsonObject } from '../json.js';
import { problemLogLine, problemText } from '../validation/payloads.js';
import type { Problem } from '../validation/validate.js';

/** A Web API answer, before it becomes JSON. */
export type Reply = JsonObject;

export function okReply(result: Readonly<Record<string, Json | undefined>> = {}): Reply {
  return { ok: true, ...result };
}

export function errorReply(error: string, more: Readonly<Record<string, Json>> = {}): Reply {
  return { ok: false, error, ...more };
}

/** A refusal with Slack's sentences, in both places where Slack puts them. */
export function problemsReply(error: string, problems: readonly Problem[]): Reply {
  if (problems.length === 0) return errorReply(error);
  return errorReply(error, {
    errors: problems.map(problemText),
    response_metadata: { messages: problems.map(problemLogLine) },
  });
}

/** An argument is missing or cannot be read. */
export function invalidArguments(...messages: readonly string[]): Reply {
  return errorReply('invalid_arguments', {
    response_metadata: { messages: messages.map((each) => `[ERROR] ${each}`) },
  });
}
