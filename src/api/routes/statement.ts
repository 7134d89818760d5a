import { createRoute, z } from '@hono/zod-openapi';
import { largestAppId } from '../../domain/app.js';
import type { Bill } from '../../domain/billing/bill.js';
import { Problem, problems } from '../problem.js';
import { appId, jsonResponse, type Route } from '../route.js';

const day = z.iso.date();
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is a month like 2026-11');
const minorUnits = z
  .union([z.int(), z.string().regex(/^\d+$/)])
  .openapi({ description: 'In minor units of the currency, by ISO 4217. Above 2^53 - 1 as a string of digits.' });

const lineItemSchema = z
  .object({
    kind: z.enum(['plan', 'item', 'overage']),
    id: z.string().openapi({ description: '`plan`, the value-added item, or the metric.' }),
    parts: z.array(
      z.object({ plan: z.string(), value: z.union([z.int(), z.literal(true)]).nullable(), days: z.int() }),
    ),
    usage: z.object({ peak: z.int(), free: z.int(), units: z.int() }).optional(),
    amount: minorUnits,
    billedOn: day,
  })
  .openapi('FeeLine');

const statementSchema = z
  .object({ month, currency: z.string(), listed: day, lines: z.array(lineItemSchema), total: minorUnits })
  .openapi('Statement');

const route = createRoute({
  method: 'get',
  path: '/v1/apps/{id}/statement',
  summary: 'What an app costs in a month',
  request: {
    params: z.object({ id: appId }),
    query: z.strictObject({ month: month.optional().openapi({ description: 'This month where left out.' }) }),
  },
  responses: {
    200: jsonResponse(
      z.object({
        sdkAppId: z.int(),
        status: z.enum(['running', 'closing', 'closed']),
        statement: statementSchema,
        forecast: statementSchema.nullable(),
      }),
      'While the month runs: what has come together so far, and what it comes to if nothing changes. A closed month is ' +
        'frozen.',
    ),
    ...problems('invalid-request', 'unauthorized', 'too-many-requests', 'unknown-app', 'internal', 'unavailable'),
  },
});

export const statementRoute: Route = (api, { apps, ctx: { rules, now } }) => {
  api.openapi(route, async (c) => {
    const sdkAppId = Number(c.req.valid('param').id);
    const thisMonth = rules.calendar.monthOf(now().toISOString());
    const requestedMonth = c.req.valid('query').month ?? thisMonth;
    if (requestedMonth > thisMonth)
      throw new Problem('invalid-request', { errors: [{ parameter: 'month', detail: `is ${thisMonth} or earlier` }] });
    const bill = sdkAppId > largestAppId ? null : await apps.bill(sdkAppId, requestedMonth);
    if (!bill) throw new Problem('unknown-app');
    return c.json({ sdkAppId, ...toJson(bill) }, 200);
  });
};

/** A copy without `readonly`, which the library's types require. */
function toJson(bill: Bill): {
  status: Bill['status'];
  statement: z.output<typeof statementSchema>;
  forecast: z.output<typeof statementSchema> | null;
} {
  return structuredClone(bill) as ReturnType<typeof toJson>;
}
