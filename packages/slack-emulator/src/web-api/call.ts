import type { WorkspaceContext } from '../context.js';
import { isList, type Json, type JsonObject, parseJson } from '../json.js';
import type { Reply } from './reply.js';

/** One call of a method, its arguments already taken from form, query or JSON. */
export interface Call {
  readonly args: JsonObject;
  readonly ctx: WorkspaceContext;
}

export interface Method {
  /** Any one of these scopes is enough; none: every token may. */
  readonly scopes: readonly string[];
  readonly token: 'bot' | 'app' | 'none';
  /** Arguments that arrive as JSON text in a form. */
  readonly json?: readonly string[];
  /** Posts to a channel, at one message a second. */
  readonly rateLimited?: true;
  readonly run: (call: Call) => Reply;
}

/** An argument as text; numbers and booleans of a JSON body count as their text. */
export function argument(call: Call, name: string): string | undefined {
  const value = call.args[name];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function isTrue(call: Call, name: string): boolean {
  return ['true', '1'].includes(argument(call, name) ?? '');
}

/** Ids given as a list or with commas between. */
export function idList(call: Call, name: string): readonly string[] {
  const value: Json | undefined = call.args[name];
  if (isList(value)) return value.map(String);
  return (argument(call, name) ?? '').split(',').filter((id) => id !== '');
}

/** The arguments with those that came as JSON text parsed; a text that is no JSON stays text and fails its rule. */
export function withParsed(args: JsonObject, names: readonly string[]): JsonObject {
  const parsed = names.flatMap((name): [string, Json][] => {
    const value = args[name];
    if (typeof value !== 'string') return [];
    const json = parseJson(value);
    return json === undefined ? [] : [[name, json]];
  });
  return { ...args, ...Object.fromEntries(parsed) };
}
