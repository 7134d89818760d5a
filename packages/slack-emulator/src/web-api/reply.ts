import type { Json, JsonObject } from '../json.js';
import { logLine, sentence } from '../validation/payloads.js';
import type { Problem } from '../validation/validate.js';

/** A Web API answer, before it becomes JSON. */
export type Reply = JsonObject;

export function done(result: Readonly<Record<string, Json | undefined>> = {}): Reply {
  return { ok: true, ...result };
}

export function refuse(error: string, more: Readonly<Record<string, Json>> = {}): Reply {
  return { ok: false, error, ...more };
}

/** A refusal with Slack's sentences, in both places where Slack puts them. */
export function refuseFor(error: string, problems: readonly Problem[]): Reply {
  if (problems.length === 0) return refuse(error);
  return refuse(error, {
    errors: problems.map(sentence),
    response_metadata: { messages: problems.map(logLine) },
  });
}

/** An argument is missing or cannot be read. */
export function invalidArguments(...messages: readonly string[]): Reply {
  return refuse('invalid_arguments', { response_metadata: { messages: messages.map((each) => `[ERROR] ${each}`) } });
}
