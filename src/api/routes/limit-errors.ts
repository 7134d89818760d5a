import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { ReportedLimitError } from '../../usage/limit-errors.js';
import { recordLimitErrors } from '../../usage/limit-errors.js';
import { batchResultSchema, describeIssues, parseMeasuredAt, processRows, rowsOf, unknownApp } from '../batch.js';
import { problems } from '../problem.js';
import { boundedText, instant, jsonBody, jsonResponse, type Route, sdkAppId } from '../route.js';

const maxRows = 1_000;

const reportSchema = z.strictObject({
  sdkAppId,
  errorCode: z.union([z.int().min(1).max(999_999), boundedText(60)]).openapi({ example: 10036 }),
  at: instant.optional().openapi({ description: 'Without it: now. At most 35 days ago.' }),
  count: z.int().min(1).max(1_000_000_000).default(1).openapi({ description: 'How often since the last report.' }),
});

const headers = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(255)
    .optional()
    .openapi({ description: 'The same report with the same key counts once, for 7 days.' }),
});

const route = createRoute({
  method: 'post',
  path: '/v1/refusals',
  summary: 'Report error codes that the platform has returned',
  description: 'They become notices of limits. A wrong row is named and does not spoil the others.',
  request: { headers, body: jsonBody(z.strictObject({ refusals: rowsOf('Refusal', maxRows) })) },
  responses: {
    200: jsonResponse(batchResultSchema, 'How many were taken, and which were not.'),
    ...problems(
      'invalid-request',
      'unauthorized',
      'too-many-requests',
      'too-large',
      'unsupported-media-type',
      'internal',
      'unavailable',
    ),
  },
});

export const limitErrorsRoute: Route = (api, { ctx }) => {
  api.openAPIRegistry.register('Refusal', reportSchema);
  api.openapi(route, async (c) => {
    const { refusals } = c.req.valid('json');
    const key = c.req.valid('header')['idempotency-key'];
    const report = key === undefined ? undefined : reportId([c.get('caller'), key, refusals]);
    const now = ctx.now();
    return c.json(
      await processRows(
        refusals,
        (row) => parseRow(row, now),
        async (rows) => {
          const { unknownApps } = await recordLimitErrors(ctx, rows, report);
          return ({ sdkAppId: id }) => (unknownApps.has(id) ? unknownApp : null);
        },
      ),
      200,
    );
  });
};

/** The same for the same report; another for a key that was used for another report, which counts, too. */
function reportId(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The report, or why the row is invalid. */
function parseRow(row: unknown, now: Date): ReportedLimitError | string {
  const { data, error } = reportSchema.safeParse(row);
  if (!data) return describeIssues(error);
  const measured = parseMeasuredAt(data.at, now);
  return typeof measured === 'string' ? measured : { ...data, ...measured };
}
