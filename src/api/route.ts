import type { HttpBindings } from '@hono/node-server';
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AppLists } from '../apps/list-apps.js';
import type { ChangeService } from '../changes/change.js';
import type { ServiceContext } from '../changes/context.js';
import type { AppCache } from '../database/app-cache/app-cache.js';
import { largestAppId } from '../domain/app.js';
import type { Translate } from '../i18n/translator.js';
import type { Logger } from '../observability/log.js';
import type { Metrics } from '../observability/metrics.js';
import { storableText } from '../operations/text-input.js';

export interface ApiDeps {
  readonly ctx: ServiceContext;
  readonly changes: ChangeService;
  readonly apps: AppLists;
  readonly appCache: AppCache;
  /** To English. */
  readonly translate: Translate;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Hono's environment: `caller` is the name of the token, set after authentication. */
export interface ApiEnv {
  Bindings: HttpBindings;
  Variables: { caller: string; requestId?: string };
}

export type Api = OpenAPIHono<ApiEnv>;

/** Adds one or more routes, with their schemas and descriptions, to the API. */
export type Route = (api: Api, deps: ApiDeps) => void;

export const sdkAppId = z.int().min(1).max(largestAppId).openapi({ example: 1_400_000_001 });

/** An app id in a path. */
export const appId = z.string().regex(/^[1-9]\d{0,9}$/, 'is the id of an app');

/** An ISO 8601 instant with its offset. */
export const instant = z.iso.datetime({ offset: true }).openapi({ example: '2026-11-21T03:00:00.000Z' });

export function boundedText(maxLength: number) {
  return z.string().min(1).max(maxLength).regex(storableText, 'has characters that cannot be kept');
}

/** A required JSON body, for validation and for the OpenAPI document. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { content: { 'application/json': { schema } }, required: true } as const;
}

/** A JSON response, for the OpenAPI document. */
export function jsonResponse<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema } } } as const;
}
