import { createRoute, z } from '@hono/zod-openapi';
import type { ServiceContext } from '../../changes/context.js';
import type { Reading } from '../../usage/readings.js';
import { recordReadings } from '../../usage/readings.js';
import { describeIssues, parseMeasuredAt, processRows, rowsOf, takenSchema } from '../batch.js';
import { problems } from '../problem.js';
import { answers, boundedText, instant, json, type Route, sdkAppId } from '../route.js';

const most = 10_000;
const unknownMetric = 'there is no such metric';
const noSubject = 'subject is only for what is counted per user or group';

const reading = z.strictObject({
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
  description: 'The same readings again change nothing. A wrong row is named and does not spoil the others.',
  request: { body: json(z.strictObject({ readings: rowsOf('Reading', most) })) },
  responses: {
    200: answers(takenSchema, 'How many were taken, and which were not.'),
    ...problems('invalid-request', 'unauthorized', 'too-large', 'unsupported-media-type', 'internal'),
  },
});

export const usageRoute: Route = (api, { ctx }) => {
  api.openAPIRegistry.register('Reading', reading);
  api.openapi(route, async (c) => {
    const { readings } = c.req.valid('json');
    const now = ctx.now();
    return c.json(
      await processRows(
        readings,
        (row) => read(row, ctx, now),
        (rows) => recordReadings(ctx, rows),
      ),
      200,
    );
  });
};

/** A reading from a row, or what is wrong with it. */
function read(row: unknown, { rules }: ServiceContext, now: Date): Reading | string {
  const { data, error } = reading.safeParse(row);
  if (!data) return describeIssues(error);
  const metric = rules.catalogue.metrics[data.metric];
  if (!metric) return unknownMetric;
  if (data.subject !== undefined && metric.per !== 'user' && metric.per !== 'group') return noSubject;
  const when = parseMeasuredAt(data.at, now);
  return typeof when === 'string' ? when : { ...data, ...when, subject: data.subject ?? '' };
}
