import { createRoute, z } from '@hono/zod-openapi';
import { appStates, largestAppId } from '../../domain/app.js';
import { maxTagLength } from '../../operations/tags.js';
import { appSchema, appView, fullAppSchema, fullAppView } from '../app-schema.js';
import { Problem, problems } from '../problem.js';
import { appId, boundedText, jsonResponse, type Route } from '../route.js';

const pageSize = 100;

const listRoute = createRoute({
  method: 'get',
  path: '/v1/apps',
  summary: 'Find apps',
  request: {
    query: z.strictObject({
      state: z.enum(appStates).optional(),
      plan: boundedText(60).optional(),
      ruleSet: boundedText(60).optional(),
      owner: boundedText(30).optional().openapi({ description: 'The id of a Slack user or user group.' }),
      tag: boundedText(maxTagLength).optional().openapi({ description: 'One of its tags.' }),
      q: boundedText(100).optional().openapi({ description: 'Part of a name, or an id.' }),
      cursor: z
        .string()
        .regex(/^\d{1,10}$/, 'is the `next` of the page before')
        .optional()
        .openapi({ description: 'The `next` of the page before.' }),
    }),
  },
  responses: {
    200: jsonResponse(
      z.object({ apps: z.array(appSchema), next: z.string().nullable() }),
      'Up to 100 apps, by id, each as it is now; `next` is null on the last page. Apps that come or change meanwhile ' +
        'neither shift a page nor show up twice.',
    ),
    ...problems('invalid-request', 'unauthorized', 'too-many-requests', 'internal', 'unavailable'),
  },
});

const showRoute = createRoute({
  method: 'get',
  path: '/v1/apps/{id}',
  summary: 'One app in full',
  request: { params: z.object({ id: appId }) },
  responses: {
    200: jsonResponse(fullAppSchema, 'State, plan, items, limits, features, and when it may be changed next.'),
    ...problems('invalid-request', 'unauthorized', 'too-many-requests', 'unknown-app', 'internal', 'unavailable'),
  },
});

export const appRoutes: Route = (api, { apps, ctx: { rules, now } }) => {
  api.openapi(listRoute, async (c) => {
    const { q: search, cursor = '0', ...filter } = c.req.valid('query');
    const after = Math.min(Number(cursor), largestAppId);
    const tag = filter.tag?.toLowerCase();
    const found = await apps.page({ ...filter, tag, search }, after, pageSize + 1);
    const page = found.slice(0, pageSize);
    const next = found.length > pageSize ? String(page.at(-1)?.sdkAppId) : null;
    return c.json({ apps: page.map((app) => appView(app, rules)), next }, 200);
  });
  api.openapi(showRoute, async (c) => {
    const sdkAppId = Number(c.req.valid('param').id);
    const found = sdkAppId > largestAppId ? null : await apps.one(sdkAppId);
    if (!found) throw new Problem('unknown-app');
    return c.json(fullAppView(found, rules, now().toISOString()), 200);
  });
};
