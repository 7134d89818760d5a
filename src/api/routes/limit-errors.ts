import { createRoute, z } from '@hono/zod-openapi';
import type { ReportedLimitError } from '../../usage/limit-errors.js';
import { recordLimitErrors } from '../../usage/limit-errors.js';
import { describeIssues, parseMeasuredAt, processRows, rowsOf, takenSchema } from '../batch.js';
import { problems } from '../problem.js';
import { answers, boundedText, instant, json, type Route, sdkAppId } from '../route.js';

const most = 1_000;

const refusal = z.strictObject({
  sdkAppId,
  errorCode: z.union([z.int().min(1).max(999_999), boundedText(60)]).openapi({ example: 10036 }),
  at: instant.optional().openapi({ description: 'Without it: now. At most 35 days ago.' }),
  count: z.int().min(1).max(1_000_000_000).default(1).openapi({ description: 'How often since the last report.' }),
});

const route = createRoute({
  method: 'post',
  path: '/v1/refusals',
  summary: 'Report error codes that the platform has returned',
  description: 'They become notices of limits. A wrong row is named and does not spoil the others.',
  request: { body: json(z.strictObject({ refusals: rowsOf('Refusal', most) })) },
  responses: {
    200: answers(takenSchema, 'How many were taken, and which were not.'),
    ...problems('invalid-request', 'unauthorized', 'too-large', 'unsupported-media-type', 'internal'),
  },
});

export const limitErrorsRoute: Route = (api, { ctx }) => {
  api.openAPIRegistry.register('Refusal', refusal);
  api.openapi(route, async (c) => {
    const { refusals } = c.req.valid('json');
    const now = ctx.now();
    return c.json(
      await processRows(
        refusals,
        (row) => read(row, now),
        (rows) => recordLimitErrors(ctx, rows),
      ),
      200,
    );
  });
};

/** A refusal from a row, or what is wrong with it. */
function read(row: unknown, now: Date): ReportedLimitError | string {
  const { data, error } = refusal.safeParse(row);
  if (!data) return describeIssues(error);
  const when = parseMeasuredAt(data.at, now);
  return typeof when === 'string' ? when : { ...data, ...when };
}
