import { createRoute, z } from '@hono/zod-openapi';
import type { ServiceContext } from '../../changes/context.js';
import type { ReportedReading } from '../../usage/readings.js';
import { recordReadings } from '../../usage/readings.js';
import { batchResultSchema, describeIssues, parseMeasuredAt, processRows, rowsOf, unknownApp } from '../batch.js';
import { problems } from '../problem.js';
import { boundedText, instant, jsonBody, jsonResponse, type Route, sdkAppId } from '../route.js';

const maxRows = 10_000;
const closedMonth = 'the month of at is closed: its statement is final';
const unknownMetric = 'there is no such metric';
const noSubject = 'subject is only for what is counted per user or group';

const readingSchema = z.strictObject({
  sdkAppId,
  metric: z.string().openapi({ example: 'membersPerGroup' }),
  value: z.int().min(0),
  at: instant.optional().openapi({ description: 'Without it: now. At most 35 days ago.' }),
  subject: boundedText(128)
    .optional()
    .openapi({ description: 'The user or group, for what is counted per user or group.' }),
});

const route = createRoute({
  method: 'post',
  path: '/v1/usage',
  summary: 'Hand in what was measured',
  description:
    'The same readings again change nothing. A wrong row, or one of a month that is closed, is named and does not spoil the others.',
  request: { body: jsonBody(z.strictObject({ readings: rowsOf('Reading', maxRows) })) },
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

export const usageRoute: Route = (api, { ctx }) => {
  api.openAPIRegistry.register('Reading', readingSchema);
  api.openapi(route, async (c) => {
    const { readings } = c.req.valid('json');
    const now = ctx.now();
    return c.json(
      await processRows(
        readings,
        (row) => parseRow(row, ctx, now),
        async (rows) => {
          const { unknownApps, closedMonths } = await recordReadings(ctx, rows);
          const isClosed = (at: string) => closedMonths.size > 0 && closedMonths.has(ctx.rules.calendar.monthOf(at));
          return ({ sdkAppId: id, at }) => (unknownApps.has(id) ? unknownApp : isClosed(at) ? closedMonth : null);
        },
      ),
      200,
    );
  });
};

/** The reading, or why the row is invalid. */
function parseRow(row: unknown, { rules }: ServiceContext, now: Date): ReportedReading | string {
  const { data, error } = readingSchema.safeParse(row);
  if (!data) return describeIssues(error);
  const metric = rules.catalogue.metrics[data.metric];
  if (!metric || metric.per === 'message') return unknownMetric;
  if (data.subject !== undefined && metric.per !== 'user' && metric.per !== 'group') return noSubject;
  const measured = parseMeasuredAt(data.at, now);
  return typeof measured === 'string' ? measured : { ...data, ...measured, subject: data.subject ?? '' };
}
