import type { HttpBindings } from '@hono/node-server';
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Apps } from '../apps/list-apps.js';
import type { ChangeService } from '../changes/change.js';
import type { ServiceContext } from '../changes/operation-context.js';
import type { AppCache } from '../database/queries/queries.js';
import { largestAppId } from '../domain/app.js';
import type { Translate } from '../i18n/translator.js';
import type { Logger } from '../observability/log.js';
import type { Metrics } from '../observability/metrics.js';
import { storableText } from '../operations/text-input.js';
import type { Intake } from '../usage/intake.js';

/** What every route works with. */
export interface ApiDeps {
  readonly ctx: ServiceContext;
  readonly changes: ChangeService;
  readonly apps: Apps;
  readonly appCache: AppCache;
  readonly intake: Intake;
  /** English, for programs and those who write them. */
  readonly translate: Translate;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** What is known of a request: as it came in, and, once they are found out, its id and the name of its token. */
export interface ApiEnv {
  Bindings: HttpBindings;
  Variables: { caller: string; requestId?: string };
}

export type Api = OpenAPIHono<ApiEnv>;

/** A route puts itself, its schemas and its words into the API. */
export type Route = (api: Api, hands: ApiDeps) => void;

export const sdkAppId = z.int().min(1).max(largestAppId).openapi({ example: 1_400_000_001 });

/** An app's id in a path. */
export const appId = z.string().regex(/^[1-9]\d{0,9}$/, 'is the id of an app');

/** An instant with its offset. */
export const instant = z.iso.datetime({ offset: true }).openapi({ example: '2026-11-21T03:00:00.000Z' });

export function boundedText(most: number) {
  return z.string().min(1).max(most).regex(storableText, 'has characters that cannot be kept');
}

/** A body of JSON, for the document and the check. */
export function json<S extends z.ZodType>(schema: S) {
  return { content: { 'application/json': { schema } }, required: true } as const;
}

/** An answer of JSON, for the document. */
export function answers<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema } } } as const;
}
