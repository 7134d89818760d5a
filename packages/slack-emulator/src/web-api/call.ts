import type { WorkspaceContext } from '../context.js';
import { isList, type Json, type JsonObject, parseJson } from '../json.js';
import type { Reply } from './reply.js';

/** A call of a method, with its arguments parsed from form, query or JSON. */
export interface Call {
  readonly args: JsonObject;
  readonly ctx: WorkspaceContext;
}

export interface Method {
  /** Any one of these scopes is sufficient. Empty: no scope is needed. */
  readonly scopes: readonly string[];
  readonly token: 'bot' | 'app' | 'none';
  /** Arguments that are JSON-encoded in a form. */
  readonly json?: readonly string[];
  /** Subject to the rate limit per channel. */
  readonly rateLimited?: true;
  readonly run: (call: Call) => Reply;
}

/** An argument as a string; numbers and booleans of a JSON body are converted. Undefined if missing or empty. */
export function argument(call: Call, name: string): string | undefined {
  const value = call.args[name];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function isTrue(call: Call, name: string): boolean {
  return ['true', '1'].includes(argument(call, name) ?? '');
}

/** Ids, given as a list or comma-separated. */
export function idList(call: Call, name: string): readonly string[] {
  const value: Json | undefined = call.args[name];
  if (isList(value)) return value.map(String);
  return (argument(call, name) ?? '').split(',').filter((id) => id !== '');
}

/** Parses JSON-encoded arguments. Invalid JSON stays a string, which fails validation later. */
export function withParsed(args: JsonObject, names: readonly string[]): JsonObject {
  const parsed = names.flatMap((name): [string, Json][] => {
    const value = args[name];
    if (typeof value !== 'string') return [];
    const json = parseJson(value);
    return json === undefined ? [] : [[name, json]];
  });
  return { ...args, ...Object.fromEntries(parsed) };
}
