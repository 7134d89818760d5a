import { createRoute, z } from '@hono/zod-openapi';
import { largestAppId } from '../../domain/app.js';
import { applyOperation, programActor } from '../apply-operation.js';
import { Problem, problems } from '../problem.js';
import { appId, boundedText, jsonBody, jsonResponse, type Route } from '../route.js';

const day = z.iso.date();
const reading = z.object({ sdkAppId: z.int(), metric: z.string(), day, value: z.int() });

const route = createRoute({
  method: 'put',
  path: '/v1/apps/{id}/readings/{metric}/{day}',
  summary: 'Put the value of a metric on a day right',
  description:
    'While the month of the day is open. It replaces the value and the peak of that day; readings that were measured before do not count any more.',
  request: {
    params: z.object({ id: appId, metric: boundedText(60), day }),
    body: jsonBody(z.strictObject({ value: z.int().min(0), reason: boundedText(500) }).openapi('ReadingCorrection')),
  },
  responses: {
    200: jsonResponse(reading, 'This is the value by now.'),
    ...problems(
      'invalid-request',
      'unauthorized',
      'unknown-app',
      'conflict',
      'refused',
      'too-large',
      'internal',
      'unavailable',
    ),
  },
});

/** Corrects through the change service, like a user in Slack. */
export const readingsRoute: Route = (api, deps) => {
  api.openapi(route, async (c) => {
    const { id, metric, day } = c.req.valid('param');
    const { value, reason } = c.req.valid('json');
    const sdkAppId = Number(id);
    if (sdkAppId > largestAppId) throw new Problem('unknown-app');
    if (deps.ctx.rules.catalogue.metrics[metric] === undefined) {
      throw new Problem('invalid-request', { errors: [{ parameter: 'metric', detail: 'there is no such metric' }] });
    }
    const values = { metric, day, value: String(value) };
    const request = { operation: 'correct-reading', sdkAppId, values, reason };
    await applyOperation(deps, programActor(c.get('caller')), request);
    return c.json({ sdkAppId, metric, day, value }, 200);
  });
};
