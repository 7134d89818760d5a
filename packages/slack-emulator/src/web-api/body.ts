import type { JsonObject } from '../json.js';
import { isObject, parseJson } from '../json.js';

/** The arguments of a request, or Slack's error code. */
export type ParsedArguments = { readonly args: JsonObject; readonly json: boolean } | { readonly error: string };

/** Reads a Web API body: a form, a multipart form, or JSON. */
export async function readArguments(type: string, body: Buffer): Promise<ParsedArguments> {
  const kind = type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (body.length === 0) return { args: {}, json: false };
  if (kind === '') return { error: 'missing_post_type' };
  if (kind === 'application/x-www-form-urlencoded') {
    return { args: Object.fromEntries(new URLSearchParams(body.toString('utf8'))), json: false };
  }
  if (kind === 'application/json') {
    const parsed = parseJson(body.toString('utf8'));
    return isObject(parsed) ? { args: parsed, json: true } : { error: 'invalid_json' };
  }
  return kind === 'multipart/form-data' ? readMultipart(type, body) : { error: 'invalid_post_type' };
}

async function readMultipart(type: string, body: Buffer): Promise<ParsedArguments> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const texts = [...form.entries()].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
    return { args: Object.fromEntries(texts), json: false };
  } catch {
    return { error: 'invalid_form_data' };
  }
}

/** The content of an upload, sent raw or as the only file of a form. */
export async function readUpload(type: string, body: Buffer): Promise<Buffer> {
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const value of form.values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  }
  return Buffer.alloc(0);
}
