import { createRoute, z } from '@hono/zod-openapi';
import { largestAppId, maxTags } from '../../domain/app.js';
import { languages } from '../../i18n/language.js';
import { maxTagLength } from '../../operations/tags.js';
import { appSchema, appView } from '../app-schema.js';
import { applyOperation, programActor } from '../apply-operation.js';
import { Problem, problems } from '../problem.js';
import { appId, boundedText, jsonBody, jsonResponse, type Route } from '../route.js';

const body = z
  .strictObject({
    name: boundedText(100).optional(),
    owner: boundedText(30).nullable().optional().openapi({ description: 'The id of a Slack user or user group.' }),
    tags: z.array(boundedText(maxTagLength)).max(maxTags).optional(),
    channel: boundedText(30).nullable().optional().openapi({ description: 'Slack channel for notices.' }),
    language: z.enum(languages).nullable().optional(),
  })
  .openapi('AppEdit');

const route = createRoute({
  method: 'patch',
  path: '/v1/apps/{id}',
  summary: 'Change the name, owner, tags, notices channel or language of an app',
  description:
    'What is left out stays; null removes it. Fees do not change. Data center, account and dates are corrected by people, in Slack.',
  request: { params: z.object({ id: appId }), body: jsonBody(body) },
  responses: {
    200: jsonResponse(appSchema, 'The app as it is now.'),
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

/** Edits through the change service, like a user in Slack. */
export const editRoute: Route = (api, deps) => {
  api.openapi(route, async (c) => {
    const sdkAppId = Number(c.req.valid('param').id);
    const { tags, ...texts } = c.req.valid('json');
    const entries = Object.entries({ ...texts, ...(tags && { tags: tags.join(' ') }) });
    const values = Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']));
    if (sdkAppId > largestAppId) throw new Problem('unknown-app');
    await applyOperation(deps, programActor(c.get('caller')), { operation: 'edit', sdkAppId, values });
    const found = await deps.apps.one(sdkAppId);
    if (!found) throw new Problem('unknown-app');
    return c.json(appView(found.app, deps.ctx.rules), 200);
  });
};
