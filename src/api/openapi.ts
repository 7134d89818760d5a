import { createRoute, z } from '@hono/zod-openapi';
import { problems } from './problem.js';
import { jsonResponse, type Route } from './route.js';

const route = createRoute({
  method: 'get',
  path: '/v1/openapi.json',
  summary: 'This document',
  responses: { 200: jsonResponse(z.looseObject({}), 'OpenAPI 3.1.'), ...problems('unauthorized', 'too-many-requests') },
});

const info = {
  title: 'imapp',
  version: '1',
  description:
    'The control plane of instant-messaging apps, for programs. Every call takes a bearer token. Problems are ' +
    '`application/problem+json` (RFC 9457) with a stable `type`. Instants are ISO 8601. Bodies are at most 4 MiB. ' +
    'Every answer carries `X-Request-Id`: the one of the request, where that is up to 64 letters, digits, `.`, `_` ' +
    'and `-`; or a new one. It stands in the log, and in problems as `requestId`.',
};

/** Serves the OpenAPI document, which is generated from the schemas that validate requests. */
export const documentRoute: Route = (api) => {
  const { openAPIRegistry: registry } = api;
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  registry.registerPath(route);
  api.get(route.path, (c) => c.json(api.getOpenAPI31Document({ openapi: '3.1.0', info, security: [{ token: [] }] })));
};
